/** ECMA-119, 9.1: directories as lists of records. */
import { both16, both32, recordingDate } from './fields.ts';
import { sectorSize, wholeSectors } from './sectors.ts';

export interface Extent {
  readonly sector: number;
  /** In bytes. */
  readonly size: number;
}

export interface DirectoryRecord {
  readonly identifier: Uint8Array;
  readonly extent: Extent;
  readonly isFolder: boolean;
  /** More of the same file follows in the next record. */
  readonly goesOn?: boolean;
  readonly systemUse: Uint8Array;
}

/** 9.1.10 and 6.8.2.2: how a folder calls itself and its parent. */
export const selfIdentifier = Buffer.from([0]);
export const parentIdentifier = Buffer.from([1]);

/** Bytes that a record has for system use. Its length is a byte, and even. */
export function roomForSystemUse(identifier: Uint8Array): number {
  return 254 - lengthBefore(identifier);
}

function lengthBefore(identifier: Uint8Array): number {
  return 33 + identifier.length + (identifier.length % 2 === 0 ? 1 : 0);
}

export function directoryRecord(record: DirectoryRecord, time: Date): Buffer {
  const { identifier, extent, isFolder, goesOn = false, systemUse } = record;
  const unpadded = lengthBefore(identifier) + systemUse.length;
  const length = unpadded + (unpadded % 2);
  const bytes = Buffer.concat(
    [
      Buffer.from([length, 0]),
      both32(extent.sector),
      both32(extent.size),
      recordingDate(time),
      Buffer.from([(isFolder ? 2 : 0) | (goesOn ? 0x80 : 0), 0, 0]),
      both16(1),
      Buffer.from([identifier.length]),
      identifier,
      Buffer.alloc(lengthBefore(identifier) - 33 - identifier.length),
      systemUse,
    ],
    length,
  );
  return bytes;
}

/** 6.8.1.1: no record crosses the end of a sector. */
export function directory(records: readonly Buffer[]): Buffer {
  const parts: Buffer[] = [];
  let used = 0;
  for (const record of records) {
    const left = sectorSize - (used % sectorSize);
    const gap = record.length > left ? left : 0;
    parts.push(Buffer.alloc(gap), record);
    used += gap + record.length;
  }
  return wholeSectors(Buffer.concat(parts));
}
