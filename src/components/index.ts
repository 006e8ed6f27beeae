/** Every component, in the order in which programs are placed and faults are reported. */
import type { Cluster, Node } from '../cluster/cluster.ts';
import type { NodeCredentials } from '../credentials/node.ts';
import { apply } from './apply.ts';
import { cni } from './cni.ts';
import { containerd } from './containerd.ts';
import type { Contribution } from './contribution.ts';
import { controlPlane } from './control-plane.ts';
import { docker } from './docker.ts';
import { endpoint } from './endpoint.ts';
import { etcdJoin } from './etcd-join.ts';
import { host } from './host.ts';
import { images } from './images.ts';
import { kubeProxy } from './kube-proxy.ts';
import { kubelet } from './kubelet.ts';
import { placements } from './placements.ts';
import { podNetwork } from './pod-network.ts';

const onEveryKubelet = [containerd, images, docker, cni, podNetwork, kubelet, kubeProxy, endpoint];
const byRole = {
  worker: [...onEveryKubelet, placements, host],
  'control-plane': [...onEveryKubelet, controlPlane, etcdJoin, apply, placements, host],
  etcd: [controlPlane, etcdJoin, placements, host],
} as const;

export function contributionsOf(cluster: Cluster, node: Node, credentials: NodeCredentials): Contribution[] {
  return byRole[node.role].map((component) => component(cluster, node, credentials));
}
