/** RSA keys from derived bytes: a prime search after FIPS 186-5, A.1.3, over a stream keyed by HKDF's output. */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { type RsaAlgorithm, rsaBits } from '../algorithms.ts';
import { bitLength, gcd, inverse, toBytes } from './bigint.ts';
import { expandIdentity, type KeyIdentity } from './identity.ts';
import { nextPrime } from './prime.ts';
import { type ByteStream, keyedStream } from './stream.ts';

const exponent = 65537n;

export interface RsaNumbers {
  readonly n: bigint;
  readonly e: bigint;
  readonly d: bigint;
  /** The larger prime. */
  readonly p: bigint;
  readonly q: bigint;
}

export function deriveRsaKey(seed: Uint8Array, identity: KeyIdentity, algorithm: RsaAlgorithm): KeyObject {
  const stream = keyedStream(expandIdentity(seed, identity, algorithm, 32));
  return rsaKey(rsaNumbers(stream, rsaBits[algorithm]));
}

/** Takes the stream as far as needed. `bits` is the modulus' exact length. */
export function rsaNumbers(stream: ByteStream, bits: number): RsaNumbers {
  for (;;) {
    const first = nextPrime(stream, bits / 2, exponent, () => true);
    const apart = 1n << BigInt(bits / 2 - 100);
    const second = nextPrime(stream, bits / 2, exponent, (candidate) => distance(first, candidate) > apart);
    const [p, q] = first > second ? [first, second] : [second, first];
    const d = inverse(exponent, leastCommonMultiple(p - 1n, q - 1n));
    // A.1.1 wants d above 2^(bits/2); less is as good as impossible.
    if (bitLength(d) > bits / 2) return { n: p * q, e: exponent, d, p, q };
  }
}

function distance(a: bigint, b: bigint): bigint {
  return a > b ? a - b : b - a;
}

function leastCommonMultiple(a: bigint, b: bigint): bigint {
  return (a / gcd(a, b)) * b;
}

function rsaKey({ n, e, d, p, q }: RsaNumbers): KeyObject {
  const text = (value: bigint) => toBytes(value, Math.ceil(bitLength(value) / 8)).toString('base64url');
  return createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'RSA',
      n: text(n),
      e: text(e),
      d: text(d),
      p: text(p),
      q: text(q),
      dp: text(d % (p - 1n)),
      dq: text(d % (q - 1n)),
      qi: text(inverse(q, p)),
    },
  });
}
