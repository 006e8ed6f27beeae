/** What a rendering must leave on a disk, and whether it did. */
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as assert from 'uvu/assert';
import type { Machine } from '../../../src/model/machine.ts';

export interface ExpectedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

const unitPlace = '/etc/systemd/system';

/** The files, unit files and drop-ins of a machine, with owners as numbers; all of root's for a format that knows none. */
export function expectedFiles(machine: Machine, owners: 'numeric' | 'root'): ExpectedFile[] {
  const id = (name: string, of: 'uid' | 'gid'): number => {
    const all: readonly { readonly name: string; readonly uid?: number; readonly gid?: number }[] =
      of === 'uid' ? machine.users : machine.groups;
    return (owners === 'root' ? undefined : all.find((one) => one.name === name)?.[of]) ?? 0;
  };
  const files = machine.files.map(({ path, content, mode, user, group }) => {
    return { path, bytes: content.reveal(), mode, uid: id(user, 'uid'), gid: id(group, 'gid') };
  });
  const text = (path: string, data: string) => ({
    path,
    bytes: Buffer.from(data),
    mode: 0o644,
    uid: 0,
    gid: 0,
  });
  const units = machine.units.flatMap(({ name, text: unit, dropIns }) => [
    ...(unit === undefined ? [] : [text(`${unitPlace}/${name}`, unit)]),
    ...dropIns.map((dropIn) => text(`${unitPlace}/${name}.d/${dropIn.name}`, dropIn.text)),
  ]);
  return [...files, ...units];
}

export function assertFiles(root: string, files: readonly ExpectedFile[]): void {
  for (const { path, bytes, mode, uid, gid } of files) {
    const found = lstatSync(join(root, path));
    assert.ok(found.isFile(), `${path} is no file`);
    assert.is(Buffer.compare(readFileSync(join(root, path)), bytes), 0, `${path} has other bytes`);
    assert.equal([path, found.mode & 0o7777, found.uid, found.gid], [path, mode, uid, gid]);
  }
}

export function assertDirectory(root: string, path: string, mode: number, uid: number, gid: number): void {
  const found = lstatSync(join(root, path));
  assert.ok(found.isDirectory(), `${path} is no directory`);
  assert.equal([path, found.mode & 0o7777, found.uid, found.gid], [path, mode, uid, gid]);
}

export function assertLink(root: string, path: string, target: string): void {
  assert.is(readlinkSync(join(root, path)), target, path);
}

/** A folder that everybody may enter, removed when the process ends. */
export function scratchFolder(parent = tmpdir()): string {
  const folder = mkdtempSync(join(parent, 'nodeseed-formats-'));
  chmodSync(folder, 0o755);
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What of a Debian root every rendering meets: a merged /usr, /var/run as a link, accounts that have files. */
export function debianRoot(root: string): string {
  for (const folder of [
    'usr/bin',
    'usr/sbin',
    'usr/lib',
    'usr/lib64',
    'etc',
    'opt',
    'run',
    'var/lib',
    'root',
    'home',
  ]) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) symlinkSync(`usr/${name}`, join(root, name));
  symlinkSync('../run', join(root, 'var/run'));
  for (const [name, text] of Object.entries(accounts)) put(root, `/etc/${name}`, text);
  for (const [name, id] of Object.entries({ debian: 1000, core: 500 })) {
    mkdirSync(join(root, 'home', name));
    if (process.getuid?.() === 0) chownSync(join(root, 'home', name), id, id);
  }
  return root;
}

const accounts = {
  passwd:
    'root:x:0:0:root:/root:/bin/sh\ndebian:x:1000:1000::/home/debian:/bin/sh\ncore:x:500:500::/home/core:/bin/sh\n',
  group: 'root:x:0:\ndebian:x:1000:\ncore:x:500:\n',
  shadow: 'root:*:19000:0:99999:7:::\ndebian:*:19000:0:99999:7:::\ncore:*:19000:0:99999:7:::\n',
  gshadow: 'root:*::\ndebian:!::\ncore:!::\n',
  'login.defs': 'UID_MIN 1000\nGID_MIN 1000\n',
};

export function put(root: string, path: string, data: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), data);
}

/** Leaves a folder, a file or a dangling link at every path where a rendering will put a file, a link or a directory. */
export function fillEveryPath(root: string, machine: Machine): void {
  for (const [index, { path }] of expectedFiles(machine, 'numeric').entries()) {
    // Ignition puts units in place by a rename, which no folder gives way to.
    if (index % 3 === 0 && !path.startsWith(`${unitPlace}/`)) put(root, `${path}/in-the-way`, 'old\n');
    else if (index % 3 === 1) put(root, path, 'old\n'.repeat(1000));
    else {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      symlinkSync('/nowhere', join(root, path));
    }
  }
  for (const { path } of machine.links.filter((link) => !link.path.startsWith('/var/run/')))
    put(root, `${path}/in-the-way`, 'old\n');
  for (const { path } of machine.directories) mkdirSync(join(root, path), { recursive: true, mode: 0o711 });
}
