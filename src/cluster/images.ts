/** The container images of a cluster: what each is called, which a node needs before it has seen a registry. */
import { loadAll } from 'js-yaml';
import { Bug, type Path } from '../shared/fault.ts';
import { fullImageName } from '../shared/image-name.ts';
import { imageRepositoryOf } from '../upstream/control-plane.ts';
import { kubeVipImage, proxies } from '../upstream/endpoint.ts';
import { controlPlaneImages } from '../upstream/kubeadm.ts';
import { companionsOf } from '../upstream/kubernetes.ts';
import type { Cluster, ControlPlane, Node } from './cluster.ts';
import { kubeProxyRun } from './kube-proxy.ts';
import { runtimeType } from './runtime.ts';

export function imageRepository(cluster: Cluster): string {
  return cluster.controlPlane?.settings.imageRepository ?? imageRepositoryOf(cluster.version.release);
}

/** As kubeadm names it: below a folder of its own upstream, directly in a repository of the user's. */
export function coreDNSImage(cluster: Cluster): string {
  const settings = cluster.profile.addons?.coreDNS;
  if (typeof settings === 'object' && settings.image !== undefined) return settings.image;
  const { release } = cluster.version;
  const image = controlPlaneImages(release)?.coreDNS;
  if (image === undefined)
    throw new Bug(`no CoreDNS image is known for Kubernetes ${release}, and no relation has said so`);
  const repository = imageRepository(cluster);
  const isUpstream = repository === imageRepositoryOf(release);
  return `${repository}/${isUpstream ? image : image.slice(image.lastIndexOf('/') + 1)}`;
}

export function kubeProxyImage(cluster: Cluster): string {
  return (
    cluster.profile.kubeProxy?.image ?? `${imageRepository(cluster)}/kube-proxy:v${cluster.version.text}`
  );
}

const settingOf = {
  etcd: 'etcd',
  'kube-apiserver': 'apiServer',
  'kube-controller-manager': 'controllerManager',
  'kube-scheduler': 'scheduler',
} as const;

const servers = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const;

/** Of a static pod. */
export function controlPlaneImage(cluster: Cluster, program: 'etcd' | (typeof servers)[number]): string {
  const { release, text } = cluster.version;
  const own = cluster.controlPlane?.settings[settingOf[program]]?.image;
  if (own !== undefined) return own;
  const repository = imageRepository(cluster);
  if (program !== 'etcd') return `${repository}/${program}:v${text}`;
  const version = cluster.controlPlane?.settings.etcd?.version?.replace(/^v/, '');
  const tag = version ?? controlPlaneImages(release)?.etcd;
  if (tag === undefined)
    throw new Bug(`no etcd image is known for Kubernetes ${release}, and no relation has said so`);
  return `${repository}/etcd:${tag}`;
}

/** Of the pod that stands in front of the API, where one does on that node. */
export function endpointImage(cluster: Cluster, node: Node): string | undefined {
  const endpoint = cluster.controlPlane?.settings.endpoint;
  if (endpoint?.type === 'kube-vip' && node.role === 'control-plane') return endpoint.image ?? kubeVipImage;
  if (endpoint?.type !== 'local-proxy' || node.role === 'etcd') return undefined;
  const proxy = proxies[endpoint.program ?? 'haproxy'];
  const { packageManager } = node.system;
  const asPackage = packageManager !== undefined && proxy.packages[packageManager] !== undefined;
  return asPackage ? undefined : (endpoint.image ?? proxy.image);
}

/** Of the container that holds a pod's namespaces. Undefined: the runtime's own default, whichever that is. */
export function sandboxImage(cluster: Cluster, node: Node): string | undefined {
  return node.settings.containerRuntime?.sandboxImage ?? companionsOf(cluster.version.release).sandboxImage;
}

export interface NeededImage {
  /** In full, as containerd knows it. */
  readonly image: string;
  readonly purpose: string;
}

/**
 * Every image that pods of the cluster's own may need on a node: static pods, what is applied by the control plane of ours,
 * what the profile's own manifests name. Sorted; none twice.
 */
export function neededImages(cluster: Cluster, node: Node): NeededImage[] {
  if (node.role === 'etcd') return [];
  const plane = cluster.controlPlane;
  const found: [purpose: string, image: string | undefined][] = [
    ['every pod', sandboxImage(cluster, node)],
    ['the endpoint', endpointImage(cluster, node)],
    ...(plane ? ofControlPlane(cluster, plane, node) : []),
    ['kube-proxy', kubeProxyRun(cluster, node) === 'daemonset' ? kubeProxyImage(cluster) : undefined],
    ...ofOwnManifests(cluster),
  ];
  const byImage = new Map<string, NeededImage>();
  for (const [purpose, name] of found) {
    const image = name === undefined ? undefined : fullImageName(name);
    if (image !== undefined && !byImage.has(image)) byImage.set(image, { image, purpose });
  }
  return [...byImage.values()].sort((a, b) => (a.image < b.image ? -1 : 1));
}

function ofControlPlane(cluster: Cluster, plane: ControlPlane, node: Node): [string, string][] {
  const asPods = plane.run === 'static-pods' && node.role === 'control-plane';
  const isMember = plane.etcd.some((member) => member.node.name === node.name);
  const programs = asPods ? [...(isMember ? (['etcd'] as const) : []), ...servers] : [];
  return [
    ...programs.map((program): [string, string] => [program, controlPlaneImage(cluster, program)]),
    ...(cluster.profile.addons?.coreDNS === 'none'
      ? []
      : [['CoreDNS', coreDNSImage(cluster)] satisfies [string, string]]),
  ];
}

/** Those that are fetched cannot be looked into. */
function ofOwnManifests(cluster: Cluster): [string, string][] {
  return (cluster.profile.manifests?.own ?? []).flatMap((own) =>
    'contents' in own ? imagesIn(own.contents).map((image): [string, string] => [own.name, image]) : [],
  );
}

/** What is no YAML is the API's to complain of. */
function imagesIn(text: string): string[] {
  try {
    return loadAll(text).flatMap(containerImages);
  } catch {
    return [];
  }
}

/** Of every list of containers, however deep: pods stand in objects of many kinds. */
function containerImages(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(containerImages);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    /^(containers|initContainers)$/.test(key) && Array.isArray(inner)
      ? inner.flatMap(({ image }: { image?: unknown }) => (typeof image === 'string' ? image : []))
      : containerImages(inner),
  );
}

export interface OwnImage {
  readonly name: string;
  readonly file: string;
  readonly digest: string;
  readonly path: Path;
}

/** The images that travel to a node. One that runs no containerd has no use for them. */
export function carriedImages(node: Node): OwnImage[] {
  if (node.role === 'etcd' || runtimeType(node) !== 'containerd') return [];
  return (node.settings.images ?? []).map((image, i) => ({ ...image, path: node.origin(['images', i]) }));
}
