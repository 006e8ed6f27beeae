/** A tar archive too large to hold: files of ours, and artifacts that whoever writes it reads out of a store. */
import type { Piece, Stored } from '../model/assembly.ts';
import { type Content, publicContent } from '../model/content.ts';
import { tar } from './tar.ts';

export interface TarMember {
  /** Relative, forward slashes. */
  readonly name: string;
  readonly mode: number;
  readonly content: Content | Stored;
}

/** In the order given; root's, of the epoch. Names are the caller's to keep apart. */
export async function tarPieces(members: readonly TarMember[]): Promise<Piece[]> {
  const pieces: Piece[] = [];
  for (const { name, mode, content } of members) {
    const header = await headerOf(name, mode, content.size);
    pieces.push(publicContent(header), content, publicContent(padding(content.size)));
  }
  return [...pieces.filter(({ size }) => size > 0), publicContent(Buffer.alloc(2 * block))];
}

const block = 512;

function padding(size: number): Buffer {
  return Buffer.alloc((block - (size % block)) % block);
}

/** That of an empty file, with another size: the block before the two empty ones at the end; records for a long name stand before it. */
async function headerOf(name: string, mode: number, size: number): Promise<Buffer> {
  const file = { type: 'file', name, mode, uid: 0, gid: 0, bytes: new Uint8Array() } as const;
  const headers = Buffer.from((await tar([file])).subarray(0, -2 * block));
  const last = headers.subarray(-block);
  writeSize(last, size);
  writeChecksum(last);
  return headers;
}

/** POSIX.1-2017, pax, "ustar Interchange Format": octal digits; from 8 GiB on a binary number, GNU tar's extension that all read. */
function writeSize(header: Buffer, size: number): void {
  const [at, length] = [124, 12];
  if (size < 8 ** 11) {
    header.write(`${size.toString(8).padStart(length - 1, '0')} `, at, 'latin1');
    return;
  }
  header.fill(0, at, at + length);
  header[at] = 0x80;
  header.writeBigUInt64BE(BigInt(size), at + length - 8);
}

/** The sum of all bytes, its own counted as spaces. */
function writeChecksum(header: Buffer): void {
  const [at, length] = [148, 8];
  header.fill(' ', at, at + length);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')} \0`, at, 'latin1');
}
