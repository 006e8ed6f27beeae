/** The profile that is booted: the shipped one for modern workers, with one of everything else added, fed from the test's own mirror. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { toYaml } from '../../src/shared/emit.ts';
import { readYaml } from '../../src/shared/yaml-read.ts';
import type { Published } from './upstream.ts';
import { upstreamAddress } from './web.ts';

export type Mapping = { readonly [key: string]: unknown };

const root = new URL('../../', import.meta.url);
const shipped = new URL('profiles/workers-modern.yaml', root);
const fixtures = new URL('fixtures/boot/', root);

export interface ProfileChoices {
  /** Folders of the mirror, in the order they are asked, or whole addresses of others. */
  readonly mirrors: readonly string[];
  /** Digests other than those of what the mirror has, by the key below `binaries`. */
  readonly digests?: Readonly<Record<string, string>>;
  /** Where the mirror's folders are, if not where a container's network has them. */
  readonly upstreamAddress?: string;
  /** False: nobody is asked for the time, where a machine would wait for an answer that cannot come. */
  readonly timeServers?: boolean;
  /**
   * False: the profile does not say which card is meant, and the image's own network is left alone. A name: the card gets it;
   * absent: it keeps its own.
   */
  readonly card?: false | string;
  /** What machines of cloud-init's are started from besides their files. */
  readonly media?: readonly string[];
  /** Laid over the whole in the end, mappings joined. */
  readonly more?: Mapping;
  /** Where the machines fetch what is too large for their platform. */
  readonly deliveryUrl?: string;
}

/** Writes the profile and what it names into the folder, and gives its path. */
export function writeProfile(
  folder: string,
  published: readonly Published[],
  choices: ProfileChoices,
): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'profile.yaml');
  const added = withMore(readMapping(new URL('additions.yaml', fixtures)), {
    binaries: binaries(published, choices),
    ...(choices.deliveryUrl !== undefined && { platform: 'ec2', delivery: { url: choices.deliveryUrl } }),
  });
  const plain = withMore(withMore(readMapping(shipped), added), choices.more ?? {});
  const profile = (choices.timeServers === false ? withoutTimeServers(plain) : plain) as Mapping & {
    pools: readonly Mapping[];
  };
  writeFileSync(
    file,
    toYaml({
      ...profile,
      pools: profile.pools.map((pool, index) => bootable(pool, index, choices)),
    } as Parameters<typeof toYaml>[0]),
  );
  copyFileSync(fileURLToPath(new URL('authority.pem', fixtures)), join(folder, 'authority.pem'));
  return file;
}

/** A shipped profile of a whole cluster as it is, fed from the test's own mirror. */
export function writeClusterProfile(
  folder: string,
  name: string,
  published: readonly Published[],
  choices: ProfileChoices,
): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'profile.yaml');
  const used = published.filter(({ key }) => key !== 'kubeProxy');
  const added = { binaries: binaries(used, choices), host: { timeTimeout: '2s' } };
  const profile = withMore(readMapping(new URL(`profiles/${name}.yaml`, root)), added);
  writeFileSync(file, toYaml(withMore(profile, choices.more ?? {}) as Parameters<typeof toYaml>[0]));
  return file;
}

/** Where nobody answers for the time. */
export function withoutTimeServers({ host, ...others }: Mapping): Mapping {
  const { timeServers: _, ...kept } = host as Mapping;
  return { ...others, host: kept };
}

export function readMapping(file: URL): Mapping {
  return readYaml(readFileSync(file, 'utf8')).value as Mapping;
}

/** Mappings are joined and lists put one behind the other: what the shipped profile says of itself is booted too. */
export function withMore(base: Mapping, more: Mapping): Mapping {
  const joined = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(more)) joined.set(key, joinedValue(joined.get(key), value));
  return Object.fromEntries(joined);
}

function joinedValue(before: unknown, value: unknown): unknown {
  if (Array.isArray(before) && Array.isArray(value)) return [...before, ...value];
  return isMapping(before) && isMapping(value) ? withMore(before, value) : value;
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Upstream itself is not asked: it knows nothing of these programs. */
export function binaries(
  published: readonly Pick<Published, 'key' | 'place' | 'digest'>[],
  { mirrors, digests = {}, upstreamAddress: address = upstreamAddress }: ProfileChoices,
): Mapping {
  const hosts = [...new Set(published.map(({ place }) => `https://${place.split('/')[0]}/`))];
  const own = published.map(({ key, digest }) => [key, { digest: digests[key] ?? digest }]);
  return {
    ...Object.fromEntries(own),
    upstream: false,
    mirrors: hosts.flatMap((prefix) =>
      mirrors.map((mirror) => {
        const base = mirror.startsWith('http') ? mirror : `http://${address}/${mirror}/`;
        return { prefix, replacement: `${base}${prefix.slice('https://'.length)}` };
      }),
    ),
  };
}

/**
 * One node is enough of each pool. Debian's Ignition reads nothing newer than 3.3.0; only where there is a package manager can
 * a package be removed.
 */
function bootable(
  { network, ...others }: Mapping,
  index: number,
  { card, media = [] }: ProfileChoices,
): Mapping {
  const pool: Mapping = {
    ...others,
    ...(card !== false && { network: withMore(network as Mapping, card ? { interface: card } : {}) }),
  };
  const place = index + 1;
  const node = {
    name: `${pool['name']}-001`,
    addresses: [`10.0.${place}.11/24`, `fd00:${place}::11/64`],
    ...(card !== false && { mac: `52:54:00:00:0${place}:0b` }),
  };
  const single = { ...pool, nodes: [node] };
  if (String(pool['os']).startsWith('flatcar')) return { ...single, ignitionVersion: '3.3.0' };
  return withMore(single, { media, host: { packages: { remove: ['ed'] } } });
}
