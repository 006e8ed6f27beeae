/**
 * Flags of kube-scheduler, Kubernetes 1.19 to 1.37. With --config the deprecated ones are ignored.
 * A row without `since` exists in 1.19; without `until` it is still there in 1.37.
 * `#N` is a pull request of kubernetes/kubernetes, CHANGELOG-1.N its CHANGELOG/CHANGELOG-1.N.md.
 * Upstream: cmd/kube-scheduler/app/options.
 */
import { apiClientFlags } from '../component-base/client-flags.ts';
import { commonFlags } from '../component-base/common-flags.ts';
import { delegatedAccessFlags, servingFlags } from '../component-base/serving-flags.ts';
import { type Flag, flag } from '../flag.ts';

export const kubeSchedulerFlags = {
  ...commonFlags,
  ...servingFlags,
  ...delegatedAccessFlags,
  ...apiClientFlags,

  // deprecated in favour of the configuration file
  'contention-profiling': flag('bool', { field: 'enableContentionProfiling', deprecated: '1.12' }),
  'kube-api-burst': flag('int32', { field: 'clientConnection.burst', deprecated: '1.12' }),
  'kube-api-content-type': flag('string', { field: 'clientConnection.contentType', deprecated: '1.12' }),
  'kube-api-qps': flag('float32', { field: 'clientConnection.qps', deprecated: '1.12' }),
  kubeconfig: flag('string', { field: 'clientConnection.kubeconfig', deprecated: '1.12' }),
  profiling: flag('bool', { field: 'enableProfiling', deprecated: '1.12' }),

  // only here, or in the file too
  config: flag('string'),
  'pod-max-in-unschedulable-pods-duration': flag('duration', {
    since: '1.25',
    deprecated: '1.25',
    source: 'CHANGELOG-1.25',
  }),
  'write-config-to': flag('string'),
  'leader-elect': flag('bool', { field: 'leaderElection.leaderElect' }),
  'leader-elect-lease-duration': flag('duration', { field: 'leaderElection.leaseDuration' }),
  'leader-elect-renew-deadline': flag('duration', { field: 'leaderElection.renewDeadline' }),
  'leader-elect-resource-lock': flag('string', { field: 'leaderElection.resourceLock' }),
  'leader-elect-resource-name': flag('string', { field: 'leaderElection.resourceName' }),
  'leader-elect-resource-namespace': flag('string', { field: 'leaderElection.resourceNamespace' }),
  'leader-elect-retry-period': flag('duration', { field: 'leaderElection.retryPeriod' }),

  // gone
  address: flag('string', { until: '1.24', deprecated: '1.12', source: 'CHANGELOG-1.24' }),
  'algorithm-provider': flag('string', { until: '1.22', deprecated: '1.17', source: '#102239' }),
  'hard-pod-affinity-symmetric-weight': flag('int32', {
    until: '1.22',
    deprecated: '1.18',
    source: '#102805',
  }),
  'lock-object-name': flag('string', { until: '1.28', deprecated: '1.18', source: '#119130' }),
  'lock-object-namespace': flag('string', { until: '1.28', deprecated: '1.18', source: '#119130' }),
  'policy-config-file': flag('string', { until: '1.23', deprecated: '1.12', source: 'KEP-2901' }),
  'policy-configmap': flag('string', { until: '1.23', deprecated: '1.12', source: 'KEP-2901' }),
  'policy-configmap-namespace': flag('string', { until: '1.23', deprecated: '1.12', source: 'KEP-2901' }),
  port: flag('int', { until: '1.24', deprecated: '1.12', source: 'CHANGELOG-1.24' }),
  'scheduler-name': flag('string', { until: '1.22', deprecated: '1.18', source: '#102805' }),
  'use-legacy-policy-config': flag('bool', { until: '1.23', deprecated: '1.12', source: 'KEP-2901' }),
} satisfies Readonly<Record<string, Flag>>;

export type KubeSchedulerFlag = keyof typeof kubeSchedulerFlags;
