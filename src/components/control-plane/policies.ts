/** Files that kube-apiserver and kube-scheduler read besides credentials. */
import type { Cluster } from '../../cluster/cluster.ts';
import type { ControlPlane } from '../../cluster/control-plane.ts';
import { controlPlanePaths as paths } from '../../cluster/paths.ts';
import type { File, Origin } from '../../model/machine.ts';
import { toYaml } from '../../shared/emit.ts';
import { mergePatch } from '../../shared/merge-patch.ts';
import { type AuditPolicy, auditHeader } from '../../upstream/kube-apiserver/audit-policy.ts';
import { newestSchedulerApiVersion } from '../../upstream/kube-scheduler/configuration.ts';
import { authenticationConfigVersion } from '../../upstream/kubeadm.ts';
import { textFile } from '../parts.ts';

export function policyFiles(cluster: Cluster, plane: ControlPlane, origin: Origin): File[] {
  const { audit, scheduler } = plane.settings;
  const anonymous = authenticationConfigVersion(cluster.version.release);
  const policy = typeof audit === 'object' ? audit : metadataOfEverything;
  return [
    ...(audit === 'none'
      ? []
      : [textFile(paths.auditPolicy, toYaml({ ...auditHeader, ...policy }), origin, 0o600)]),
    ...(anonymous
      ? [textFile(paths.authenticationConfig, toYaml(anonymousProbes(anonymous)), origin, 0o600)]
      : []),
    ...(scheduler?.config
      ? [textFile(paths.schedulerConfig, schedulerConfiguration(cluster, scheduler.config), origin, 0o600)]
      : []),
  ];
}

/** Who did what to what, without contents; nothing of probes, events and leases, which would drown the rest. */
const metadataOfEverything: AuditPolicy = {
  omitStages: ['RequestReceived'],
  rules: [
    { level: 'None', nonResourceURLs: ['/healthz*', '/livez*', '/readyz*', '/version'] },
    {
      level: 'None',
      resources: [
        { group: '', resources: ['events'] },
        { group: 'events.k8s.io', resources: ['events'] },
      ],
    },
    {
      level: 'None',
      verbs: ['get', 'list', 'watch'],
      resources: [{ group: 'coordination.k8s.io', resources: ['leases'] }],
    },
    { level: 'Metadata' },
  ],
};

/** The kubelet probes without credentials; nothing else may be asked anonymously. */
function anonymousProbes(apiVersion: string): object {
  return {
    apiVersion,
    kind: 'AuthenticationConfiguration',
    anonymous: { enabled: true, conditions: ['/livez', '/readyz', '/healthz'].map((path) => ({ path })) },
  };
}

function schedulerConfiguration(cluster: Cluster, patch: object): string {
  const own = {
    clientConnection: { kubeconfig: paths.schedulerConf },
    leaderElection: { leaderElect: true },
    enableProfiling: false,
  };
  const header = {
    apiVersion: newestSchedulerApiVersion(cluster.version.release),
    kind: 'KubeSchedulerConfiguration',
  };
  return toYaml({ ...header, ...(mergePatch(own, patch as never) as object) });
}
