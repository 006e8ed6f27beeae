/** What the bundle of a machine says should be there, as plain lists for the comparison. */
import { accountsOf } from '../../src/formats/accounts.ts';
import { hostnameFile } from '../../src/formats/hostname.ts';
import { networkd } from '../../src/formats/network/networkd.ts';
import { isVolatile } from '../../src/formats/paths.ts';
import { unitFiles } from '../../src/formats/units.ts';
import type { Machine, Ownership } from '../../src/model/machine.ts';
import type { Published } from './upstream.ts';
import type { Way } from './way.ts';

export interface ExpectedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

export interface ExpectedDirectory extends Omit<ExpectedFile, 'bytes'> {}

const root: Ownership = { user: 'root', group: 'root' };

export function expectedFiles(machine: Machine, way: Way): ExpectedFile[] {
  const numeric = accountsOf(machine);
  // Cloud-init has words of its own for the name and the network; what became of those is asked of the running machine.
  const own = way === 'ignition' ? [...hostnameFile(machine), ...networkd(machine.network)] : [];
  return [
    ...machine.files,
    ...[...unitFiles(machine), ...own].map((file) => ({ ...root, mode: 0o644, ...file })),
  ].map((file) => ({ path: file.path, bytes: file.content.reveal(), mode: file.mode, ...numeric(file) }));
}

export function expectedDirectories(machine: Machine): ExpectedDirectory[] {
  const numeric = accountsOf(machine);
  return machine.directories
    .filter(({ path }) => !isVolatile(path))
    .map((one) => ({ path: one.path, mode: one.mode, ...numeric(one) }));
}

/** Programs out of the artifacts: content by what was published under that name, place and mode by the machine. */
export function expectedPrograms(machine: Machine, published: readonly Published[]): ExpectedFile[] {
  const contents = new Map(published.flatMap(({ programs }) => [...programs]));
  return machine.placements
    .flatMap(({ files }) => files)
    .map(({ target, mode }) => {
      const content = contents.get(target.slice(target.lastIndexOf('/') + 1));
      if (content === undefined) throw new Error(`upstream publishes no ${target}`);
      return { path: target, bytes: Buffer.from(content), mode, uid: 0, gid: 0 };
    });
}
