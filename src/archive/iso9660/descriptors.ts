/** ECMA-119, 8: what stands from sector 16 on and says where everything is. */
import { ascii, both16, both32, number32, ucs2Field, volumeDate } from './fields.ts';
import { sectorSize } from './sectors.ts';

export interface Hierarchy {
  readonly pathTableSize: number;
  readonly littlePathTable: number;
  readonly bigPathTable: number;
  /** The root's record, without a system use area. */
  readonly root: Uint8Array;
}

export interface Volume {
  readonly label: string;
  /** In sectors. */
  readonly size: number;
  readonly time: Date;
}

/** 8.4 */
export function primaryDescriptor(volume: Volume, hierarchy: Hierarchy): Buffer {
  return descriptor(1, volume, hierarchy, ascii, Buffer.alloc(0));
}

/** Joliet: a supplementary one (8.5) whose escape sequence means UCS-2 level 3. */
export function jolietDescriptor(volume: Volume, hierarchy: Hierarchy): Buffer {
  return descriptor(2, volume, hierarchy, ucs2Field, Buffer.from('%/E'));
}

/** 8.3 */
export function terminator(): Buffer {
  return filled([head(255)]);
}

function head(type: number): Buffer {
  return Buffer.concat([Buffer.from([type]), Buffer.from('CD001'), Buffer.from([1])]);
}

type Text = (text: string, length: number) => Buffer;

function descriptor(
  type: number,
  { label, size, time }: Volume,
  { pathTableSize, littlePathTable, bigPathTable, root }: Hierarchy,
  text: Text,
  escapes: Buffer,
): Buffer {
  const names = [128, 128, 128, 128, 37, 37, 37].map((length) => text('', length));
  return filled([
    head(type),
    Buffer.alloc(1),
    text('', 32),
    text(label, 32),
    Buffer.alloc(8),
    both32(size),
    Buffer.concat([escapes], 32),
    both16(1),
    both16(1),
    both16(sectorSize),
    both32(pathTableSize),
    number32(littlePathTable, 'little'),
    Buffer.alloc(4),
    number32(bigPathTable, 'big'),
    Buffer.alloc(4),
    root,
    ...names,
    volumeDate(time),
    volumeDate(time),
    volumeDate(),
    volumeDate(),
    Buffer.from([1]),
  ]);
}

function filled(parts: readonly Uint8Array[]): Buffer {
  return Buffer.concat(parts, sectorSize);
}
