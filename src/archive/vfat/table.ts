/** The file allocation table: which cluster comes after which. Here every file has its clusters one behind the other. */
import { mediaByte } from './boot-sector.ts';
import { type FatBits, type Geometry, sectorSize } from './geometry.ts';

/** One copy. `chains` has the number of clusters of every file and folder, in the order that they lie in. */
export function allocationTable({ bits, sectorsPerFat }: Geometry, chains: readonly number[]): Buffer {
  const bytes = Buffer.alloc(sectorsPerFat * sectorSize);
  const end = endOf[bits];
  // The first two are no clusters: the media byte, and a sound volume's flags.
  write[bits](bytes, 0, end - 0xff + mediaByte);
  write[bits](bytes, 1, end);
  let cluster = 2;
  for (const length of chains) {
    for (let i = 1; i < length; i++, cluster++) write[bits](bytes, cluster, cluster + 1);
    write[bits](bytes, cluster++, end);
  }
  return bytes;
}

const endOf: Readonly<Record<FatBits, number>> = { 12: 0xfff, 16: 0xffff, 32: 0x0fffffff };

type Write = (bytes: Buffer, cluster: number, value: number) => void;

const write: Readonly<Record<FatBits, Write>> = {
  /** Two entries share three bytes. */
  12: (bytes, cluster, value) => {
    const at = Math.floor(cluster * 1.5);
    const both = bytes.readUInt16LE(at);
    bytes.writeUInt16LE(cluster % 2 === 0 ? (both & 0xf000) | value : (both & 0x000f) | (value << 4), at);
  },
  16: (bytes, cluster, value) => {
    bytes.writeUInt16LE(value, cluster * 2);
  },
  32: (bytes, cluster, value) => {
    bytes.writeUInt32LE(value, cluster * 4);
  },
};
