/** nodeseed as a library: texts in, files out, nothing read and nothing written. */
import { buildFiles } from './build.ts';
import type { BuildOptions, OutputFile } from './model/output.ts';
import { readProfile } from './profile/read.ts';
import type { ReadSource } from './profile/sources.ts';
import { parseSecrets } from './secrets/format.ts';
import { readYaml } from './shared/yaml-read.ts';

export type { Digest } from './model/artifact.ts';
export type { Assembly } from './model/assembly.ts';
export type { Content, Secrecy } from './model/content.ts';
export type { BuildOptions, OutputFile } from './model/output.ts';
export type { Store } from './model/store.ts';
export { chunksOf } from './output/pieces.ts';
export type { ReadSource } from './profile/sources.ts';
export { type Fault, InputError } from './shared/fault.ts';

export interface BuildInput extends BuildOptions {
  /** Text of a cluster profile. */
  readonly profile: string;
  /** Text of its secrets.yaml. */
  readonly secrets: string;
  /** Reads what the profile names by `source:`. Absent: nothing can be named. */
  readonly readSource?: ReadSource;
}

/**
 * Every file that `nodeseed build` writes but for its own manifest and checksums. Throws InputError with every fault in
 * the input; each has a path into the profile (or, with `document: 'secrets'`, into the secrets).
 */
export async function build(input: BuildInput): Promise<readonly OutputFile[]> {
  const { profile } = readProfile(
    input.profile,
    input.readSource ?? (() => ({ problem: 'no readSource was given' })),
  );
  const secrets = parseSecrets(readYaml(input.secrets).value);
  const { files } = await buildFiles(profile, secrets, input);
  return files;
}
