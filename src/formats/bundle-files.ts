/** The bundles of every node that gets its programs by one: one archive a node, and one a pool for what its nodes share. */
import type { Node } from '../cluster/cluster.ts';
import { deliveryMode } from '../cluster/delivery.ts';
import type { Content } from '../model/content.ts';
import type { Machine } from '../model/machine.ts';
import type { OutputFile } from '../model/output.ts';
import type { Store } from '../model/store.ts';
import { baseOf, bundle, carriedArtifacts, storedArtifacts } from './bundle.ts';
import { nodeFolder } from './node-files.ts';

export interface Bundled {
  readonly node: Node;
  readonly machine: Machine;
  readonly rootfs: Content;
}

export interface BundleOptions {
  readonly sizes: Pick<Store, 'size'>;
  /** Everything in each node's archive, nothing shared. */
  readonly selfContained: boolean;
}

/** Throws InputError with every artifact that the store lacks. */
export async function bundleFiles(
  all: readonly Bundled[],
  { sizes, selfContained }: BundleOptions,
): Promise<OutputFile[]> {
  const embedding = all.filter(({ node }) => deliveryMode(node) === 'embed');
  const stored = new Map(
    storedArtifacts(
      embedding.map(({ machine }) => machine),
      sizes,
      embedding[0]?.node.origin(['delivery', 'mode']) ?? [],
    ).map((artifact) => [artifact.digest, artifact]),
  );
  const artifactsOf = (some: readonly Bundled[]) =>
    carriedArtifacts(some.map(({ machine }) => machine)).flatMap((digest) => stored.get(digest) ?? []);
  const files: OutputFile[] = [];
  for (const one of embedding) {
    const { name, pool } = one.node;
    const content = await bundle({
      rootfs: one.rootfs,
      artifacts: artifactsOf([one]),
      ...(!selfContained && { base: baseName(pool) }),
    });
    files.push({ path: `${nodeFolder(one.node)}/${name}.bundle.tar`, content, node: name });
  }
  const pools = selfContained ? [] : [...new Set(embedding.map(({ node }) => node.pool))];
  for (const pool of pools) {
    const content = await baseOf(artifactsOf(embedding.filter(({ node }) => node.pool === pool)));
    files.push({ path: `pools/${baseName(pool)}`, content });
  }
  return files;
}

function baseName(pool: string): string {
  return `${pool}.base.tar`;
}
