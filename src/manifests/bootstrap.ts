/** kubernetes.io, "TLS bootstrapping": tokens may ask, their first and every later request is approved. Names: kubeadm's. */
import type { Cluster } from '../cluster/cluster.ts';
import { tokenGroup } from '../credentials/bootstrap-tokens.ts';
import { bindGroup } from './bindings.ts';
import type { ClusterRoleBinding } from './objects.ts';

/** Every token's, whoever made it: an external control plane's tokens are not ours to put into groups. */
const everyToken = 'system:bootstrappers';

export function joinsByToken(cluster: Cluster): boolean {
  return cluster.nodes.some((node) => node.settings.kubelet?.clientCertificate === 'bootstrap');
}

/** For a control plane that is somewhere else. */
export function externalBootstrapObjects(cluster: Cluster): ClusterRoleBinding[] {
  return joinsByToken(cluster) ? [...tokenBindings(everyToken), rotation] : [];
}

/** For ours: a kubelet with a ready-made certificate rotates it as well. */
export function bootstrapObjects(cluster: Cluster, hasTokens: boolean): ClusterRoleBinding[] {
  return [...(hasTokens || joinsByToken(cluster) ? tokenBindings(tokenGroup) : []), rotation];
}

function tokenBindings(group: string): ClusterRoleBinding[] {
  return [
    bindGroup('kubeadm:kubelet-bootstrap', 'system:node-bootstrapper', group),
    bindGroup(
      'kubeadm:node-autoapprove-bootstrap',
      'system:certificates.k8s.io:certificatesigningrequests:nodeclient',
      group,
    ),
  ];
}

const rotation = bindGroup(
  'kubeadm:node-autoapprove-certificate-rotation',
  'system:certificates.k8s.io:certificatesigningrequests:selfnodeclient',
  'system:nodes',
);
