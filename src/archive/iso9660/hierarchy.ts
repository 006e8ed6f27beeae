/** One of the two hierarchies of directories on a volume. Both name the same files. */
import { Bug } from '../../shared/fault.ts';
import { foldersByLevel, type VolumeFolder, type VolumeLeaf, type VolumeNode } from '../volume.ts';
import { Continuations } from './continuations.ts';
import {
  type DirectoryRecord,
  directory,
  directoryRecord,
  type Extent,
  parentIdentifier,
  roomForSystemUse,
  selfIdentifier,
} from './directory.ts';
import type { Names } from './names.ts';
import type { PathTableRow } from './path-table.ts';
import { sectorSize, sectorsFor, wholeSectors } from './sectors.ts';

export interface Scheme {
  readonly names: (folder: VolumeFolder) => Names;
  readonly encode: (name: string) => Buffer;
  /** What a record says besides. `self`, `parent`: how a folder refers to itself and to the one above; `root`: the root to itself. */
  readonly systemUse: (node: VolumeNode, role: 'entry' | 'self' | 'parent' | 'root') => readonly Buffer[];
}

/** Where things are; while sizes are not known yet, anywhere. */
export interface Places {
  readonly extentsOf: (file: VolumeLeaf) => readonly Extent[];
  /** Of the directories. */
  readonly firstSector: number;
  readonly continuationSector: number;
}

export interface Laid {
  readonly directories: readonly Buffer[];
  /** Of the directories. */
  readonly sectors: number;
  readonly continuation: Buffer;
  readonly rootExtent: Extent;
  readonly pathTableRows: readonly PathTableRow[];
}

/** ECMA-119, 6.8.2.1: Rock Ridge's way around this limit is not worth its complication here. */
const deepest = 8;

export function layOut(root: VolumeFolder, scheme: Scheme, places: Places, time: Date): Laid {
  const sizes = directorySizes(root, scheme, places, time);
  return arranged(root, scheme, places, time, sizes);
}

interface Placed {
  readonly folder: VolumeFolder;
  readonly identifier: Uint8Array;
  readonly parent: number;
}

/** Sorted as the hierarchy's own names are, level by level. */
function ordered(root: VolumeFolder, { names, encode }: Scheme): Placed[] {
  const all: (Placed & { depth: number })[] = [
    { folder: root, identifier: selfIdentifier, parent: 1, depth: 1 },
  ];
  for (const [index, { folder, depth }] of all.entries()) {
    if (depth > deepest) throw new Bug(`more than ${deepest} levels of folders on an ISO 9660 volume`);
    const given = names(folder);
    for (const child of sortedChildren(folder, given)) {
      if (child.kind !== 'folder') continue;
      const identifier = encode(nameOf(given, child));
      all.push({ folder: child, identifier, parent: index + 1, depth: depth + 1 });
    }
  }
  if (all.length > 0xffff) throw new Bug('more folders than a path table can number');
  return all;
}

function nameOf(names: Names, node: VolumeNode): string {
  const name = names.get(node);
  if (name === undefined) throw new Bug(`${node.name} has no name on the volume`);
  return name;
}

/** 9.3: by the base, filled up with what sorts first, then by the extension. */
function sortedChildren(folder: VolumeFolder, names: Names): VolumeNode[] {
  const key = (node: VolumeNode) => {
    const [base = '', extension = ''] = nameOf(names, node)
      .replace(/;1$/, '')
      .split(/\.(?=[^.]*$)/);
    return `${base}\0${extension}`;
  };
  return [...folder.children].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function directorySizes(
  root: VolumeFolder,
  scheme: Scheme,
  places: Places,
  time: Date,
): Map<VolumeFolder, number> {
  const nowhere = new Map(foldersByLevel(root).map((folder) => [folder, 0]));
  const { directories } = arranged(root, scheme, places, time, nowhere);
  return new Map(ordered(root, scheme).map(({ folder }, i) => [folder, directories[i]?.length ?? 0]));
}

function arranged(
  root: VolumeFolder,
  scheme: Scheme,
  { extentsOf, firstSector, continuationSector }: Places,
  time: Date,
  sizes: ReadonlyMap<VolumeFolder, number>,
): Laid {
  const all = ordered(root, scheme);
  const continuations = new Continuations(continuationSector);
  const extents = new Map<VolumeFolder, Extent>();
  let sector = firstSector;
  for (const { folder } of all) {
    const size = sizes.get(folder) ?? 0;
    extents.set(folder, { sector, size });
    sector += sectorsFor(size);
  }
  const extentOf = (folder: VolumeFolder): Extent => extents.get(folder) ?? { sector: 0, size: 0 };
  const context = { scheme, extentOf, extentsOf, continuations, time };
  const directories = all.map(({ folder, parent }) =>
    directoryOf(folder, all[parent - 1]?.folder ?? root, folder === root, context),
  );
  return {
    directories,
    sectors: directories.reduce((sum, { length }) => sum + length / sectorSize, 0),
    continuation: wholeSectors(continuations.bytes()),
    rootExtent: extentOf(root),
    pathTableRows: all.map(({ folder, identifier, parent }) => ({
      identifier,
      sector: extentOf(folder).sector,
      parent,
    })),
  };
}

interface Context {
  readonly scheme: Scheme;
  readonly extentOf: (folder: VolumeFolder) => Extent;
  readonly extentsOf: Places['extentsOf'];
  readonly continuations: Continuations;
  readonly time: Date;
}

function directoryOf(folder: VolumeFolder, above: VolumeFolder, isRoot: boolean, context: Context): Buffer {
  const { scheme, extentOf, extentsOf, continuations, time } = context;
  const encoded = (record: Omit<DirectoryRecord, 'systemUse'>, fields: readonly Buffer[]): Buffer => {
    const systemUse = continuations.place(fields, roomForSystemUse(record.identifier));
    return directoryRecord({ ...record, systemUse }, time);
  };
  const names = scheme.names(folder);
  const children = sortedChildren(folder, names).flatMap((child) => {
    const identifier = scheme.encode(nameOf(names, child));
    const isFolder = child.kind === 'folder';
    const parts = isFolder ? [extentOf(child)] : extentsOf(child);
    const fields = scheme.systemUse(child, 'entry');
    return parts.map((extent, i) =>
      encoded({ identifier, extent, isFolder, goesOn: i + 1 < parts.length }, fields),
    );
  });
  const own = { identifier: selfIdentifier, extent: extentOf(folder), isFolder: true };
  const parent = { identifier: parentIdentifier, extent: extentOf(above), isFolder: true };
  return directory([
    encoded(own, scheme.systemUse(folder, isRoot ? 'root' : 'self')),
    encoded(parent, scheme.systemUse(above, 'parent')),
    ...children,
  ]);
}
