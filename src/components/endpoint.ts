/** How the API is reached when no single machine is it: a virtual address, or a proxy on every node. An external one is the user's. */
import type { Cluster, Node } from '../cluster/cluster.ts';
import { endpointImage } from '../cluster/images.ts';
import { controlPlanePaths as paths } from '../cluster/paths.ts';
import type { NodeCredentials } from '../credentials/node.ts';
import type { Origin } from '../model/machine.ts';
import type { Contribution } from './contribution.ts';
import { kubeVipPod } from './endpoint/kube-vip.ts';
import { localProxy } from './endpoint/local-proxy.ts';
import { textFile } from './parts.ts';

export function endpoint(cluster: Cluster, node: Node, credentials: NodeCredentials): Contribution {
  const settings = cluster.controlPlane?.settings.endpoint;
  const origin: Origin = { component: 'endpoint', path: ['controlPlane', 'endpoint'] };
  const image = endpointImage(cluster, node);
  if (settings?.type === 'kube-vip' && image !== undefined) {
    const text = kubeVipPod(cluster, node, credentials, { ...settings, image });
    return { files: [textFile(`${paths.manifests}/kube-vip.yaml`, text, origin, 0o600)] };
  }
  // Control-plane nodes have one too: what runs in pods on every node has one configuration for all of them.
  if (settings?.type === 'local-proxy')
    return localProxy(cluster, node, credentials, { ...settings, image }, origin);
  return {};
}
