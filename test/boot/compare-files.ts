/** The root of a machine after its boot against what should lie there. Every difference is a line. */
import { lstatSync, readFileSync, readlinkSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { isVolatile } from '../../src/formats/paths.ts';
import type { Machine } from '../../src/model/machine.ts';
import { sha256 } from '../../src/shared/digest.ts';
import type { ExpectedDirectory, ExpectedFile } from './expected.ts';

export function fileFaults(root: string, files: readonly ExpectedFile[]): string[] {
  return files.flatMap((file) => {
    const found = statOf(root, file.path);
    if (found === undefined) return [`${file.path}: is missing`];
    if (!found.isFile()) return [`${file.path}: is no regular file`];
    const bytes = readFileSync(join(root, file.path));
    // A digest, so that a secret never stands in a test's output.
    const content = bytes.equals(file.bytes)
      ? []
      : [
          `${file.path}: has other content (${bytes.length} bytes, ${sha256(bytes)}), not ${sha256(file.bytes)}`,
        ];
    return [...content, ...accessFaults(file, found)];
  });
}

export function directoryFaults(root: string, directories: readonly ExpectedDirectory[]): string[] {
  return directories.flatMap((directory) => {
    const found = statOf(root, directory.path);
    if (!found?.isDirectory()) return [`${directory.path}: is no directory`];
    return accessFaults(directory, found);
  });
}

export function linkFaults(root: string, machine: Machine): string[] {
  return machine.links
    .filter(({ path }) => !isVolatile(path))
    .flatMap(({ path, target }) => {
      const found = statOf(root, path)?.isSymbolicLink() ? readlinkSync(join(root, path)) : undefined;
      return found === target ? [] : [`${path}: links to ${found}, not to ${target}`];
    });
}

/** Users and groups as the machine's own files have them, and no others than the image's and the one that people log in with. */
export function accountFaults(root: string, image: string, machine: Machine, defaultUser: string): string[] {
  const lines = (folder: string, file: string) => readFileSync(join(folder, 'etc', file), 'utf8').split('\n');
  const [passwd, group] = [lines(root, 'passwd'), lines(root, 'group')];
  const gids = new Map(machine.groups.map(({ name, gid }) => [name, gid]));
  const users = machine.users.map(
    ({ name, uid, group: primary, description, home, shell }) =>
      `${name}:x:${uid}:${gids.get(primary)}:${description}:${home}:${shell}`,
  );
  const groups = machine.groups.map(({ name, gid }) => `${name}:x:${gid}:`);
  const surplus = (found: readonly string[], file: string, declared: readonly string[]) => {
    const known = new Set([...lines(image, file), ...declared].map(nameIn)).add(defaultUser);
    return found
      .filter((line) => !known.has(nameIn(line)))
      .map((line) => `/etc/${file}: ${line} is nobody's`);
  };
  return [
    ...surplus(passwd, 'passwd', users),
    ...surplus(group, 'group', groups),
    ...users.filter((line) => !passwd.includes(line)).map((line) => `/etc/passwd has no line ${line}`),
    ...groups.filter((line) => !group.includes(line)).map((line) => `/etc/group has no line ${line}`),
  ];
}

function nameIn(line: string): string {
  return line.split(':')[0] ?? '';
}

function accessFaults(wanted: ExpectedDirectory, found: Stats): string[] {
  const [is, should] = [describe(found.mode & 0o7777, found), describe(wanted.mode, wanted)];
  return is === should ? [] : [`${wanted.path}: is ${is}, not ${should}`];
}

function describe(mode: number, { uid, gid }: { readonly uid: number; readonly gid: number }): string {
  return `${mode.toString(8).padStart(4, '0')} ${uid}:${gid}`;
}

function statOf(root: string, path: string): Stats | undefined {
  return lstatSync(join(root, path), { throwIfNoEntry: false });
}
