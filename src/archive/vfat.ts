/**
 * Writes FAT volumes with long names (Microsoft's FAT32 File System Specification, 1.03): FAT12, 16 or 32, whichever what is to be
 * on it takes, with room for nothing else. The same files give the same bytes, whatever order they come in.
 */
import type { Piece } from '../model/assembly.ts';
import { publicContent } from '../model/content.ts';
import { sha256 } from '../shared/digest.ts';
import { Bug } from '../shared/fault.ts';
import { reservedSectors } from './vfat/boot-sector.ts';
import { entriesFor, longEntries, shortEntry } from './vfat/directory.ts';
import { directoryEntrySize, type FatBits, type Geometry, geometryFor, sectorSize } from './vfat/geometry.ts';
import { shortNames } from './vfat/names.ts';
import { allocationTable } from './vfat/table.ts';
import {
  foldersByLevel,
  leavesOf,
  padded,
  type VolumeFile,
  type VolumeFolder,
  type VolumeNode,
  type VolumeOptions,
  volumeTree,
} from './volume.ts';

/** "File Size" has 32 bits. */
const largestFile = 0xffffffff;

/**
 * `label` is written in capitals, at most 11 characters. Modes are not kept: FAT has none. Throws a Bug for a name that FAT
 * cannot have, two that differ in case alone, and files of 4 GiB and more.
 */
export function vfat(files: readonly VolumeFile[], { label, time }: VolumeOptions): Piece[] {
  if (!/^[A-Za-z0-9_-]{1,11}$/.test(label)) throw new Bug(`a FAT volume cannot be labelled "${label}"`);
  const large = files.find(({ data }) => data.size > largestFile);
  if (large) throw new Bug(`${large.path} has ${large.data.size} bytes, more than a file on FAT may have`);
  const root = volumeTree(files);
  const lengthOf = (bits: FatBits, clusterSize: number) => (node: VolumeNode) =>
    Math.ceil(bytesIn(node, root, bits) / clusterSize);
  const geometry = geometryFor(
    (bits, clusterSize) => sum(nodesOf(root).map(lengthOf(bits, clusterSize))),
    entriesOf(root, root),
  );
  const places = placesOf(root, lengthOf(geometry.bits, geometry.clusterSize));
  const chains = [...places.values()].map(({ length }) => length).filter((length) => length > 0);
  const volumeLabel = label.toUpperCase();
  const parents = parentsOf(root);
  const layout = { root, places, geometry, label: volumeLabel, time };
  const table = allocationTable(geometry, chains);
  const head = [
    reservedSectors(geometry, volumeLabel, serialOf(files, label), sum(chains)),
    table,
    table,
    ...foldersByLevel(root).map((folder) => folderBytes(folder, parents.get(folder), layout)),
  ];
  const data = leavesOf(root).flatMap((leaf) => padded(leaf.data, geometry.clusterSize));
  const used = sum([...head.map(({ length }) => length), ...data.map(({ size }) => size)]);
  const rest = publicContent(new Uint8Array(geometry.totalSectors * sectorSize - used));
  return [publicContent(Buffer.concat(head)), ...data, rest].filter(({ size }) => size > 0);
}

/** Folders first, as they are written before the files. */
function nodesOf(root: VolumeFolder): VolumeNode[] {
  return [...foldersByLevel(root), ...leavesOf(root)];
}

function bytesIn(node: VolumeNode, root: VolumeFolder, bits: FatBits): number {
  if (node.kind === 'file') return node.data.size;
  // Before FAT32 the root has a place of its own.
  return node === root && bits !== 32 ? 0 : entriesOf(node, root) * directoryEntrySize;
}

/** The root has the label, every other folder itself and its parent. */
function entriesOf(folder: VolumeFolder, root: VolumeFolder): number {
  return (folder === root ? 1 : 2) + entriesFor(folder.children.map(({ name }) => name));
}

interface Place {
  /** 0 for what has no bytes. */
  readonly firstCluster: number;
  /** In clusters. */
  readonly length: number;
}

function placesOf(root: VolumeFolder, lengthOf: (node: VolumeNode) => number): Map<VolumeNode, Place> {
  const places = new Map<VolumeNode, Place>();
  let next = 2;
  for (const node of nodesOf(root)) {
    const length = lengthOf(node);
    places.set(node, { firstCluster: length === 0 ? 0 : next, length });
    next += length;
  }
  return places;
}

const self = Buffer.from('.'.padEnd(11));
const above = Buffer.from('..'.padEnd(11));

interface Layout {
  readonly root: VolumeFolder;
  readonly places: ReadonlyMap<VolumeNode, Place>;
  readonly geometry: Geometry;
  readonly label: string;
  readonly time: Date;
}

/** Without a parent it is the root. */
function folderBytes(
  folder: VolumeFolder,
  parent: VolumeFolder | undefined,
  { root, places, geometry, label, time }: Layout,
): Buffer {
  const clusterOf = (node: VolumeNode) => places.get(node)?.firstCluster ?? 0;
  const entry = (
    shortName: Uint8Array,
    attribute: 'label' | 'folder' | 'file',
    firstCluster: number,
    size = 0,
  ) => shortEntry({ shortName, attribute, firstCluster, size }, time);
  // "..": 0 says the root, even where the root has a cluster.
  const own = parent
    ? [
        entry(self, 'folder', clusterOf(folder)),
        entry(above, 'folder', parent === root ? 0 : clusterOf(parent)),
      ]
    : [entry(Buffer.from(label.padEnd(11)), 'label', 0)];
  const children = [...shortNames(folder.children)].flatMap(([node, shortName]) => [
    ...longEntries(node.name, shortName),
    node.kind === 'file'
      ? entry(shortName, 'file', clusterOf(node), node.data.size)
      : entry(shortName, 'folder', clusterOf(node)),
  ]);
  const length = (places.get(folder)?.length ?? 0) * geometry.clusterSize;
  return Buffer.concat([...own, ...children], length || geometry.rootSectors * sectorSize);
}

function parentsOf(root: VolumeFolder): Map<VolumeNode, VolumeFolder> {
  return new Map(
    foldersByLevel(root).flatMap((folder) => folder.children.map((child) => [child, folder] as const)),
  );
}

/** Tells volumes apart, by what is in them as far as everybody may know it. */
function serialOf(files: readonly VolumeFile[], label: string): number {
  const listing = files.map(({ path, data }) => `${path} ${data.size}\n`).sort();
  return Number.parseInt(sha256([label, ...listing].join('\n')).slice(0, 8), 16);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
