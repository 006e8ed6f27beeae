/**
 * The fields of SUSP (IEEE P1281) and RRIP (IEEE P1282) that give a record its real name and mode. What has no room in a
 * record goes on in a continuation area.
 */
import { both32 } from './fields.ts';

/** IEEE P1282, 4.1.1: the types of files, as POSIX has them. */
const typeBits = { file: 0o100000, folder: 0o040000 };

export interface Attributes {
  readonly kind: keyof typeof typeBits;
  readonly mode: number;
  readonly links: number;
  readonly serial: number;
}

function field(signature: string, version: number, data: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(signature), Buffer.from([data.length + 4, version]), data]);
}

/** P1281, 5.3: first in the root's own record, says that SUSP is used, and with nothing skipped. */
export function sharingIndicator(): Buffer {
  return field('SP', 1, Buffer.from([0xbe, 0xef, 0]));
}

/** P1281, 5.5 and P1282, 4.3. */
export function extensionReference(): Buffer {
  const texts = [
    'IEEE_P1282',
    'THE IEEE P1282 PROTOCOL PROVIDES SUPPORT FOR POSIX FILE SYSTEM SEMANTICS.',
    'PLEASE CONTACT THE IEEE STANDARDS DEPARTMENT, PISCATAWAY, NJ, USA FOR THE P1282 SPECIFICATION.',
  ];
  const lengths = Buffer.from([...texts.map(({ length }) => length), 1]);
  return field('ER', 1, Buffer.concat([lengths, Buffer.from(texts.join(''))]));
}

/** P1282, 4.1.1: mode, links, owner root, group root, serial number. */
export function posixAttributes({ kind, mode, links, serial }: Attributes): Buffer {
  const numbers = [typeBits[kind] | mode, links, 0, 0, serial];
  return field('PX', 1, Buffer.concat(numbers.map(both32)));
}

/** P1282, 4.1.4: in UTF-8. A field holds 250 bytes at most; all but the last say that there is more. */
export function alternateName(name: string): Buffer[] {
  const bytes = Buffer.from(name);
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += longestPart) {
    const isLast = at + longestPart >= bytes.length;
    const part = bytes.subarray(at, at + longestPart);
    parts.push(field('NM', 1, Buffer.concat([Buffer.from([isLast ? 0 : 1]), part])));
  }
  return parts;
}

/** So long that any name fills two of them at most. */
const longestPart = 128;

/** Where the rest of a record's fields is: sector, offset and length in bytes. */
export function continuation(sector: number, offset: number, length: number): Buffer {
  return field('CE', 1, Buffer.concat([sector, offset, length].map(both32)));
}

export const continuationLength = 28;
