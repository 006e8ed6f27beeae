/** Which files lie on a machine: a file that was written anew has another inode, or was changed at another time. */
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from '../../src/model/machine.ts';

/** One line for each file of the machine, each program and each receipt. */
export function snapshot(root: string, machine: Machine): string[] {
  const receipts = readdirSync(join(root, 'var/lib/nodeseed/receipts')).map(
    (name) => `/var/lib/nodeseed/receipts/${name}`,
  );
  const programs = machine.placements.flatMap(({ files }) => files.map(({ target }) => target));
  return [...machine.files.map(({ path }) => path), ...programs, ...receipts].map((path) => {
    const { ino, size, mode, uid, gid, mtimeNs } = lstatSync(join(root, path), { bigint: true });
    return [path, ino, size, mode, uid, gid, mtimeNs].join(' ');
  });
}
