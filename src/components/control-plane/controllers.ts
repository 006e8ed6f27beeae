/** kube-controller-manager's and kube-scheduler's command lines. */
import type { Cluster } from '../../cluster/cluster.ts';
import type { ControlPlane } from '../../cluster/control-plane.ts';
import { controlPlanePaths as paths } from '../../cluster/paths.ts';
import { formatCidr } from '../../shared/address.ts';

export function controllerManagerFlags(cluster: Cluster): Record<string, string> {
  const config = paths.controllerManagerConf;
  return {
    ...nodeCidrs(cluster),
    'authentication-kubeconfig': config,
    'authorization-kubeconfig': config,
    'bind-address': '127.0.0.1',
    'client-ca-file': paths.ca.certificate,
    'cluster-cidr': cluster.podSubnets.map(formatCidr).join(','),
    'cluster-name': cluster.name,
    'cluster-signing-cert-file': paths.ca.certificate,
    'cluster-signing-key-file': paths.ca.key,
    controllers: '*,bootstrapsigner,tokencleaner',
    kubeconfig: config,
    'leader-elect': 'true',
    port: '0',
    profiling: 'false',
    'requestheader-client-ca-file': paths.frontProxyCa.certificate,
    'root-ca-file': paths.ca.certificate,
    'service-account-private-key-file': paths.serviceAccount.key,
    'service-cluster-ip-range': cluster.serviceSubnets.map(formatCidr).join(','),
    'use-service-account-credentials': 'true',
  };
}

/**
 * Pod networks that are in the profile are set by the reconciler; others are handed out here. Flannel and Cilium's IPAM mode
 * `kubernetes` wait for them (flannel, Documentation/kubernetes.md; docs.cilium.io, "Kubernetes Host Scope"), Calico and
 * Cilium by default do without.
 */
function nodeCidrs(cluster: Cluster): Record<string, string> {
  if (usesBridge(cluster)) return { 'allocate-node-cidrs': 'false' };
  const { ipv4, ipv6 } = cluster.profile.networking?.podCIDRPrefixes ?? {};
  const sizes = cluster.podSubnets.flatMap(({ family }) => {
    const size = family === 4 ? ipv4 : ipv6;
    // The flags by family are for clusters of both: cmd/kube-controller-manager/app/core.go, setNodeCIDRMaskSizes.
    const flag = cluster.podSubnets.length > 1 ? `node-cidr-mask-size-ipv${family}` : 'node-cidr-mask-size';
    return size === undefined ? [] : [[flag, String(size)]];
  });
  return { 'allocate-node-cidrs': 'true', ...Object.fromEntries(sizes) };
}

/** Whether the nodes' pod networks are given by the profile. */
function usesBridge(cluster: Cluster): boolean {
  return cluster.nodes.some(
    (node) => node.role !== 'etcd' && (node.settings.podNetwork?.type ?? 'bridge') === 'bridge',
  );
}

export function schedulerFlags(plane: ControlPlane): Record<string, string> {
  const config = paths.schedulerConf;
  return {
    'authentication-kubeconfig': config,
    'authorization-kubeconfig': config,
    'bind-address': '127.0.0.1',
    ...(plane.settings.scheduler?.config
      ? { config: paths.schedulerConfig }
      : { kubeconfig: config, 'leader-elect': 'true', profiling: 'false' }),
    port: '0',
  };
}
