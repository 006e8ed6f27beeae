/** What the bundle of a machine says should be there, as plain lists for the comparison. */
import { accountsOf } from '../formats/accounts.ts';
import { hostnameFile } from '../formats/hostname.ts';
import { networkd } from '../formats/network/networkd.ts';
import { isVolatile } from '../formats/paths.ts';
import { unitFiles } from '../formats/units.ts';
import type { Machine, Ownership } from '../model/machine.ts';
import type { ReadProgram } from './programs.ts';

export interface ExpectedDirectory {
  readonly path: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

export interface ExpectedFile extends ExpectedDirectory {
  readonly bytes: Uint8Array;
}

/** Content unknown: nobody had the artifact. */
export interface ExpectedProgram extends ExpectedDirectory {
  readonly bytes: Uint8Array | undefined;
  readonly artifact: string;
}

const root: Ownership = { user: 'root', group: 'root' };

/** `ignited`: the machine got its files by Ignition, which has no words of its own for the name and the network. */
export function expectedFiles(machine: Machine, ignited: boolean): ExpectedFile[] {
  const numeric = accountsOf(machine);
  const own = ignited ? [...hostnameFile(machine), ...networkd(machine.network)] : [];
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

/** Programs out of the artifacts: place and mode by the machine, content by whoever has the artifact. */
export function expectedPrograms(machine: Machine, read: ReadProgram): ExpectedProgram[] {
  return machine.placements.flatMap(({ artifact, files }) =>
    files.map((file) => ({
      path: file.target,
      bytes: read(artifact, file),
      artifact: `${artifact.name} ${artifact.version}`,
      mode: file.mode,
      uid: 0,
      gid: 0,
    })),
  );
}
