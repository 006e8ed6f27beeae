/**
 * Writes ISO 9660 volumes (ECMA-119, level 3) with real names and modes by Rock Ridge (IEEE P1281 and P1282) and with Joliet's
 * names beside them. The same files give the same bytes, whatever order they come in. A file may be of any size: what a single
 * extent cannot hold goes on in the next.
 */
import type { Piece } from '../model/assembly.ts';
import { publicContent } from '../model/content.ts';
import { Bug } from '../shared/fault.ts';
import { type Hierarchy, jolietDescriptor, primaryDescriptor, terminator } from './iso9660/descriptors.ts';
import { directoryRecord, type Extent, selfIdentifier } from './iso9660/directory.ts';
import { ucs2 } from './iso9660/fields.ts';
import { type Laid, layOut, type Places, type Scheme } from './iso9660/hierarchy.ts';
import { isoNames, jolietNames } from './iso9660/names.ts';
import { pathTable } from './iso9660/path-table.ts';
import {
  alternateName,
  extensionReference,
  posixAttributes,
  sharingIndicator,
} from './iso9660/rock-ridge.ts';
import { sectorSize, sectorsFor, wholeSectors } from './iso9660/sectors.ts';
import {
  foldersByLevel,
  leavesOf,
  padded,
  type VolumeFile,
  type VolumeFolder,
  type VolumeLeaf,
  type VolumeNode,
  type VolumeOptions,
  volumeTree,
} from './volume.ts';

/** 7.3: the length of an extent has 32 bits; whole sectors, so that the next extent begins at one. */
const longestExtent = 0xfffff800;
/** 6.2.1 leaves sixteen sectors to the system; three descriptors follow. */
const firstFreeSector = 19;

/**
 * `label` has at most 16 characters, as Joliet has no room for more. Throws a Bug for what cannot be on such a volume: more than
 * eight levels of folders, names of more than 253 bytes, more than 8 TiB.
 */
export function iso9660(files: readonly VolumeFile[], { label, time }: VolumeOptions): Piece[] {
  if (!/^[A-Za-z0-9_-]{1,16}$/.test(label)) throw new Bug(`a volume cannot be labelled "${label}"`);
  const root = volumeTree(files);
  const leaves = leavesOf(root);
  const lay = (scheme: Scheme, places: Places): Laid => layOut(root, scheme, places, time);
  const schemes = { iso: rockRidge(root), joliet };

  // Sizes depend on nothing but names, so a first pass tells where everything will be.
  const nowhere = { extentsOf: extentsFrom(() => 0), firstSector: 0, continuationSector: 0 };
  const draft = { iso: lay(schemes.iso, nowhere), joliet: lay(schemes.joliet, nowhere) };
  const isoTables = firstFreeSector;
  const jolietTables = isoTables + sectorsOf(tables(draft.iso));
  const isoSector = jolietTables + sectorsOf(tables(draft.joliet));
  // libarchive reads forwards only: behind the directories that refer to it.
  const continuationSector = isoSector + draft.iso.sectors;
  const jolietSector = continuationSector + sectorsOf([draft.iso.continuation]);
  const data = dataSectors(leaves, jolietSector + draft.joliet.sectors);

  const extentsOf = extentsFrom((leaf) => data.sectors.get(leaf) ?? 0);
  const iso = lay(schemes.iso, { extentsOf, firstSector: isoSector, continuationSector });
  const jolietLaid = lay(schemes.joliet, { extentsOf, firstSector: jolietSector, continuationSector });
  const volume = { label, size: data.end, time };
  const head = [
    Buffer.alloc(16 * sectorSize),
    primaryDescriptor(volume, hierarchy(iso, isoTables, time)),
    jolietDescriptor(volume, hierarchy(jolietLaid, jolietTables, time)),
    terminator(),
    ...tables(iso),
    ...tables(jolietLaid),
    ...iso.directories,
    iso.continuation,
    ...jolietLaid.directories,
  ];
  return [publicContent(Buffer.concat(head)), ...leaves.flatMap((leaf) => padded(leaf.data, sectorSize))];
}

interface DataSectors {
  readonly sectors: ReadonlyMap<VolumeLeaf, number>;
  readonly end: number;
}

/** Nobody looks for the data of an empty file. */
function dataSectors(leaves: readonly VolumeLeaf[], first: number): DataSectors {
  const sectors = new Map<VolumeLeaf, number>();
  let end = first;
  for (const leaf of leaves) {
    sectors.set(leaf, leaf.data.size === 0 ? 0 : end);
    end += sectorsFor(leaf.data.size);
  }
  if (end > 0xffffffff) throw new Bug('more than an ISO 9660 volume can hold');
  return { sectors, end };
}

function extentsFrom(sectorOf: (leaf: VolumeLeaf) => number): (leaf: VolumeLeaf) => Extent[] {
  return (leaf) => {
    const { size } = leaf.data;
    const count = Math.max(1, Math.ceil(size / longestExtent));
    return Array.from({ length: count }, (_, i) => ({
      sector: sectorOf(leaf) + i * (longestExtent / sectorSize),
      size: Math.min(longestExtent, size - i * longestExtent),
    }));
  };
}

/** The little-endian table, then the other, each in sectors of its own. */
function tables({ pathTableRows }: Laid): Buffer[] {
  return (['little', 'big'] as const).map((order) => wholeSectors(pathTable(pathTableRows, order)));
}

function sectorsOf(parts: readonly Buffer[]): number {
  return parts.reduce((sum, { length }) => sum + length / sectorSize, 0);
}

function hierarchy(laid: Laid, firstTable: number, time: Date): Hierarchy {
  const { pathTableRows, rootExtent } = laid;
  const systemUse = Buffer.alloc(0);
  return {
    pathTableSize: pathTable(pathTableRows, 'little').length,
    littlePathTable: firstTable,
    bigPathTable: firstTable + sectorsOf(tables(laid)) / 2,
    root: directoryRecord(
      { identifier: selfIdentifier, extent: rootExtent, isFolder: true, systemUse },
      time,
    ),
  };
}

const joliet: Scheme = {
  names: jolietNames,
  encode: ucs2,
  systemUse: () => [],
};

/** Linux cuts off the part of a name that goes beyond (fs/isofs/rock.c, get_rock_ridge_filename). */
const longestName = 253;

/** Who may enter the folders of a volume is said by whoever mounts it. */
const folderMode = 0o755;

function rockRidge(root: VolumeFolder): Scheme {
  const serials = new Map<VolumeNode, number>();
  for (const node of [root, ...foldersByLevel(root).flatMap(({ children }) => children)]) {
    if (Buffer.byteLength(node.name) > longestName)
      throw new Bug(`the name ${node.name} is too long for a volume`);
    serials.set(node, serials.size + 1);
  }
  const attributes = (node: VolumeNode) => {
    const serial = serials.get(node) ?? 0;
    const { kind } = node;
    if (kind === 'file') return posixAttributes({ kind, mode: node.mode, links: 1, serial });
    const links = 2 + node.children.filter((child) => child.kind === 'folder').length;
    return posixAttributes({ kind, mode: folderMode, links, serial });
  };
  return {
    names: isoNames,
    encode: (name) => Buffer.from(name, 'latin1'),
    systemUse: (node, role) => [
      ...(role === 'root' ? [sharingIndicator()] : []),
      attributes(node),
      ...(role === 'entry' ? alternateName(node.name) : []),
      ...(role === 'root' ? [extensionReference()] : []),
    ],
  };
}
