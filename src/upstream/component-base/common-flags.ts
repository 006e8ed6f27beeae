/**
 * What kube-apiserver, kube-controller-manager and kube-scheduler take from k8s.io/component-base: versions and
 * feature gates, metrics, logging. A row without `since` exists in 1.19. `#N` is a pull request of kubernetes/kubernetes.
 */
import { type Flag, flag } from '../flag.ts';
import { klogFlags } from './klog-flags.ts';

export const commonFlags = {
  help: flag('bool'),
  version: flag('version'),
  'feature-gates': flag('colonSeparatedMultimapStringString'),
  'emulated-version': flag('strings', { since: '1.32', source: 'KEP-4330' }),
  'min-compatibility-version': flag('strings', { since: '1.35', source: 'KEP-4330' }),

  // metrics
  'allow-metric-labels': flag('stringToString', { since: '1.21', source: 'KEP-2305' }),
  'allow-metric-labels-manifest': flag('string', { since: '1.28', source: 'CHANGELOG-1.28' }),
  'disabled-metrics': flag('strings', { since: '1.21', source: '#99217' }),
  'show-hidden-metrics-for-version': flag('string'),

  // logging
  'log-flush-frequency': flag('duration'),
  'log-json-info-buffer-size': flag('quantity', { since: '1.23', source: 'CHANGELOG-1.23' }),
  'log-json-split-stream': flag('bool', { since: '1.23', source: 'CHANGELOG-1.23' }),
  'log-text-info-buffer-size': flag('quantity', { since: '1.30', source: 'CHANGELOG-1.30' }),
  'log-text-split-stream': flag('bool', { since: '1.30', source: 'CHANGELOG-1.30' }),
  'logging-format': flag('string'),
  'experimental-logging-sanitization': flag('bool', {
    since: '1.20',
    until: '1.24',
    deprecated: '1.23',
    source: 'CHANGELOG-1.24',
  }),
  v: flag('level'),
  vmodule: flag('moduleSpec'),
  ...klogFlags,
} satisfies Readonly<Record<string, Flag>>;
