/** The specification's "FAT Directory Structure": entries of 32 bytes, a long name in as many before its file's own. */
import { directoryEntrySize } from './geometry.ts';
import { isShort, type ShortName } from './names.ts';

const attributes = { readOnly: 0x01, label: 0x08, folder: 0x10, file: 0x20, longName: 0x0f } as const;

export interface Entry {
  readonly shortName: Uint8Array;
  readonly attribute: 'label' | 'folder' | 'file';
  readonly firstCluster: number;
  /** Of folders: 0. */
  readonly size: number;
}

export function shortEntry({ shortName, attribute, firstCluster, size }: Entry, time: Date): Buffer {
  const bytes = Buffer.alloc(directoryEntrySize);
  const [date, clock] = dosTime(time);
  bytes.set(shortName);
  bytes.writeUInt8(attributes[attribute], 11);
  bytes.writeUInt16LE(clock, 14);
  bytes.writeUInt16LE(date, 16);
  bytes.writeUInt16LE(date, 18);
  bytes.writeUInt16LE(firstCluster >>> 16, 20);
  bytes.writeUInt16LE(clock, 22);
  bytes.writeUInt16LE(date, 24);
  bytes.writeUInt16LE(firstCluster & 0xffff, 26);
  bytes.writeUInt32LE(size, 28);
  return bytes;
}

/** "Date and Time Formats": from 1980 on, by two seconds. Readers take it for their local time. */
function dosTime(time: Date): [date: number, clock: number] {
  const year = Math.min(Math.max(time.getUTCFullYear() - 1980, 0), 127);
  const date = (year << 9) | ((time.getUTCMonth() + 1) << 5) | time.getUTCDate();
  const clock = (time.getUTCHours() << 11) | (time.getUTCMinutes() << 5) | (time.getUTCSeconds() >> 1);
  return [date, clock];
}

const unitsPerEntry = 13;
/** Where the units of a name stand in an entry. */
const unitOffsets = [1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30] as const;

/** The last part comes first. None for a name that is short anyway. */
export function longEntries(name: string, shortName: ShortName): Buffer[] {
  if (isShort(name)) return [];
  const units = [...Buffer.from(name, 'utf16le').swap16()];
  const codes = Array.from(
    { length: name.length },
    (_, i) => ((units[2 * i] ?? 0) << 8) | (units[2 * i + 1] ?? 0),
  );
  const count = Math.ceil(codes.length / unitsPerEntry);
  const checksum = checksumOf(shortName);
  return Array.from({ length: count }, (_, i) => {
    const bytes = Buffer.alloc(directoryEntrySize);
    const order = i + 1;
    bytes.writeUInt8(order === count ? order | 0x40 : order, 0);
    bytes.writeUInt8(attributes.longName, 11);
    bytes.writeUInt8(checksum, 13);
    for (const [j, offset] of unitOffsets.entries()) {
      const at = i * unitsPerEntry + j;
      // A zero ends the name, and what is left has all bits set.
      bytes.writeUInt16LE(codes[at] ?? (at === codes.length ? 0 : 0xffff), offset);
    }
    return bytes;
  }).reverse();
}

function checksumOf(shortName: ShortName): number {
  return shortName.reduce((sum, byte) => (((sum & 1) << 7) + (sum >> 1) + byte) & 0xff, 0);
}

/** How many entries a folder's children take. */
export function entriesFor(names: readonly string[]): number {
  return names.reduce(
    (sum, name) => sum + 1 + (isShort(name) ? 0 : Math.ceil(name.length / unitsPerEntry)),
    0,
  );
}
