/** Digests, in lower-case hexadecimal. A text is hashed as its UTF-8 bytes. */
import { createHash } from 'node:crypto';

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function sha512(bytes: Uint8Array | string): string {
  return createHash('sha512').update(bytes).digest('hex');
}
