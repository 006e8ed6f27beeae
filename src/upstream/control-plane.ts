/**
 * What kubeadm's control plane is made of, by Kubernetes release (1.19 to 1.37): APIs of its files, subjects of its
 * certificates, probes, images. What it passes to each program stands in kubeadm-arguments.ts.
 * `#N` is a pull request of kubernetes/kubernetes. A row without `since` exists in 1.19.
 */
import { compareReleases, type Release, type Version } from './release.ts';
import { type Life, livesIn } from './schema.ts';

/** By kind of file, from the oldest to the newest version of its API. */
export const configurationApis = {
  AuthenticationConfiguration: {
    'apiserver.config.k8s.io/v1alpha1': { since: '1.29', source: 'KEP-3331' },
    'apiserver.config.k8s.io/v1beta1': { since: '1.30', source: 'KEP-3331' },
    'apiserver.config.k8s.io/v1': { since: '1.34', source: 'KEP-3331' },
  },
  AuthorizationConfiguration: {
    'apiserver.config.k8s.io/v1alpha1': { since: '1.29', source: 'KEP-3221' },
    'apiserver.config.k8s.io/v1beta1': { since: '1.30', source: 'KEP-3221' },
    'apiserver.config.k8s.io/v1': { since: '1.32', source: 'KEP-3221' },
  },
  EncryptionConfiguration: { 'apiserver.config.k8s.io/v1': { since: '1.13', source: 'CHANGELOG-1.13' } },
  /** The audit policy. */
  Policy: { 'audit.k8s.io/v1': { since: '1.12', source: 'CHANGELOG-1.12' } },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Life>>>>;

/** What a file of that kind says as `apiVersion`; undefined when the release does not know the kind. */
export function newestConfigurationApi(
  kind: keyof typeof configurationApis,
  release: Release,
): string | undefined {
  const versions: readonly (readonly [string, Life])[] = Object.entries(configurationApis[kind]);
  return versions.findLast(([, life]) => livesIn(life, release))?.[0];
}

/**
 * `anonymous` of AuthenticationConfiguration, with conditions on the path: behind the gate
 * AnonymousAuthConfigurableEndpoints, which is on by default from 1.32.
 */
export const anonymousConditions = {
  since: '1.32',
  gated: '1.31',
  source: 'KEP-4633',
} as const satisfies Life & { readonly gated: Release };

/** Subject organisations: the groups Kubernetes sees. None means that RBAC names the user instead. */
export interface Organisation extends Life {
  readonly organisation?: string;
  /** Older releases that got this row late: from this patch on. */
  readonly backported?: Readonly<Record<Release, number>>;
}

/** From here on the API server's kubelet client has no group, and a binding names its user. Cherry-picked in May 2026. */
const kubeletClientByUser = {
  since: '1.37',
  backported: { '1.33': 12, '1.34': 8, '1.35': 5, '1.36': 1 },
  source: '#138957, #138964, #138960, #138959, #138958',
} as const satisfies Organisation;

/** By certificate, from the oldest to the newest rule. */
export const kubeadmOrganisations = {
  'admin.conf': [
    { organisation: 'system:masters', until: '1.29' },
    { organisation: 'kubeadm:cluster-admins', since: '1.29', source: 'KEP-4214' },
  ],
  'super-admin.conf': [{ organisation: 'system:masters', since: '1.29', source: 'KEP-4214' }],
  'apiserver-kubelet-client': [
    { organisation: 'system:masters', until: '1.29' },
    { organisation: 'kubeadm:cluster-admins', since: '1.29', until: '1.37', source: '#121837' },
    kubeletClientByUser,
  ],
  'apiserver-etcd-client': [
    { organisation: 'system:masters', until: '1.29' },
    { since: '1.29', source: '#120521' },
  ],
  'etcd/healthcheck-client': [
    { organisation: 'system:masters', until: '1.29' },
    { since: '1.29', source: '#119859' },
  ],
} as const satisfies Readonly<Record<string, readonly Organisation[]>>;

/** The organisation in that certificate, if it has one. */
export function kubeadmOrganisation(
  certificate: keyof typeof kubeadmOrganisations,
  version: Version,
): string | undefined {
  const rows: readonly Organisation[] = kubeadmOrganisations[certificate];
  return rows.findLast((row) => applies(row, version))?.organisation;
}

function applies(row: Pick<Organisation, 'since' | 'until' | 'backported'>, version: Version): boolean {
  const patch = row.backported?.[version.release];
  return livesIn(row, version.release) || (patch !== undefined && version.patch >= patch);
}

/** The ClusterRoleBindings kubeadm adds for those subjects. */
const bindings = {
  'kubeadm:cluster-admins': {
    role: 'cluster-admin',
    subject: { kind: 'Group', name: 'kubeadm:cluster-admins' },
    since: '1.29',
    source: 'KEP-4214',
  },
  'kubeadm:apiserver-kubelet-client': {
    role: 'system:kubelet-api-admin',
    subject: { kind: 'User', name: 'kube-apiserver-kubelet-client' },
    ...kubeletClientByUser,
  },
} as const;

export interface KubeadmBinding {
  readonly name: keyof typeof bindings;
  readonly role: string;
  readonly subject: { readonly kind: 'Group' | 'User'; readonly name: string };
}

export function kubeadmBindingsOf(version: Version): readonly KubeadmBinding[] {
  const names = Object.keys(bindings) as (keyof typeof bindings)[];
  return names
    .filter((name) => applies(bindings[name], version))
    .map((name) => ({ name, role: bindings[name].role, subject: bindings[name].subject }));
}

export type ControlPlaneComponent = 'etcd' | 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler';

export interface Probes extends Life {
  readonly scheme: 'HTTP' | 'HTTPS';
  readonly port: number;
  readonly liveness: string;
  readonly readiness?: string;
  readonly startup: string;
}

const api: Probes = {
  scheme: 'HTTPS',
  port: 6443,
  liveness: '/livez',
  readiness: '/readyz',
  startup: '/livez',
};
const controllerManager: Probes = {
  scheme: 'HTTPS',
  port: 10257,
  liveness: '/healthz',
  startup: '/healthz',
};
const scheduler: Probes = { scheme: 'HTTPS', port: 10259, liveness: '/healthz', startup: '/healthz' };
/** etcd answers on its metrics address without TLS. */
const etcd: Probes = { scheme: 'HTTP', port: 2381, liveness: '/health', startup: '/health' };

/** Paths kubeadm's manifests probe. The API server's port is the endpoint's own. */
export const kubeadmProbes: Readonly<Record<ControlPlaneComponent, readonly Probes[]>> = {
  'kube-apiserver': [{ ...api, source: '#90970' }],
  'kube-controller-manager': [controllerManager],
  'kube-scheduler': [
    { ...scheduler, until: '1.32' },
    {
      ...scheduler,
      liveness: '/livez',
      readiness: '/readyz',
      startup: '/livez',
      since: '1.32',
      source: '#126945',
    },
  ],
  etcd: [
    { ...etcd, until: '1.25' },
    {
      ...etcd,
      liveness: '/health?exclude=NOSPACE&serializable=true',
      startup: '/health?serializable=false',
      since: '1.25',
      until: '1.31',
      source: '#110072',
    },
    // Needs etcd 3.5.11 or later.
    {
      ...etcd,
      liveness: '/livez',
      readiness: '/readyz',
      startup: '/readyz',
      since: '1.31',
      source: '#124465',
    },
  ],
};

export function probesOf(component: ControlPlaneComponent, release: Release): Probes | undefined {
  return kubeadmProbes[component].find((row) => livesIn(row, release));
}

/** Seconds and counts, the same for all components: cmd/kubeadm/app/util/staticpod/utils.go. */
export const kubeadmProbeTimes = {
  liveness: { initialDelaySeconds: 10, timeoutSeconds: 15, periodSeconds: 10, failureThreshold: 8 },
  readiness: { timeoutSeconds: 15, periodSeconds: 1, failureThreshold: 3 },
  startup: { initialDelaySeconds: 10, timeoutSeconds: 15, periodSeconds: 10, failureThreshold: 24 },
} as const;

/** What all of kubeadm's static pods have in common. `component` is the other label. */
export const staticPod = {
  namespace: 'kube-system',
  labels: { tier: 'control-plane' },
  hostNetwork: true,
  priorityClassName: 'system-node-critical',
  /** That class's value: nothing fills it in before there is an API server. */
  priority: 2000001000,
  seccompProfile: { type: 'RuntimeDefault', since: '1.22', source: '#100234' },
  fileMode: 0o600,
} as const;

/** Requests in kubeadm's manifests. */
export const staticPodRequests = {
  etcd: { cpu: '100m', memory: '100Mi' },
  'kube-apiserver': { cpu: '250m' },
  'kube-controller-manager': { cpu: '200m' },
  'kube-scheduler': { cpu: '100m' },
} as const satisfies Readonly<Record<ControlPlaneComponent, Readonly<Record<string, string>>>>;

export interface KubeadmImages {
  readonly etcd: string;
  readonly coredns: string;
  readonly pause: string;
}

/** Tags by release, as kubeadm's constants had them at a late patch: only releases whose constants were seen. */
const kubeadmImages: Readonly<Record<Release, KubeadmImages>> = {
  '1.37': { etcd: '3.7.0-0', coredns: 'v1.14.6', pause: '3.10.2' },
  '1.36': { etcd: '3.6.8-0', coredns: 'v1.14.2', pause: '3.10.2' },
  '1.35': { etcd: '3.6.6-0', coredns: 'v1.13.1', pause: '3.10.1' },
  '1.34': { etcd: '3.6.5-0', coredns: 'v1.12.1', pause: '3.10.1' },
  '1.33': { etcd: '3.5.24-0', coredns: 'v1.12.0', pause: '3.10' },
  '1.21': { etcd: '3.4.13-0', coredns: 'v1.8.0', pause: '3.4.1' },
  '1.20': { etcd: '3.4.13-0', coredns: '1.7.0', pause: '3.2' },
  '1.19': { etcd: '3.4.13-0', coredns: '1.7.0', pause: '3.2' },
};

export function kubeadmImagesOf(release: Release): KubeadmImages | undefined {
  return kubeadmImages[release];
}

/** kubeadm's default; late patches of 1.22 to 1.24 had the new one already. */
export function imageRepositoryOf(release: Release): string {
  return compareReleases(release, '1.25') < 0 ? 'k8s.gcr.io' : 'registry.k8s.io';
}

/** CoreDNS below the default repository: it got a path of its own in 1.21. Below another repository it stays `coredns`. */
export function coreDnsImageOf(release: Release): string {
  return compareReleases(release, '1.21') < 0 ? 'coredns' : 'coredns/coredns';
}
