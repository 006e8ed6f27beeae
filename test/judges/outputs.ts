/**
 * What `build` makes of every profile that is shipped, from secrets that are the same every time. The profiles are found by
 * listing their folder: a new one is judged without anybody remembering it. A node is built when it is asked for, once.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { machinesOf } from '../../src/build.ts';
import type { Cluster, Node } from '../../src/cluster/cluster.ts';
import { deriveCluster } from '../../src/cluster/derive.ts';
import { nodeFiles } from '../../src/formats/node-files.ts';
import type { Machine } from '../../src/model/machine.ts';
import { readProfile } from '../../src/profile/read.ts';
import type { Profile } from '../../src/profile/schema/profile.ts';
import { createSecrets } from '../../src/secrets/create.ts';
import { requiredSecrets } from '../../src/secrets/required.ts';
import type { Secrets } from '../../src/secrets/secrets.ts';
import { fakeRandom } from '../pki/support.ts';
import { heldBytes } from '../support/held.ts';

export const issuedAt = '2026-11-01T00:00:00Z';

export interface Shipped {
  readonly name: string;
  readonly profile: Profile;
  readonly secrets: Secrets;
  readonly cluster: Cluster;
}

export interface BuiltNode {
  readonly of: Shipped;
  /** PROFILE: NODE, for the name of a test. */
  readonly title: string;
  readonly node: Node;
  readonly machine: Machine;
}

const folder = fileURLToPath(new URL('../../profiles/', import.meta.url));
const shippedBefore = new Map<string, readonly Shipped[]>();

/** Every profile with secrets of that date, for judges that go by the clock; all others take the usual one. */
export function shipped(at: string = issuedAt): readonly Shipped[] {
  const before = shippedBefore.get(at);
  if (before) return before;
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  const made = files.sort().map((file) => read(file, at));
  shippedBefore.set(at, made);
  return made;
}

export function everyNode(of: readonly Shipped[] = shipped()): BuiltNode[] {
  return of.flatMap((one) => one.cluster.nodes.map((node) => built(one, node)));
}

/** For judges that take their time. */
export function onePerPool(profiles: readonly Shipped[] = shipped()): BuiltNode[] {
  return profiles.flatMap((of) => {
    const firsts = new Map(of.cluster.nodes.toReversed().map((node) => [node.pool, node]));
    return [...firsts.values()].reverse().map((node) => built(of, node));
  });
}

/** The node's files, by their names without folders. */
export async function filesOf({ node, machine }: BuiltNode): Promise<Map<string, Uint8Array>> {
  const { files } = await nodeFiles(node, machine);
  // Below pxe/ are the same ones again.
  const own = files.filter(({ path }) => !path.startsWith('pxe/'));
  return new Map(own.map((file) => [basename(file.path), heldBytes(file)]));
}

export function has({ machine }: BuiltNode, path: string): boolean {
  return machine.files.some((file) => file.path === path);
}

/** The text of a file on the node. */
export function textOf({ machine, title }: BuiltNode, path: string): string {
  const file = machine.files.find((one) => one.path === path);
  if (file === undefined) throw new Error(`${title} has no ${path}`);
  return Buffer.from(file.content.reveal()).toString();
}

const builtBefore = new Map<Node, BuiltNode>();

function built(of: Shipped, node: Node): BuiltNode {
  const before = builtBefore.get(node);
  if (before) return before;
  const [made] = machinesOf(of.profile, of.secrets, node.name).machines;
  if (made === undefined) throw new Error(`${of.name} has no node ${node.name}`);
  const one = { of, title: `${of.name}: ${node.name}`, ...made };
  builtBefore.set(node, one);
  return one;
}

function read(file: string, at: string): Shipped {
  const name = basename(file, '.yaml');
  const text = (path: string) => readFileSync(join(folder, path), 'utf8');
  const { profile } = readProfile(text(file), (source) => ({ text: text(source) }));
  const secrets = createSecrets(requiredSecrets(profile), {
    issuedAt: at,
    random: fakeRandom(`judges ${name}`),
  });
  return { name, profile, secrets, cluster: deriveCluster(profile) };
}
