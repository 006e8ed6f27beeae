/** What a control-plane node is granted: kubeadm's certificates and kubeconfigs, and the keys of authorities, which go nowhere else. */
import type { Cluster, Node } from '../cluster/cluster.ts';
import { controlPlanePaths as paths } from '../cluster/paths.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { etcdCertificates, issued, serverCertificates } from './control-plane/certificates.ts';
import type { CredentialFile } from './control-plane/file.ts';
import { authority, encryption, serviceAccount } from './control-plane/keys.ts';
import { kubeconfigs } from './control-plane/kubeconfigs.ts';
import { kubeletAuthority } from './identities.ts';
import type { Issue } from './issue.ts';

/** Everything below /etc/kubernetes that kubeadm would have made on this node; etcd's part alone on a node of that role. */
export function controlPlaneCredentials(
  cluster: Cluster,
  secrets: Secrets,
  issue: Issue,
  node: Node,
): CredentialFile[] {
  const plane = cluster.controlPlane;
  if (!plane || node.role === 'worker') return [];
  const isServer = node.role === 'control-plane';
  const isMember = plane.etcd.some((member) => member.node.name === node.name);
  return [
    ...(isServer ? serverFiles(cluster, secrets, issue, node) : []),
    ...(isMember ? issued(etcdCertificates(cluster, node), cluster, secrets, issue, node) : []),
    ...authority('etcd', paths.etcdCa, secrets, isServer && isMember),
  ];
}

function serverFiles(cluster: Cluster, secrets: Secrets, issue: Issue, node: Node): CredentialFile[] {
  const ofKubelets = kubeletAuthority(cluster) === 'kubelet';
  return [
    ...authority('cluster', paths.ca, secrets, true),
    ...(ofKubelets ? authority('kubelet', paths.kubeletCa, secrets, true) : []),
    ...authority('front-proxy', paths.frontProxyCa, secrets, true),
    ...serviceAccount(secrets),
    ...encryption(cluster, secrets),
    ...issued(serverCertificates(cluster, node), cluster, secrets, issue, node),
    ...kubeconfigs(cluster, secrets, issue, node),
  ];
}
