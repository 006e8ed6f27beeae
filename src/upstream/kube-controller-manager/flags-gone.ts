/**
 * Flags kube-controller-manager no longer has, and those that it only still accepts without showing them.
 * `#N` is a pull request of kubernetes/kubernetes, CHANGELOG-1.N its CHANGELOG/CHANGELOG-1.N.md.
 */
import { type Flag, flag } from '../flag.ts';

export const goneFlags = {
  address: flag('ip', { until: '1.24', deprecated: '1.10', source: 'CHANGELOG-1.24' }),
  concurrent_rc_syncs: flag('int32', { until: '1.23' }),
  'deployment-controller-sync-period': flag('duration', {
    until: '1.24',
    deprecated: '1.23',
    hidden: '1.23',
    source: '#103538, #107178',
  }),
  'enable-taint-manager': flag('bool', {
    until: '1.27',
    deprecated: '1.25',
    hidden: '1.25',
    source: '#115840',
  }),
  'pod-eviction-timeout': flag('duration', {
    until: '1.27',
    deprecated: '1.26',
    hidden: '1.26',
    source: '#115840',
  }),
  port: flag('int', { until: '1.24', deprecated: '1.10', source: 'CHANGELOG-1.24' }),
  'volume-host-allow-local-loopback': flag('bool', {
    since: '1.20',
    until: '1.31',
    deprecated: '1.28',
    hidden: '1.28',
    source: '#91785, #124017',
  }),
  'volume-host-cidr-denylist': flag('strings', {
    since: '1.20',
    until: '1.31',
    deprecated: '1.28',
    hidden: '1.28',
    source: '#91785, #124017',
  }),
} satisfies Readonly<Record<string, Flag>>;
