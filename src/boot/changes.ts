/** What boots have written: a machine's root beside its image's. */
import { lstatSync, readdirSync, type Stats } from 'node:fs';
import { join } from 'node:path';

/** One path of a machine that is not as its image has it. */
export interface Change {
  readonly path: string;
  readonly what: 'is new' | 'is a new folder' | 'was changed' | 'is gone' | 'has other rights';
}

/** From the layer that overlayfs keeps what was written in. */
export function overlayChanges(layer: string, image: string): Change[] {
  return walk(layer, '').flatMap((path) => {
    const [now, then] = [lstatSync(join(layer, path)), statOf(join(image, path))];
    const what = difference(isWhiteout(now) ? undefined : now, then);
    // A file in the layer was opened for writing, whatever came of it.
    return what ? [{ path, what }] : now.isDirectory() ? [] : [{ path, what: 'was changed' as const }];
  });
}

/** debugfs gives a file to its owner after its mode, which clears setuid and setgid (chown(2)). */
const bitsOfCopies = 0o777;

/** Two whole trees, the first copied off a disk; a file counts as the same when its size, its rights and the second it was written in are. */
export function treeChanges(root: string, image: string): Change[] {
  const paths = new Set([...walk(root, ''), ...walk(image, '')]);
  return [...paths].flatMap((path) => {
    const [now, then] = [statOf(join(root, path)), statOf(join(image, path))];
    const what =
      difference(now, then, bitsOfCopies) ??
      (now && then && !sameFile(now, then) ? 'was changed' : undefined);
    return what ? [{ path, what }] : [];
  });
}

function difference(
  now: Stats | undefined,
  then: Stats | undefined,
  bits = 0o7777,
): Change['what'] | undefined {
  if (!now) return 'is gone';
  if (!then) return now.isDirectory() ? 'is a new folder' : 'is new';
  if (now.isDirectory() !== then.isDirectory()) return 'was changed';
  return now.isDirectory() && !sameRights(now, then, bits) ? 'has other rights' : undefined;
}

function sameRights(now: Stats, then: Stats, bits: number): boolean {
  return (now.mode & bits) === (then.mode & bits) && now.uid === then.uid && now.gid === then.gid;
}

function sameFile(now: Stats, then: Stats): boolean {
  if (now.isDirectory()) return true;
  const written = (stats: Stats) => (stats.isFile() ? Math.floor(stats.mtimeMs / 1000) : 0);
  return sameRights(now, then, bitsOfCopies) && now.size === then.size && written(now) === written(then);
}

/** So overlayfs remembers that a file of a lower layer was removed. */
function isWhiteout(stats: Stats): boolean {
  return stats.isCharacterDevice() && stats.rdev === 0;
}

function statOf(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

function walk(folder: string, under: string): string[] {
  return readdirSync(join(folder, under), { withFileTypes: true }).flatMap((entry) => {
    const path = `${under}/${entry.name}`;
    return entry.isDirectory() ? [path, ...walk(folder, path)] : [path];
  });
}
