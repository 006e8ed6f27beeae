/** Who may do what before anything else works: administrators, the API server towards kubelets. Names: kubeadm's. */
import type { Cluster } from '../cluster/cluster.ts';
import { administratorGroups } from '../upstream/kubeadm.ts';
import { bindGroup, bindUser } from './bindings.ts';
import type { ClusterRoleBinding } from './objects.ts';

/** A cluster is born with a binding for system:masters; any other group of administrators needs one. */
export function accessObjects(cluster: Cluster): ClusterRoleBinding[] {
  const groups = administratorGroups(cluster.version).filter((group) => group !== 'system:masters');
  return [
    ...groups.map((group) => bindGroup(group, 'cluster-admin', group)),
    bindUser('kubeadm:apiserver-kubelet-client', 'system:kubelet-api-admin', 'kube-apiserver-kubelet-client'),
    ...kubeletAdmin(cluster),
  ];
}

/** For an API server whose certificate towards kubelets has a name of the profile's. */
export function kubeletAdmin(cluster: Cluster): ClusterRoleBinding[] {
  const admin = cluster.profile.manifests?.kubeletAdmin;
  return admin ? [bindUser(admin.bindingName, 'system:kubelet-api-admin', admin.user)] : [];
}
