/** Bytes as the `source` of an Ignition file: a `data:` URL (RFC 2397) in whichever of three encodings is shortest. */
import { gzip } from '../../shared/gzip.ts';
import type { IgnitionFile } from './model.ts';

type Contents = IgnitionFile['contents'];

export function dataUrl(bytes: Uint8Array): Contents {
  const escaped: Contents = { source: `data:,${percentEncoded(bytes)}` };
  const others: Contents[] = [
    { source: `data:;base64,${base64(bytes)}` },
    { source: `data:;base64,${base64(gzip(bytes))}`, compression: 'gzip' },
  ];
  return others.reduce((best, way) => (sizeOf(way) < sizeOf(best) ? way : best), escaped);
}

/** With what the other key costs in JSON. */
function sizeOf({ source, compression }: Contents): number {
  return source.length + (compression === undefined ? 0 : '"compression":"gzip",'.length);
}

/**
 * RFC 3986: everything that is neither unreserved nor fit to stand in a path or query is escaped, byte by byte. Spaces too; a
 * `+` is escaped as some readers take it for one.
 */
function percentEncoded(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += escapes[byte];
  return text;
}

const unescaped = /[A-Za-z0-9._~/:@!$'()*,;=-]/;

const escapes = Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  return unescaped.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
});

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
}
