/** Names that kubeadm gives by release: kubernetes/kubernetes cmd/kubeadm/app/phases/certs/certlist.go and phases/kubeconfig. */
import type { Release } from './release.ts';
import { type Life, livesIn } from './schema.ts';

interface Organisations extends Life {
  readonly organizations: readonly string[];
}

const administrators: readonly Organisations[] = [
  { organizations: ['system:masters'], until: '1.29' },
  { organizations: ['kubeadm:cluster-admins'], since: '1.29', source: '#121305' },
];

const kubeletClients: readonly Organisations[] = [
  { organizations: ['system:masters'], until: '1.29' },
  { organizations: ['kubeadm:cluster-admins'], since: '1.29', until: '1.36', source: '#121837' },
  { organizations: [], since: '1.36', source: 'the ClusterRoleBinding kubeadm:apiserver-kubelet-client' },
];

const superAdmin: Life = { since: '1.29', source: '#121305' };

function pick(table: readonly Organisations[], release: Release): readonly string[] {
  return table.find((row) => livesIn(row, release))?.organizations ?? [];
}

/** Of admin.conf. */
export function administratorGroups(release: Release): readonly string[] {
  return pick(administrators, release);
}

/** Of the API server's client certificate towards kubelets. */
export function kubeletClientGroups(release: Release): readonly string[] {
  return pick(kubeletClients, release);
}

/** Whether there is a super-admin.conf beside an admin.conf of lesser rights. */
export function hasSuperAdmin(release: Release): boolean {
  return livesIn(superAdmin, release);
}

/** The taint and label of a control-plane node. `node-role.kubernetes.io/master` went in 1.24 (#107533, #109931). */
const roles: readonly (Life & { readonly name: string })[] = [
  { name: 'master', until: '1.24' },
  { name: 'control-plane', since: '1.20' },
];

/** Names below node-role.kubernetes.io/ of a control-plane node: both from 1.20 to 1.23. */
export function controlPlaneRoles(release: Release): readonly string[] {
  return roles.filter((row) => livesIn(row, release)).map(({ name }) => name);
}

/** What kubeadm taints a control-plane node with: the old name as long as there was one. */
export function controlPlaneTaint(release: Release): string {
  const [first = 'control-plane'] = controlPlaneRoles(release);
  return `node-role.kubernetes.io/${first}`;
}

const repositories: readonly (Life & { readonly host: string })[] = [
  { host: 'k8s.gcr.io', until: '1.25' },
  { host: 'registry.k8s.io', since: '1.25', source: '#109938' },
];

export function defaultImageRepository(release: Release): string {
  return repositories.find((row) => livesIn(row, release))?.host ?? 'registry.k8s.io';
}

const authenticationConfigs: readonly (Life & { readonly version: 'v1beta1' | 'v1' })[] = [
  // Anonymous requests on chosen paths alone: KEP-4633, on by default from 1.32.
  { version: 'v1beta1', since: '1.32', until: '1.34', source: 'KEP-4633, KEP-3331' },
  { version: 'v1', since: '1.34', source: 'KEP-3331: stable in 1.34' },
];

/** Of AuthenticationConfiguration in apiserver.config.k8s.io, where it can limit anonymous requests to paths. */
export function authenticationConfigVersion(release: Release): 'v1beta1' | 'v1' | undefined {
  return authenticationConfigs.find((row) => livesIn(row, release))?.version;
}

export interface ControlPlaneImages {
  /** Tag of the etcd image. */
  readonly etcd: string;
  /** Name below the repository, and tag. */
  readonly coreDNS: string;
  readonly pause: string;
}

/** cmd/kubeadm/app/constants: what kubeadm of that release pulls. */
const images: Readonly<Record<Release, ControlPlaneImages>> = {
  '1.37': { etcd: '3.7.0-0', coreDNS: 'coredns/coredns:v1.14.6', pause: '3.10.2' },
  '1.36': { etcd: '3.6.8-0', coreDNS: 'coredns/coredns:v1.14.2', pause: '3.10.2' },
  '1.35': { etcd: '3.6.6-0', coreDNS: 'coredns/coredns:v1.13.1', pause: '3.10.1' },
  '1.34': { etcd: '3.6.5-0', coreDNS: 'coredns/coredns:v1.12.1', pause: '3.10.1' },
  '1.33': { etcd: '3.5.24-0', coreDNS: 'coredns/coredns:v1.12.0', pause: '3.10' },
  '1.21': { etcd: '3.4.13-0', coreDNS: 'coredns/coredns:v1.8.0', pause: '3.4.1' },
  '1.20': { etcd: '3.4.13-0', coreDNS: 'coredns:1.7.0', pause: '3.2' },
  '1.19': { etcd: '3.4.13-0', coreDNS: 'coredns:1.7.0', pause: '3.2' },
};

export function controlPlaneImages(release: Release): ControlPlaneImages | undefined {
  return Object.hasOwn(images, release) ? images[release] : undefined;
}
