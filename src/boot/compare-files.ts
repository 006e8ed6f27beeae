/** The root of a machine after its boot against what should lie there. */
import { lstatSync, readFileSync, readlinkSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { isVolatile } from '../formats/paths.ts';
import type { Machine } from '../model/machine.ts';
import { sha256 } from '../shared/digest.ts';
import type { Check } from './check.ts';
import type { ExpectedDirectory, ExpectedFile, ExpectedProgram } from './expected.ts';

export function fileChecks(root: string, files: readonly ExpectedFile[]): Check[] {
  return files.map((file) => ({
    kind: 'file',
    name: file.path,
    wanted: `${file.bytes.length} bytes, ${access(file)}`,
    faults: fileFaults(root, file, file.bytes),
  }));
}

export function programChecks(root: string, programs: readonly ExpectedProgram[]): Check[] {
  return programs.map((program) => ({
    kind: 'program',
    name: program.path,
    wanted: `${program.artifact}, ${access(program)}`,
    faults:
      program.bytes === undefined
        ? [`${program.artifact} was not to be had`]
        : fileFaults(root, program, program.bytes),
  }));
}

function fileFaults(root: string, file: ExpectedDirectory, wanted: Uint8Array): string[] {
  const found = statOf(root, file.path);
  if (found === undefined) return ['is missing'];
  if (!found.isFile()) return ['is no regular file'];
  const bytes = readFileSync(join(root, file.path));
  // A digest, so that a secret never stands in the output.
  const content = bytes.equals(wanted)
    ? []
    : [`has other content (${bytes.length} bytes, ${sha256(bytes)}), not ${sha256(wanted)}`];
  return [...content, ...accessFaults(file, found)];
}

export function directoryChecks(root: string, directories: readonly ExpectedDirectory[]): Check[] {
  return directories.map((directory) => {
    const found = statOf(root, directory.path);
    return {
      kind: 'folder',
      name: directory.path,
      wanted: access(directory),
      faults: found?.isDirectory() ? accessFaults(directory, found) : ['is no directory'],
    };
  });
}

export function linkChecks(root: string, machine: Machine): Check[] {
  return machine.links
    .filter(({ path }) => !isVolatile(path))
    .map(({ path, target }) => {
      const found = statOf(root, path)?.isSymbolicLink() ? readlinkSync(join(root, path)) : undefined;
      return {
        kind: 'link',
        name: path,
        wanted: target,
        faults: found === target ? [] : [`links to ${found ?? 'nothing'}, not to ${target}`],
      };
    });
}

/** Users and groups as the machine's own files have them, and no others than the image's and the one that people log in with. */
export function accountChecks(root: string, image: string, machine: Machine, defaultUser: string): Check[] {
  const lines = (folder: string, file: string) =>
    (textOf(folder, `/etc/${file}`) ?? '').split('\n').filter(Boolean);
  const gids = new Map(machine.groups.map(({ name, gid }) => [name, gid]));
  const users = machine.users.map(
    ({ name, uid, group: primary, description, home, shell }) =>
      `${name}:x:${uid}:${gids.get(primary)}:${description}:${home}:${shell}`,
  );
  const groups = machine.groups.map(({ name, gid }) => `${name}:x:${gid}:`);
  const declared = (kind: string, file: string, wanted: readonly string[]): Check[] =>
    wanted.map((line) => ({
      kind,
      name: nameIn(line),
      wanted: line,
      faults: lines(root, file).includes(line) ? [] : [`/etc/${file} has no line ${line}`],
    }));
  const surplus = (file: string, wanted: readonly string[]): Check => {
    const known = new Set([...lines(image, file), ...wanted].map(nameIn)).add(defaultUser);
    const others = lines(root, file).filter((line) => !known.has(nameIn(line)));
    return {
      kind: 'accounts',
      name: `/etc/${file}`,
      wanted: 'nobody else',
      faults: others.map((line) => `${line} is nobody's`),
    };
  };
  return [
    ...declared('user', 'passwd', users),
    ...declared('group', 'group', groups),
    surplus('passwd', users),
    surplus('group', groups),
  ];
}

function nameIn(line: string): string {
  return line.split(':')[0] ?? '';
}

function accessFaults(wanted: ExpectedDirectory, found: Stats): string[] {
  const is = access({ mode: found.mode & 0o7777, uid: found.uid, gid: found.gid });
  return is === access(wanted) ? [] : [`is ${is}, not ${access(wanted)}`];
}

/** `0640 0:2001` */
function access({ mode, uid, gid }: Omit<ExpectedDirectory, 'path'>): string {
  return `${mode.toString(8).padStart(4, '0')} ${uid}:${gid}`;
}

function statOf(root: string, path: string): Stats | undefined {
  return lstatSync(join(root, path), { throwIfNoEntry: false });
}

/** Undefined: there is no such file. */
export function textOf(root: string, path: string): string | undefined {
  return statOf(root, path)?.isFile() ? readFileSync(join(root, path), 'utf8') : undefined;
}
