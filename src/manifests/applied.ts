/** Everything that a control plane of ours applies to its own API, in order. */
import type { Cluster } from '../cluster/cluster.ts';
import type { TokenManifest } from '../credentials/bootstrap-tokens.ts';
import { type Content, publicContent } from '../model/content.ts';
import type { ManifestList } from '../profile/schema/profile.ts';
import { toYaml } from '../shared/emit.ts';
import type { Path } from '../shared/fault.ts';
import { accessObjects } from './access.ts';
import { bootstrapObjects } from './bootstrap.ts';
import { coreDNSObjects } from './core-dns.ts';
import { kubeProxyObjects } from './kube-proxy.ts';
import type { KubernetesObject } from './objects.ts';

/**
 * What fails in a group holds up what comes after it in that group alone; `access` holds up everything. The nodes' labels,
 * taints and pod networks come between `bootstrap` and `core-dns`.
 */
export type Group = 'access' | 'bootstrap' | 'core-dns' | 'kube-proxy' | 'network' | 'own';

interface Part {
  readonly group: Group;
  /** As it is called in messages. */
  readonly name: string;
  /** Its number keeps a folder in the order in which it is applied. */
  readonly file: string;
  /** Where the profile asks for it. */
  readonly path: Path;
  /** RFC 3339; not applied any more after that. */
  readonly expires?: string;
}

export interface WrittenManifest extends Part {
  readonly content: Content;
}

/** Bytes that are somewhere else, known by their digest. */
export interface FetchedManifest extends Part {
  readonly url: string;
  readonly digest: `sha256:${string}` | `sha512:${string}`;
}

export type Manifest = WrittenManifest | FetchedManifest;

export function isWritten(manifest: Manifest): manifest is WrittenManifest {
  return 'content' in manifest;
}

export function appliedManifests(cluster: Cluster, tokens: readonly TokenManifest[]): Manifest[] {
  const { profile } = cluster;
  return [
    ...ofObjects('access', 10, ['controlPlane'], accessObjects(cluster)),
    ...ofObjects('bootstrap', 20, ['controlPlane'], bootstrapObjects(cluster, tokens.length > 0)),
    ...tokens.map(tokenManifest),
    ...ofObjects('core-dns', 40, profile.addons ? ['addons'] : ['controlPlane'], coreDNSObjects(cluster)),
    ...ofObjects(
      'kube-proxy',
      50,
      profile.kubeProxy ? ['kubeProxy'] : ['controlPlane'],
      kubeProxyObjects(cluster),
    ),
    ...givenManifests('network', 55, ['networking', 'manifests'], profile.networking?.manifests),
    ...givenManifests('own', 60, ['manifests', 'own'], profile.manifests?.own),
  ];
}

function ofObjects(
  group: Group,
  number: number,
  path: Path,
  objects: readonly KubernetesObject[],
): WrittenManifest[] {
  if (objects.length === 0) return [];
  const content = publicContent(objects.map((object) => toYaml(object)).join('---\n'));
  return [{ group, name: group, file: `${number}-${group}.yaml`, path, content }];
}

function tokenManifest({ id, content, expires }: TokenManifest): WrittenManifest {
  return {
    group: 'bootstrap',
    name: `bootstrap-token-${id}`,
    file: `21-bootstrap-token-${id}.yaml`,
    path: ['controlPlane'],
    content,
    ...(expires !== undefined && { expires }),
  };
}

/** What the profile has word for word, in its order. */
function givenManifests(
  group: 'network' | 'own',
  number: number,
  path: Path,
  all: ManifestList = [],
): Manifest[] {
  const width = Math.max(2, String(all.length).length);
  return all.map((one, i): Manifest => {
    const part = {
      group,
      name: one.name,
      file: `${number}-${group}-${String(i + 1).padStart(width, '0')}-${one.name}.yaml`,
      path: [...path, i],
    };
    if ('contents' in one) return { ...part, content: publicContent(one.contents) };
    return { ...part, url: one.url, digest: one.digest as FetchedManifest['digest'] };
  });
}
