/** What travels with the nodes that get their programs by a bundle, and the archives of what the nodes of a pool share. */

import { tarPieces } from '../archive/tar-pieces.ts';
import type { Node } from '../cluster/cluster.ts';
import { deliveryMode } from '../cluster/delivery.ts';
import type { Digest } from '../model/artifact.ts';
import { Assembly, type Stored } from '../model/assembly.ts';
import type { Machine } from '../model/machine.ts';
import type { OutputFile } from '../model/output.ts';
import type { Store } from '../model/store.ts';
import { InputError } from '../shared/fault.ts';
import { artifactMembers } from './bundle.ts';

interface NodeMachine {
  readonly node: Node;
  readonly machine: Machine;
}

/** By node: programs as upstream published them, and images, none twice, sorted; nodes of other ways are not in it. */
export type Carried = ReadonlyMap<Node, readonly Stored[]>;

/** Throws InputError with all that is not in the store, in one fault: whoever lacks something wants the whole list. */
export function carriedBy(machines: readonly NodeMachine[], sizes: Pick<Store, 'size'>): Carried {
  const embedding = machines.filter(({ node }) => deliveryMode(node) === 'embed');
  const missing = new Set<string>();
  const carried = new Map(
    embedding.map(({ node, machine }) => [node, storedArtifacts(machine, sizes, missing)]),
  );
  const [first] = embedding;
  if (first && missing.size > 0)
    throw new InputError([
      {
        code: 'artifact-missing',
        message: `the cache lacks what is to travel with the machines: ${[...missing].sort().join(', ')}`,
        hint: 'nodeseed fetch PROFILE',
        path: first.node.origin(['delivery', 'mode']),
      },
    ]);
  return carried;
}

function storedArtifacts(machine: Machine, sizes: Pick<Store, 'size'>, missing: Set<string>): Stored[] {
  const stored = new Map<Digest, Stored>();
  for (const { artifact } of machine.placements) {
    const { name, version, arch, digest } = artifact;
    const size = sizes.size(digest);
    if (size === undefined) missing.add(`${name} ${version} ${arch}`);
    else stored.set(digest, { digest, size });
  }
  return sorted(stored);
}

function sorted(stored: ReadonlyMap<Digest, Stored>): Stored[] {
  return [...stored.values()].sort((a, b) => (a.digest < b.digest ? -1 : 1));
}

/** The archive that a node's bundle counts on. */
export function baseName(node: Node): string {
  return `${node.pool}.base.tar`;
}

/** One for each pool, with what any of its nodes carries. */
export async function baseFiles(carried: Carried): Promise<OutputFile[]> {
  const byName = new Map<string, Map<Digest, Stored>>();
  for (const [node, artifacts] of carried) {
    const shared = byName.get(baseName(node)) ?? new Map<Digest, Stored>();
    for (const artifact of artifacts) shared.set(artifact.digest, artifact);
    byName.set(baseName(node), shared);
  }
  const files: OutputFile[] = [];
  for (const [name, shared] of byName) {
    const content = new Assembly(await tarPieces(artifactMembers(sorted(shared))));
    files.push({ path: `pools/${name}`, content });
  }
  return files;
}
