/** kube-proxy: who runs it on a node, and the configuration that it has as a unit and as a DaemonSet alike. */
import type { Settings } from '../profile/schema/profile.ts';
import { formatCidr } from '../shared/address.ts';
import { mergePatch } from '../shared/merge-patch.ts';
import type { KubeProxyConfiguration } from '../upstream/kube-proxy/configuration.ts';
import { type ProxyMode, proxyModes } from '../upstream/kube-proxy/modes.ts';
import { type JsonObject, livesIn } from '../upstream/schema.ts';
import type { Cluster, Node } from './cluster.ts';

/** A control plane of ours runs it as a DaemonSet; whose it is elsewhere is not ours to say. */
export function kubeProxyRun(cluster: Cluster, node: Node): 'unit' | 'daemonset' | 'none' {
  if (node.role === 'etcd') return 'none';
  return node.settings.kubeProxy?.run ?? (cluster.controlPlane ? 'daemonset' : 'none');
}

const header = { apiVersion: 'kubeproxy.config.k8s.io/v1alpha1', kind: 'KubeProxyConfiguration' };

/** nodeseed's settings with the profile's patch applied to them, ready to be written. */
export function kubeProxyConfiguration(
  cluster: Cluster,
  settings: Settings['kubeProxy'],
  given: { readonly kubeconfig: string; readonly hostnameOverride?: string },
): JsonObject {
  const mode = settings?.mode ?? 'iptables';
  const own: KubeProxyConfiguration = {
    clientConnection: { kubeconfig: given.kubeconfig },
    clusterCIDR: cluster.podSubnets.map(formatCidr).join(','),
    ...(given.hostnameOverride !== undefined && { hostnameOverride: given.hostnameOverride }),
    mode,
    ...featureGate(cluster, mode),
  };
  const patched = mergePatch(own as JsonObject, settings?.config ?? {}) as JsonObject;
  return { ...header, ...patched };
}

/** A mode that is still behind a gate in that release. */
function featureGate(
  cluster: Cluster,
  mode: keyof typeof proxyModes,
): Pick<KubeProxyConfiguration, 'featureGates'> {
  const { gate }: ProxyMode = proxyModes[mode];
  return gate && livesIn(gate, cluster.version.release) ? { featureGates: { [gate.name]: true } } : {};
}
