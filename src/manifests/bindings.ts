/** Short ways to bind roles. */
import type { ClusterRoleBinding, Subject } from './objects.ts';

const apiGroup = 'rbac.authorization.k8s.io';

export function bindUser(name: string, role: string, user: string): ClusterRoleBinding {
  return bind(name, role, { apiGroup, kind: 'User', name: user });
}

export function bindGroup(name: string, role: string, group: string): ClusterRoleBinding {
  return bind(name, role, { apiGroup, kind: 'Group', name: group });
}

/** Of kube-system. */
export function bindServiceAccount(name: string, role: string, account: string): ClusterRoleBinding {
  return bind(name, role, { kind: 'ServiceAccount', name: account, namespace: 'kube-system' });
}

function bind(name: string, role: string, subject: Subject): ClusterRoleBinding {
  return {
    apiVersion: `${apiGroup}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup, kind: 'ClusterRole', name: role },
    subjects: [subject],
  };
}
