/**
 * The shape of a FAT volume (Microsoft Extensible Firmware Initiative FAT32 File System Specification, 1.03): the number of
 * clusters alone says whether it is FAT12, FAT16 or FAT32.
 */
import { Bug } from '../../shared/fault.ts';

export const sectorSize = 512;
/** mtools wants whole tracks. */
export const sectorsPerTrack = 32;
export const directoryEntrySize = 32;

export type FatBits = 12 | 16 | 32;

interface Kind {
  readonly bits: FatBits;
  readonly sectorsPerCluster: number;
  readonly minClusters: number;
  readonly maxClusters: number;
}

/** The first that everything fits into is taken. The limits are the specification's, which it asks to keep sixteen away from. */
const kinds: readonly Kind[] = [
  { bits: 12, sectorsPerCluster: 4, minClusters: 1, maxClusters: 4084 - 16 },
  { bits: 16, sectorsPerCluster: 4, minClusters: 4085 + 16, maxClusters: 65524 - 16 },
  { bits: 16, sectorsPerCluster: 16, minClusters: 4085 + 16, maxClusters: 65524 - 16 },
  { bits: 32, sectorsPerCluster: 8, minClusters: 65525 + 16, maxClusters: 2 ** 21 },
  { bits: 32, sectorsPerCluster: 64, minClusters: 65525 + 16, maxClusters: 2 ** 24 },
];

export interface Geometry {
  readonly bits: FatBits;
  readonly sectorsPerCluster: number;
  readonly clusterSize: number;
  readonly clusters: number;
  readonly reservedSectors: number;
  readonly sectorsPerFat: number;
  /** Of the root, which on FAT32 is a folder like any other: 0. */
  readonly rootSectors: number;
  readonly totalSectors: number;
}

/**
 * `clustersNeeded` tells how many clusters folders and files take, which depends on their size. `rootEntries` is how many
 * entries the root has.
 */
export function geometryFor(
  clustersNeeded: (bits: FatBits, clusterSize: number) => number,
  rootEntries: number,
): Geometry {
  for (const kind of kinds) {
    const clusterSize = kind.sectorsPerCluster * sectorSize;
    const needed = clustersNeeded(kind.bits, clusterSize);
    if (needed <= kind.maxClusters)
      return withClusters(kind, Math.max(needed, kind.minClusters), rootEntries);
  }
  throw new Bug('more than a FAT volume can hold');
}

function withClusters({ bits, sectorsPerCluster }: Kind, atLeast: number, rootEntries: number): Geometry {
  const reservedSectors = bits === 32 ? 32 : 1;
  const entries = bits === 32 ? 0 : Math.max(512, rootEntries);
  const rootSectors = Math.ceil((entries * directoryEntrySize) / sectorSize);
  // A few clusters more fill the last track; the table must have room for them too.
  const spare = Math.ceil(sectorsPerTrack / sectorsPerCluster);
  const sectorsPerFat = Math.ceil(((atLeast + 2 + spare) * bits) / 8 / sectorSize);
  const before = reservedSectors + 2 * sectorsPerFat + rootSectors;
  const tracks = Math.ceil((before + atLeast * sectorsPerCluster) / sectorsPerTrack);
  const totalSectors = tracks * sectorsPerTrack;
  return {
    bits,
    sectorsPerCluster,
    clusterSize: sectorsPerCluster * sectorSize,
    clusters: Math.floor((totalSectors - before) / sectorsPerCluster),
    reservedSectors,
    sectorsPerFat,
    rootSectors,
    totalSectors,
  };
}
