/**
 * Flags of the kubelet on Linux, Kubernetes 1.10 to 1.37.
 * A row without `since` exists in 1.10; without `until` it is still there in 1.37.
 * `#N` is a pull request of kubernetes/kubernetes, CHANGELOG-1.N its CHANGELOG/CHANGELOG-1.N.md.
 * Upstream: cmd/kubelet/app/options and pkg/kubelet/config/flags.go.
 */
import { klogFlags } from '../component-base/klog-flags.ts';
import { type Flag, flag } from '../flag.ts';
import { cadvisorFlags } from './flags-cadvisor.ts';
import { goneFlags } from './flags-gone.ts';
import { settingFlags } from './flags-settings.ts';

export const kubeletFlags = {
  // Only flags: no field of the config file does the same.
  // `cloud-provider` and `provider-id` were deprecated for some releases after 1.19; that was taken back.
  'bootstrap-kubeconfig': flag('string'),
  'cert-dir': flag('string'),
  'cloud-provider': flag('string'),
  config: flag('string'),
  'config-dir': flag('string', { since: '1.28' }),
  'exit-on-lock-contention': flag('bool'),
  'experimental-allocatable-ignore-eviction': flag('bool', { deprecated: '1.19' }),
  'experimental-mounter-path': flag('string', { deprecated: '1.19' }),
  'hostname-override': flag('string'),
  'image-credential-provider-bin-dir': flag('string', { since: '1.20' }),
  'image-credential-provider-config': flag('string', { since: '1.20' }),
  kubeconfig: flag('string'),
  'lock-file': flag('string'),
  'maximum-dead-containers': flag('int32', { deprecated: '1.10' }),
  'maximum-dead-containers-per-container': flag('int32', { deprecated: '1.10' }),
  'minimum-container-ttl-duration': flag('duration', { deprecated: '1.10' }),
  'node-ip': flag('string'),
  'node-labels': flag('mapStringString'),
  'root-dir': flag('string'),
  'runtime-cgroups': flag('string'),

  ...settingFlags,
  ...cadvisorFlags,
  ...goneFlags,

  ...klogFlags,
  // Up to 1.14 the kubelet picked klog's flags one by one and left this one out.
  'skip-headers': flag('bool', { since: '1.15', until: '1.26', deprecated: '1.23', source: '#112120' }),
  'experimental-logging-sanitization': flag('bool', {
    since: '1.20',
    until: '1.24',
    deprecated: '1.23',
    source: 'CHANGELOG-1.24',
  }),
  help: flag('bool'),
  'log-flush-frequency': flag('duration', { field: 'logging.flushFrequency' }),
  'log-json-info-buffer-size': flag('quantity', {
    field: 'logging.options.json.infoBufferSize',
    since: '1.23',
    deprecated: '1.23',
  }),
  'log-json-split-stream': flag('bool', {
    field: 'logging.options.json.splitStream',
    since: '1.23',
    deprecated: '1.23',
  }),
  'log-text-info-buffer-size': flag('quantity', {
    field: 'logging.options.text.infoBufferSize',
    since: '1.30',
    deprecated: '1.30',
  }),
  'log-text-split-stream': flag('bool', {
    field: 'logging.options.text.splitStream',
    since: '1.30',
    deprecated: '1.30',
  }),
  'logging-format': flag('string', { field: 'logging.format', since: '1.19', deprecated: '1.20' }),
  v: flag('level', { field: 'logging.verbosity' }),
  version: flag('version'),
  vmodule: flag('moduleSpec', { field: 'logging.vmodule' }),
} satisfies Readonly<Record<string, Flag>>;

export type KubeletFlag = keyof typeof kubeletFlags;
