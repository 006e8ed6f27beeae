/** Reads the user's files, and turns what goes wrong with them into faults with a place. */
import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { readProfile } from '../profile/read.ts';
import type { Profile } from '../profile/schema/profile.ts';
import type { ReadSource } from '../profile/sources.ts';
import { parseSecrets } from '../secrets/format.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { InputError } from '../shared/fault.ts';
import { readYaml } from '../shared/yaml-read.ts';
import { Reported } from './exit.ts';
import { placeFaults, type SourceFile } from './report.ts';

export interface Loaded {
  readonly profile: Profile;
  readonly source: SourceFile;
}

export function loadProfile(file: string): Loaded {
  const text = readUserFile(file, 'profile');
  let source: SourceFile = { file, text };
  const { profile } = placing(
    () => source,
    undefined,
    () =>
      readProfile(text, besides(file), (document) => {
        source = { file, text, locate: document.locate };
      }),
  );
  return { profile, source };
}

/** Files that a profile names are looked for beside it. */
function besides(file: string): ReadSource {
  return (relative) => {
    try {
      return {
        text: new TextDecoder('utf8', { fatal: true }).decode(readFileSync(resolve(dirname(file), relative))),
      };
    } catch (error) {
      return { problem: reason(error) };
    }
  };
}

export interface LoadedSecrets {
  readonly secrets: Secrets;
  readonly source: SourceFile;
}

export function loadSecrets(file: string): LoadedSecrets {
  const text = readUserFile(file, 'secrets');
  let source: SourceFile = { file, text, secret: true };
  const inSecrets = <T>(work: () => T): T =>
    placing(
      () => source,
      () => source,
      work,
    );
  if ((statSync(file).mode & 0o077) !== 0) {
    inSecrets(() => {
      throw new InputError([
        {
          code: 'secrets-readable',
          message: 'other people can read this file',
          expected: 'mode 0600',
          hint: `chmod 600 ${file}`,
          path: [],
          document: 'secrets',
        },
      ]);
    });
  }
  const document = inSecrets(() => readYaml(text));
  source = { ...source, locate: document.locate };
  return { secrets: inSecrets(() => parseSecrets(document.value)), source };
}

/** Runs the work; faults in it are reported at their place in these files. */
export function placing<T>(
  profile: () => SourceFile,
  secrets: (() => SourceFile) | undefined,
  work: () => T,
): T {
  try {
    return work();
  } catch (error) {
    throw placed(error, profile(), secrets?.());
  }
}

/** The same for work that takes its time. */
export async function placingLater<T>(
  profile: SourceFile,
  secrets: SourceFile | undefined,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw placed(error, profile, secrets);
  }
}

function placed(error: unknown, profile: SourceFile, secrets?: SourceFile): unknown {
  return error instanceof InputError ? new Reported(placeFaults(error.faults, profile, secrets)) : error;
}

function readUserFile(file: string, what: string): string {
  try {
    return new TextDecoder('utf8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    throw new Reported([
      {
        fault: { code: 'file-unreadable', message: `cannot read the ${what}: ${reason(error)}`, path: [] },
        source: { file, text: '' },
        range: { line: 1, column: 1, length: 1 },
      },
    ]);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of its path is not a directory',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'it is not UTF-8',
};

export function reason(error: unknown): string {
  const code = (error as { code?: string }).code ?? '';
  return reasons[code] ?? (code || 'an unknown error');
}
