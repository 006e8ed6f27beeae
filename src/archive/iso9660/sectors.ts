/** ECMA-119, 6.1: a logical sector, and here a logical block too, has 2048 bytes. */
export const sectorSize = 2048;

export function sectorsFor(bytes: number): number {
  return Math.ceil(bytes / sectorSize);
}

/** Filled up to whole sectors. */
export function wholeSectors(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(sectorsFor(bytes.length) * sectorSize - bytes.length)]);
}
