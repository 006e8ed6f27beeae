/** What is in a folder on the disk, held against what nodeseed writes. */
import { join } from 'node:path';
import type { Content } from '../model/content.ts';
import type { OutputFile } from '../model/output.ts';
import { type Disk, realDisk } from './disk.ts';
import { manifestPath, pathsInManifest, sortedByPath } from './manifest.ts';

interface Found {
  /** Relative to the folder, with forward slashes. */
  readonly path: string;
  readonly kind: 'directory' | 'file' | 'other';
}

/** Everything below the folder, links not followed, sorted by path. */
async function walk(disk: Disk, directory: string, prefix = ''): Promise<Found[]> {
  const found: Found[] = [];
  for (const name of (await disk.list(join(directory, prefix))).sort()) {
    const path = prefix + name;
    const kind = await disk.look(join(directory, path));
    if (kind === 'nothing') continue;
    found.push({ path, kind });
    if (kind === 'directory') found.push(...(await walk(disk, directory, `${path}/`)));
  }
  return found;
}

/**
 * What in the folder no nodeseed has written; all of it when the folder has no manifest of nodeseed's. A file that a
 * manifest lists counts as written by nodeseed, whatever is in it by now.
 */
export async function foreignPaths(disk: Disk, directory: string): Promise<string[]> {
  const found = await walk(disk, directory);
  const manifest = found.find(({ path, kind }) => path === manifestPath && kind === 'file');
  const text = manifest && Buffer.from(await disk.read(join(directory, manifestPath))).toString();
  const listed = (text === undefined ? undefined : pathsInManifest(text)) ?? new Set<string>();
  const folders = foldersOf([...listed]);
  return found
    .filter(
      ({ path, kind }) => !(kind === 'file' ? listed : kind === 'directory' ? folders : new Set()).has(path),
    )
    .map(({ path }) => path);
}

/** Every folder that the files are in, outermost first. */
export function foldersOf(paths: readonly string[]): Set<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let end = path.indexOf('/'); end > 0; end = path.indexOf('/', end + 1))
      folders.add(path.slice(0, end));
  }
  return new Set([...folders].sort());
}

export interface Difference {
  readonly path: string;
  /** `missing`: not in the folder; `unexpected`: only there; `different`: other bytes there. */
  readonly kind: 'missing' | 'unexpected' | 'different';
}

/** How a folder differs from the files, sorted by path. A folder that is not there lacks every file. */
export async function compareTree(
  directory: string,
  files: readonly OutputFile<Content>[],
): Promise<Difference[]> {
  const disk = realDisk;
  const isThere = (await disk.look(directory)) === 'directory';
  const present = (isThere ? await walk(disk, directory) : []).filter(({ kind }) => kind !== 'directory');
  const kinds = new Map(present.map(({ path, kind }) => [path, kind]));
  const wanted = new Set(files.map(({ path }) => path));
  const differences: Difference[] = present
    .filter(({ path }) => !wanted.has(path))
    .map(({ path }) => ({ path, kind: 'unexpected' }));
  for (const { path, content } of sortedByPath(files)) {
    const kind = kinds.get(path);
    if (kind === undefined) differences.push({ path, kind: 'missing' });
    else if (
      kind !== 'file' ||
      Buffer.compare(await disk.read(join(directory, path)), content.reveal()) !== 0
    )
      differences.push({ path, kind: 'different' });
  }
  return differences.sort((a, b) => (a.path < b.path ? -1 : 1));
}
