/** The programs that a machine is to place, out of artifacts that somebody has: a folder of files under the names of their digests. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Artifact, PlacedFile } from '../model/artifact.ts';
import type { Machine } from '../model/machine.ts';

/** Undefined: nobody has it. */
export type ReadProgram = (artifact: Artifact, file: PlacedFile) => Uint8Array | undefined;

/** The installer on the machine looks here before it asks any source. */
export const localArtifacts = '/var/lib/nodeseed/artifacts';

export function programsIn(folder: string): ReadProgram {
  return (artifact, { member }) => {
    const file = artifactFile(folder, artifact);
    if (!existsSync(file)) return undefined;
    return member === undefined ? readFileSync(file) : memberOf(file, member);
  };
}

/** Artifacts that the folder lacks, as `NAME VERSION`. */
export function missingArtifacts(folder: string, machine: Machine): string[] {
  return machine.placements
    .filter(({ artifact }) => !existsSync(artifactFile(folder, artifact)))
    .map(({ artifact }) => `${artifact.name} ${artifact.version}`);
}

export function artifactFile(folder: string, { digest }: Artifact): string {
  return join(folder, digest.replace(':', '-'));
}

/** Archives name it with or without a leading `./`. */
function memberOf(file: string, member: string): Uint8Array | undefined {
  for (const name of [member, `./${member}`]) {
    const done = spawnSync('tar', ['-xzOf', file, '--', name], { maxBuffer: 1 << 30 });
    if (done.status === 0) return done.stdout;
  }
  return undefined;
}
