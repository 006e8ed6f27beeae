/** An endless stream of bytes that follows from its key alone: AES-256 in counter mode over zeros, from counter 0. */
import { createCipheriv } from 'node:crypto';

export interface ByteStream {
  /** The next `length` bytes. */
  next(length: number): Buffer;
}

/** `key` has 32 bytes and must be used for one stream only. */
export function keyedStream(key: Uint8Array): ByteStream {
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  return { next: (length) => cipher.update(Buffer.alloc(length)) };
}
