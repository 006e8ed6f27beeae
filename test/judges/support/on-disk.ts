/** Root file systems with some or all of a machine's files. */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from '../../../src/model/machine.ts';
import {
  assertDirectory,
  assertFiles,
  assertLink,
  debianRoot,
  expectedFiles,
  put,
} from '../../formats/support/on-disk.ts';
import { type BuiltNode, textOf } from '../outputs.ts';

/** A new root in that folder, with those of the machine's files that are wanted. */
export function rootWith(folder: string, one: BuiltNode, wanted: RegExp): string {
  const root = debianRoot(mkdtempSync(join(folder, 'root-')));
  for (const { path } of one.machine.files.filter((file) => wanted.test(file.path))) {
    put(root, path, textOf(one, path));
  }
  return root;
}

/** What lies below these is made at every boot. */
const volatile = /^\/(?:var\/)?run\//;

/** Everything that a rendering can put there before the first boot: every file, unit, drop-in, directory and link, with bytes, mode and owner; masked units as links to /dev/null. */
export function assertMachine(root: string, machine: Machine): void {
  assertFiles(root, expectedFiles(machine, 'numeric'));
  const uid = (name: string) => machine.users.find((user) => user.name === name)?.uid ?? 0;
  const gid = (name: string) => machine.groups.find((group) => group.name === name)?.gid ?? 0;
  for (const { path, mode, user, group } of machine.directories.filter((one) => !volatile.test(one.path))) {
    assertDirectory(root, path, mode, uid(user), gid(group));
  }
  for (const { path, target } of machine.links.filter((one) => !volatile.test(one.path))) {
    assertLink(root, path, target);
  }
  for (const { name } of machine.units.filter(({ state }) => state === 'masked')) {
    assertLink(root, `/etc/systemd/system/${name}`, '/dev/null');
  }
}
