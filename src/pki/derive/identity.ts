/**
 * Who a key is for, and how that becomes bytes. Two different identities never encode alike: every field is preceded by
 * its length, and an absent node differs from an empty one.
 */
import { hkdfSync } from 'node:crypto';
import { Bug } from '../../shared/fault.ts';
import { utf8Bytes } from '../text.ts';

/** Never contains the names in the certificate: a key outlives a changed SAN. */
export interface KeyIdentity {
  /** What the key does, such as `kubelet-serving`. */
  readonly purpose: string;
  /** Absent: a key of the whole cluster. */
  readonly node?: string;
  /** Counts renewals, from 0. */
  readonly generation: number;
}

/** Changes only together with every derived key. */
const construction = 'nodeseed key derivation v1';

/**
 * HKDF-SHA256 (RFC 5869) of the seed, with the construction's name as salt and the identity and algorithm as info.
 * `length` is in bytes, at most 8160. The same arguments give the same bytes for ever.
 */
export function expandIdentity(
  seed: Uint8Array,
  identity: KeyIdentity,
  algorithm: string,
  length: number,
): Buffer {
  if (seed.length < 32) throw new Bug('a key seed needs at least 32 bytes');
  return Buffer.from(hkdfSync('sha256', seed, construction, encodeIdentity(identity, algorithm), length));
}

export function encodeIdentity(identity: KeyIdentity, algorithm: string): Buffer {
  const { purpose, node, generation } = identity;
  if (!Number.isInteger(generation) || generation < 0 || generation > 0xffffffff) {
    throw new Bug(`a renewal generation of ${generation}`);
  }
  const count = Buffer.alloc(4);
  count.writeUInt32BE(generation);
  return Buffer.concat([
    sized(algorithm),
    sized(purpose),
    node === undefined ? Buffer.from([0]) : Buffer.concat([Buffer.from([1]), sized(node)]),
    count,
  ]);
}

/** UTF-8 behind its length as four bytes, highest first. */
function sized(text: string): Buffer {
  const bytes = utf8Bytes(text);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
