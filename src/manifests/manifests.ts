/** What is to be applied to the API of the (external) control plane, as typed objects. */
import type { Cluster } from '../cluster/cluster.ts';
import { publicContent } from '../model/content.ts';
import type { OutputFile } from '../model/output.ts';
import { toYaml } from '../shared/emit.ts';

/** rbac.authorization.k8s.io/v1, as far as it is used. */
interface ClusterRoleBinding {
  readonly apiVersion: 'rbac.authorization.k8s.io/v1';
  readonly kind: 'ClusterRoleBinding';
  readonly metadata: { readonly name: string };
  readonly roleRef: {
    readonly apiGroup: 'rbac.authorization.k8s.io';
    readonly kind: 'ClusterRole';
    readonly name: string;
  };
  readonly subjects: readonly {
    readonly apiGroup: 'rbac.authorization.k8s.io';
    readonly kind: 'User' | 'Group';
    readonly name: string;
  }[];
}

function binding(name: string, role: string, kind: 'User' | 'Group', subject: string): ClusterRoleBinding {
  const apiGroup = 'rbac.authorization.k8s.io';
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup, kind: 'ClusterRole', name: role },
    subjects: [{ apiGroup, kind, name: subject }],
  };
}

/** kubernetes.io, "TLS bootstrapping": tokens may ask, their first and every later request is approved. Names: kubeadm's. */
const bootstrapBindings = [
  binding('kubeadm:kubelet-bootstrap', 'system:node-bootstrapper', 'Group', 'system:bootstrappers'),
  binding(
    'kubeadm:node-autoapprove-bootstrap',
    'system:certificates.k8s.io:certificatesigningrequests:nodeclient',
    'Group',
    'system:bootstrappers',
  ),
  binding(
    'kubeadm:node-autoapprove-certificate-rotation',
    'system:certificates.k8s.io:certificatesigningrequests:selfnodeclient',
    'Group',
    'system:nodes',
  ),
];

export function manifestFiles(cluster: Cluster): OutputFile[] {
  const admin = cluster.profile.manifests?.kubeletAdmin;
  const bootstraps = cluster.nodes.some((node) => node.settings.kubelet?.clientCertificate === 'bootstrap');
  const objects = [
    ...(admin ? [binding(admin.bindingName, 'system:kubelet-api-admin', 'User', admin.user)] : []),
    ...(bootstraps ? bootstrapBindings : []),
  ];
  return objects.map((object) => ({
    path: `manifests/${fileName(object.metadata.name)}.yaml`,
    content: publicContent(toYaml(object)),
  }));
}

function fileName(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9.-]+/g, '-');
}
