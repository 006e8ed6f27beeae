/** Reads the user's files, and turns what goes wrong with them into faults with a place. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseLock } from '../lock/format.ts';
import type { Lock } from '../model/lock.ts';
import { readProfile } from '../profile/read.ts';
import type { Profile } from '../profile/schema/profile.ts';
import type { ReadSource } from '../profile/sources.ts';
import { parseSecrets } from '../secrets/parse.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { type Fault, InputError } from '../shared/fault.ts';
import { type FaultCode, faultCodes } from '../shared/fault-codes.ts';
import { shWord } from '../shared/sh.ts';
import type { Warning } from '../shared/warning.ts';
import { readYaml, type YamlDocument } from '../shared/yaml-read.ts';
import { Reported } from './exit.ts';
import { placeFaults, type SourceFile } from './report.ts';

export interface Loaded {
  readonly profile: Profile;
  readonly source: SourceFile;
  /** Absent: there is none beside the profile. */
  readonly lock?: Lock;
}

/** With the lock file, if there is one. */
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
  const found = loadLock(file);
  return found
    ? { profile, source: { ...source, lock: found.source }, lock: found.lock }
    : { profile, source };
}

/** `lab.lock.yaml` for `lab.yaml`. */
export function lockFileOf(profile: string): string {
  return `${profile.replace(/\.ya?ml$/, '')}.lock.yaml`;
}

function loadLock(profile: string): { lock: Lock; source: SourceFile } | undefined {
  const file = lockFileOf(profile);
  if (!existsSync(file)) return undefined;
  const text = readUserFile(file, 'lock file');
  let source: SourceFile = { file, text };
  const lock = placing(
    () => ({ file: profile, text: '', lock: source }),
    undefined,
    () =>
      parseLock(text, (document) => {
        source = { file, text, locate: document.locate };
      }),
  );
  return { lock, source };
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
  const document = inSecrets(() => readSecretYaml(text));
  source = { ...source, locate: document.locate };
  return { secrets: inSecrets(() => parseSecrets(document.value)), source };
}

/** What YAML has to complain of may quote the text: of a secret one only the kind of fault is told. */
function readSecretYaml(text: string): YamlDocument {
  try {
    return readYaml(text);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(
      error.faults.map(({ code, position }) => ({
        code,
        message: faultCodes[code],
        ...(code === 'yaml-syntax' ? {} : { hint: 'put it in quotes' }),
        path: [],
        ...(position && { position }),
        document: 'secrets',
      })),
    );
  }
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

/** For work whose faults lie in no file of the user's: only the commands in their hints are completed. */
export async function withCommands<T>(profile: string, secrets: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(error.faults.map((fault) => withCommand(fault, profile, secrets)));
  }
}

function placed(error: unknown, profile: SourceFile, secrets?: SourceFile): unknown {
  if (!(error instanceof InputError)) return error;
  const faults = error.faults.map((fault) => withCommand(fault, profile.file, secrets?.file ?? 'FILE'));
  return new Reported(placeFaults(faults, profile, secrets));
}

/** A command in a hint as it is to be typed: whoever found the fault did not know the names of the files. */
export function withCommand<F extends Fault | Warning>(fault: F, profile: string, secrets: string): F {
  if (!fault.hint?.startsWith('nodeseed ')) return fault;
  const names: Readonly<Record<string, string>> = { PROFILE: shWord(profile), FILE: shWord(secrets) };
  return { ...fault, hint: fault.hint.replaceAll(/\b(PROFILE|FILE)\b/g, (name) => names[name] ?? name) };
}

function readUserFile(file: string, what: string): string {
  try {
    return new TextDecoder('utf8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    throw fileFault(file, 'file-unreadable', `cannot read the ${what}: ${reason(error)}`);
  }
}

/** A fault of a file as a whole. */
export function fileFault(file: string, code: FaultCode, message: string, expected?: string): Reported {
  return new Reported([
    {
      fault: { code, message, ...(expected !== undefined && { expected }), path: [] },
      source: { file, text: '' },
      range: { line: 1, column: 1, length: 1 },
    },
  ]);
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the disk',
  ELOOP: 'links in its path lead in a circle',
  ENAMETOOLONG: 'the name is too long',
  EISDIR: 'it is a directory',
  ERR_FS_EISDIR: 'a directory is in the way',
  ENOTDIR: 'a part of its path is not a directory',
  ERR_INVALID_ARG_VALUE: 'it is no path',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'it is not UTF-8',
};

/** Why the system refuses, in words. Throws what is no error of the system's. */
export function reason(error: unknown): string {
  const { code } = error as { code?: unknown };
  if (typeof code !== 'string') throw error;
  return reasons[code] ?? code;
}
