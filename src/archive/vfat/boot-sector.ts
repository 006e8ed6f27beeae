/** The specification's "Boot Sector and BPB", and FAT32's copies and counters beside it. Nothing boots from it. */
import { directoryEntrySize, type Geometry, sectorSize, sectorsPerTrack } from './geometry.ts';

/** A fixed disk. */
export const mediaByte = 0xf8;

/** The reserved sectors, all of them. */
export function reservedSectors(geometry: Geometry, label: string, serial: number, used: number): Buffer {
  const bytes = Buffer.alloc(geometry.reservedSectors * sectorSize);
  const boot = bootSector(geometry, label, serial);
  boot.copy(bytes);
  if (geometry.bits === 32) {
    const info = fileSystemInfo(geometry.clusters - used, used + 2);
    info.copy(bytes, sectorSize);
    boot.copy(bytes, backupSector * sectorSize);
    info.copy(bytes, (backupSector + 1) * sectorSize);
  }
  return bytes;
}

const backupSector = 6;
const rootCluster = 2;
const signature = 0xaa55;

function bootSector(geometry: Geometry, label: string, serial: number): Buffer {
  const { bits, sectorsPerCluster, rootSectors, totalSectors, sectorsPerFat } = geometry;
  const bytes = Buffer.alloc(sectorSize);
  const isLarge = bits === 32;
  // A jump over the parameters, to where code would be.
  bytes.set([0xeb, isLarge ? 0x58 : 0x3c, 0x90]);
  bytes.write('nodeseed', 3, 'latin1');
  bytes.writeUInt16LE(sectorSize, 11);
  bytes.writeUInt8(sectorsPerCluster, 13);
  bytes.writeUInt16LE(geometry.reservedSectors, 14);
  bytes.writeUInt8(2, 16);
  bytes.writeUInt16LE((rootSectors * sectorSize) / directoryEntrySize, 17);
  const isShort = !isLarge && totalSectors < 0x10000;
  bytes.writeUInt16LE(isShort ? totalSectors : 0, 19);
  bytes.writeUInt8(mediaByte, 21);
  bytes.writeUInt16LE(isLarge ? 0 : sectorsPerFat, 22);
  bytes.writeUInt16LE(sectorsPerTrack, 24);
  bytes.writeUInt16LE(64, 26);
  bytes.writeUInt32LE(isShort ? 0 : totalSectors, 32);
  if (isLarge) {
    bytes.writeUInt32LE(sectorsPerFat, 36);
    bytes.writeUInt32LE(rootCluster, 44);
    bytes.writeUInt16LE(1, 48);
    bytes.writeUInt16LE(backupSector, 50);
  }
  const tail = isLarge ? 64 : 36;
  bytes.writeUInt8(0x80, tail);
  bytes.writeUInt8(0x29, tail + 2);
  bytes.writeUInt32LE(serial, tail + 3);
  bytes.write(label.padEnd(11), tail + 7, 'latin1');
  bytes.write(`FAT${bits}`.padEnd(8), tail + 18, 'latin1');
  bytes.writeUInt16LE(signature, 510);
  return bytes;
}

/** "FSInfo Sector Structure": how many clusters are free, and where to look for one. */
function fileSystemInfo(free: number, next: number): Buffer {
  const bytes = Buffer.alloc(sectorSize);
  bytes.write('RRaA', 0, 'latin1');
  bytes.write('rrAa', 484, 'latin1');
  bytes.writeUInt32LE(free, 488);
  bytes.writeUInt32LE(free > 0 ? next : 0xffffffff, 492);
  bytes.writeUInt16LE(signature, 510);
  return bytes;
}
