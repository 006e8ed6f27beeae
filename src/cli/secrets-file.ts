/** The one file of a cluster that is secret, as the commands write it. */
import { randomBytes } from 'node:crypto';
import { formatSecrets } from '../secrets/format.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { toYaml } from '../shared/emit.ts';
import { writeNew } from './commands/init.ts';
import { replaceFile } from './replace-file.ts';

/** Of commands that change a file which is there already. */
export interface ChangeOptions {
  readonly profile: string;
  readonly secrets: string;
}

export const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));

/** For new bootstrap tokens. */
export const endingAt = (expires: string | undefined) =>
  expires === undefined ? {} : { tokenExpires: expires };

/** Throws Reported if there is such a file. */
export function writeNewSecrets(file: string, secrets: Secrets): void {
  writeNew(file, text(secrets), 0o600);
}

/** As a whole or not at all. */
export function replaceSecrets(file: string, secrets: Secrets): void {
  replaceFile(file, text(secrets), 0o600);
}

function text(secrets: Secrets): string {
  return `# Secrets of a cluster, made by nodeseed. Whoever reads this file owns the cluster.\n${toYaml(formatSecrets(secrets))}`;
}
