/** `nodeseed show`: one node's files, to standard output. */

import type { NodeMachine } from '../../build.ts';
import { bootFiles } from '../../formats/node-files.ts';
import { treeListing } from '../../formats/tree.ts';
import { unitFiles } from '../../formats/units.ts';
import { suggest } from '../../shared/suggest.ts';
import { exitCodes, UsageError } from '../exit.ts';
import { placingLater } from '../input.ts';
import { oneNode } from '../one-node.ts';

type Rendering = 'user-data' | 'meta-data' | 'network-config' | 'ignition' | 'tree';

export interface ShowOptions {
  readonly profile: string;
  readonly secrets: string;
  readonly node: string;
  readonly file?: string | undefined;
  readonly as?: Rendering | undefined;
}

export async function show(argv: ShowOptions): Promise<number> {
  const { planned: found, source, secretsSource } = oneNode(argv);
  const text = await placingLater(source, secretsSource, async () =>
    argv.file === undefined ? rendering(found, argv.as ?? 'tree') : fileBytes(found, argv.file),
  );
  process.stdout.write(text);
  return exitCodes.done;
}

async function rendering(found: NodeMachine, as: Rendering): Promise<string | Uint8Array> {
  if (as === 'tree') return treeListing(found.machine);
  const { files } = await bootFiles(found.node, found.machine);
  const name = as === 'ignition' ? 'config.ign' : as;
  const content = Object.hasOwn(files, name) ? files[name] : undefined;
  if (content) return content.reveal();
  if (as === 'network-config' && found.node.system.boots === 'cloud-init') {
    throw new UsageError(
      `${found.node.name} has no network-config: the profile does not say which of its cards is meant (mac or network.interface)`,
    );
  }
  throw new UsageError(
    `${found.node.systemName} boots by ${found.node.system.boots}: it has no ${as}; there is ${Object.keys(files).join(', ')}`,
  );
}

function fileBytes({ node, machine }: NodeMachine, path: string): Uint8Array {
  const files = [...machine.files, ...unitFiles(machine)];
  const file = files.find((one) => one.path === path);
  if (file) return file.content.reveal();
  const meant = suggest(
    path,
    files.map((one) => one.path),
  );
  throw new UsageError(`${node.name} has no file ${path}${meant ? `; did you mean ${meant}?` : ''}`);
}
