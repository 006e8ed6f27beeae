/**
 * The machine's files as a gzipped tar archive, to be unpacked onto a root file system whose /usr is merged:
 * `tar --numeric-owner --keep-directory-symlink -xpzf NAME.rootfs.tar.gz -C ROOT`. On its next boot that root starts the
 * installer, which does the rest. A folder has an entry only where it is the machine's own; tar makes the missing ones.
 */
import { type TarEntry, tar } from '../archive/tar.ts';
import { type Content, joinContent } from '../model/content.ts';
import type { Machine } from '../model/machine.ts';
import { gzip } from '../shared/gzip.ts';
import { accountsOf } from './accounts.ts';
import { hostnameFile } from './hostname.ts';
import { lastingFiles, lastingLinks, ownDirectories, physicalPath, unitDirectory } from './paths.ts';
import { installerUnit, maskedUnits, unitFiles } from './units.ts';

export async function rootfs(machine: Machine): Promise<Content> {
  return joinContent(
    machine.files.map(({ content }) => content),
    gzip(await tar(rootfsEntries(machine))),
  );
}

/** What is in the archive, in no particular order. */
export function rootfsEntries(machine: Machine): TarEntry[] {
  return [
    ...directories(machine),
    ...files(machine),
    ...links(machine),
    ...[...unitFiles(machine), ...hostnameFile(machine)].map(({ path, content }): TarEntry => {
      return { type: 'file', name: nameOf(path), mode: 0o644, uid: 0, gid: 0, bytes: content.reveal() };
    }),
    ...maskedUnits(machine).map((name) => link(`${unitDirectory}/${name}`, '/dev/null')),
    link(`${unitDirectory}/multi-user.target.wants/${installerUnit}`, `${unitDirectory}/${installerUnit}`),
  ];
}

function directories(machine: Machine): TarEntry[] {
  const numeric = accountsOf(machine);
  return ownDirectories(machine).map((directory) => {
    return { type: 'directory', name: nameOf(directory.path), mode: directory.mode, ...numeric(directory) };
  });
}

function files(machine: Machine): TarEntry[] {
  const numeric = accountsOf(machine);
  return lastingFiles(machine).map((file) => {
    const bytes = file.content.reveal();
    return { type: 'file', name: nameOf(file.path), mode: file.mode, ...numeric(file), bytes };
  });
}

function links(machine: Machine): TarEntry[] {
  return lastingLinks(machine).map(({ path, target }) => link(path, target));
}

function link(path: string, target: string): TarEntry {
  return { type: 'symlink', name: nameOf(path), uid: 0, gid: 0, target };
}

function nameOf(path: string): string {
  return physicalPath(path).slice(1);
}
