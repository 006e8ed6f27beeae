/** What a node's object should say that its kubelet may not, or cannot, say itself. */
import type { Cluster, Node } from '../cluster/cluster.ts';
import { controlPlaneRoles, controlPlaneTaint } from '../upstream/kubeadm.ts';
import { labelsRefusedToKubelets } from '../upstream/node-labels.ts';
import { loadBalancerExclusion } from '../upstream/node-roles.ts';

export interface NodeState {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** KEY:EFFECT. */
  readonly taints: readonly string[];
  /** Taints that it must not have. */
  readonly untainted: readonly string[];
  /** Set once: the API server never lets them change. */
  readonly podCIDRs: readonly string[];
}

/** In the profile's order; nodes of which there is nothing to say are left out, as are those whose names nobody knows yet. */
export function nodeStates(cluster: Cluster): NodeState[] {
  return cluster.nodes
    .filter((node) => node.role !== 'etcd' && !node.dynamic)
    .map((node) => nodeState(cluster, node))
    .filter(
      ({ labels, taints, untainted, podCIDRs }) =>
        Object.keys(labels).length + taints.length + untainted.length + podCIDRs.length > 0,
    );
}

/** The profile's own taints are the kubelet's: some are meant to be taken away by whoever makes a node ready. */
function nodeState(cluster: Cluster, node: Node): NodeState {
  const isServer = node.role === 'control-plane';
  const schedulable = cluster.controlPlane?.settings.schedulable ?? false;
  const taint = `${controlPlaneTaint(cluster.version.release)}:NoSchedule`;
  const isBridge = (node.settings.podNetwork?.type ?? 'bridge') === 'bridge';
  const own = (node.settings.taints ?? []).map((one) => one.replace(/=[^:]*/, ''));
  return {
    name: node.name,
    labels: { ...refusedLabels(cluster, node), ...(isServer && roleLabels(cluster, schedulable)) },
    taints: isServer && !schedulable ? [taint] : [],
    untainted: isServer && schedulable && !own.includes(taint) ? [taint] : [],
    podCIDRs: isBridge ? node.podCIDRs : [],
  };
}

function refusedLabels(cluster: Cluster, node: Node): Record<string, string> {
  return Object.fromEntries(
    Object.entries(node.settings.labels ?? {}).filter(([key]) =>
      labelsRefusedToKubelets(key, cluster.version.release),
    ),
  );
}

function roleLabels(cluster: Cluster, schedulable: boolean): Record<string, string> {
  const { release } = cluster.version;
  const exclusion = schedulable ? undefined : loadBalancerExclusion(release);
  const keys = [
    ...controlPlaneRoles(release).map((role) => `node-role.kubernetes.io/${role}`),
    ...(exclusion ? [exclusion] : []),
  ];
  return Object.fromEntries(keys.map((key) => [key, '']));
}
