/** Kernel parameters that a node needs: of its pod network, and of a kubelet that finds them or refuses to start. */
import { protectedSysctls } from '../upstream/kubelet/hardening.ts';
import { nodeSysctls, type WantedSysctl } from '../upstream/sysctls.ts';
import type { Cluster, Node } from './cluster.ts';

export function wantedSysctls(cluster: Cluster, node: Node): Readonly<Record<string, WantedSysctl>> {
  return {
    ...nodeSysctls(cluster.podSubnets.map((subnet) => subnet.family)),
    ...(protectsKernelDefaults(cluster, node) && protectedSysctls()),
  };
}

/** By default where the control plane is ours; the profile's patch may say otherwise, by `null` as well. */
export function protectsKernelDefaults(cluster: Cluster, node: Node): boolean {
  const given = node.settings.kubelet?.config?.['protectKernelDefaults'];
  if (given === undefined) return cluster.controlPlane !== undefined && node.role !== 'etcd';
  return given === true;
}
