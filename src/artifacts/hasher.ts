/** A digest that grows with the bytes. */
import { createHash, type Hash } from 'node:crypto';
import type { Digest } from '../model/artifact.ts';

export interface Hasher {
  update(bytes: Uint8Array): void;
  /** Of the bytes so far; more may follow. */
  digest(): Digest;
}

/** By the algorithm of that digest. */
export function hasherOf(digest: Digest): Hasher {
  const algorithm = digest.startsWith('sha512:') ? 'sha512' : 'sha256';
  const hash: Hash = createHash(algorithm);
  return {
    update: (bytes) => void hash.update(bytes),
    digest: () => `${algorithm}:${hash.copy().digest('hex')}`,
  };
}
