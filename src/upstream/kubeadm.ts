/** Names that kubeadm gives by release: kubernetes/kubernetes cmd/kubeadm/app/phases/certs/certlist.go and phases/kubeconfig. */
import {
  anonymousConditions,
  coreDnsImageOf,
  kubeadmImagesOf,
  kubeadmOrganisation,
  kubeadmOrganisations,
  newestConfigurationApi,
} from './control-plane.ts';
import type { Release, Version } from './release.ts';
import { type Life, livesIn } from './schema.ts';

/** Of admin.conf. */
export function administratorGroups(version: Version): readonly string[] {
  return groupsOf('admin.conf', version);
}

/** Of the API server's client certificate towards kubelets; none: RBAC names the user. */
export function kubeletClientGroups(version: Version): readonly string[] {
  return groupsOf('apiserver-kubelet-client', version);
}

/** Of those who ask etcd: the API server, and who looks whether it is well. etcd itself does not read them. */
export function etcdClientGroups(
  certificate: 'apiserver-etcd-client' | 'etcd/healthcheck-client',
  version: Version,
): readonly string[] {
  return groupsOf(certificate, version);
}

function groupsOf(certificate: keyof typeof kubeadmOrganisations, version: Version): readonly string[] {
  const organisation = kubeadmOrganisation(certificate, version);
  return organisation === undefined ? [] : [organisation];
}

/** Whether there is a super-admin.conf beside an admin.conf of lesser rights. */
export function hasSuperAdmin(release: Release): boolean {
  return kubeadmOrganisations['super-admin.conf'].some((row) => livesIn(row, release));
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

/** Of AuthenticationConfiguration, where it can limit anonymous requests to paths. */
export function authenticationConfigVersion(release: Release): string | undefined {
  return livesIn(anonymousConditions, release)
    ? newestConfigurationApi('AuthenticationConfiguration', release)
    : undefined;
}

export interface ControlPlaneImages {
  /** Tag of the etcd image. */
  readonly etcd: string;
  /** Name below the repository, and tag. */
  readonly coreDNS: string;
  readonly pause: string;
}

/** What kubeadm of that release pulls; undefined for one whose constants nobody has looked up. */
export function controlPlaneImages(release: Release): ControlPlaneImages | undefined {
  const images = kubeadmImagesOf(release);
  return images && { ...images, coreDNS: `${coreDnsImageOf(release)}:${images.coredns}` };
}
