/** nodeseed as a library: texts in, files out, nothing read and nothing written. */
import { buildFiles } from './build.ts';
import { parseLock } from './lock/format.ts';
import type { BuildOptions, OutputFile } from './model/output.ts';
import { readProfile } from './profile/read.ts';
import type { ReadSource } from './profile/sources.ts';
import { parseSecrets } from './secrets/parse.ts';
import { readYaml } from './shared/yaml-read.ts';

export type { Digest } from './model/artifact.ts';
export type { Assembly } from './model/assembly.ts';
export type { Content, Secrecy } from './model/content.ts';
export type { BuildOptions, OutputFile } from './model/output.ts';
export type { Store } from './model/store.ts';
export { chunksOf } from './output/pieces.ts';
export type { ReadSource } from './profile/sources.ts';
export { type Fault, InputError } from './shared/fault.ts';

export interface BuildInput extends Omit<BuildOptions, 'lock'> {
  /** Text of a cluster profile. */
  readonly profile: string;
  /** Text of its secrets.yaml. */
  readonly secrets: string;
  /** Text of its lock file. */
  readonly lock?: string;
  /** Reads what the profile names by `source:`. Absent: nothing can be named. */
  readonly readSource?: ReadSource;
}

/**
 * Every file that `nodeseed build` writes but for its own manifest and checksums. Throws InputError with every fault in
 * the input; each has a path into the profile (or, by its `document`, into the secrets or the lock).
 */
export async function build(input: BuildInput): Promise<readonly OutputFile[]> {
  const { profile } = readProfile(
    input.profile,
    input.readSource ?? (() => ({ problem: 'no readSource was given' })),
  );
  const secrets = parseSecrets(readYaml(input.secrets).value);
  const { lock, ...options } = input;
  const { files } = await buildFiles(profile, secrets, {
    ...options,
    ...(lock !== undefined && { lock: parseLock(lock) }),
  });
  return files;
}
