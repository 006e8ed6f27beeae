/** Whether a root file system has everything of a machine that a rendering can put there before the first boot. */
import type { Machine } from '../../../src/model/machine.ts';
import { assertDirectory, assertFiles, assertLink, expectedFiles } from '../../formats/support/on-disk.ts';

/** What lies below these is made at every boot. */
const volatile = /^\/(?:var\/)?run\//;

/** Every file, unit, drop-in, directory and link, with bytes, mode and owner; masked units as links to /dev/null. */
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
