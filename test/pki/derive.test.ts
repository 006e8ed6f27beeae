/** Key derivation: against published vectors, constructions written a second time, and openssl. */
import { createCipheriv, createHmac, createPublicKey, type JsonWebKey } from 'node:crypto';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { curves, keyAlgorithms, rsaBits } from '../../src/pki/algorithms.ts';
import { fromBytes, gcd, inverse, toBytes } from '../../src/pki/derive/bigint.ts';
import { scalarFrom } from '../../src/pki/derive/ec.ts';
import { encodeIdentity, expandIdentity } from '../../src/pki/derive/identity.ts';
import { deriveKey, keyPem } from '../../src/pki/derive/key.ts';
import { nextPrime } from '../../src/pki/derive/prime.ts';
import { keyedStream } from '../../src/pki/derive/stream.ts';
import { available } from '../support/judges.ts';
import fc from '../support/property.ts';
import { openssl, seed } from './support.ts';

const identity = { purpose: 'kubelet-serving', node: 'worker-1', generation: 0 };

/** RFC 5869, written from its text. */
function hkdf(ikm: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Buffer {
  const pseudoRandomKey = createHmac('sha256', salt).update(ikm).digest();
  let block = Buffer.alloc(0);
  let output = Buffer.alloc(0);
  for (let count = 1; output.length < length; count++) {
    block = createHmac('sha256', pseudoRandomKey)
      .update(block)
      .update(info)
      .update(Uint8Array.of(count))
      .digest();
    output = Buffer.concat([output, block]);
  }
  return output.subarray(0, length);
}

test('HKDF of this test agrees with RFC 5869, A.1', () => {
  const output = hkdf(
    Buffer.alloc(22, 0x0b),
    Buffer.from('000102030405060708090a0b0c', 'hex'),
    Buffer.from('f0f1f2f3f4f5f6f7f8f9', 'hex'),
    42,
  );
  const published = '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865';
  assert.is(output.toString('hex'), published);
});

test('an identity expands by HKDF-SHA256 with the construction as salt', () => {
  for (const length of [32, 40, 56]) {
    const info = encodeIdentity(identity, 'ECDSA-P256');
    const expected = hkdf(seed, Buffer.from('nodeseed key derivation v1'), info, length);
    assert.is(expandIdentity(seed, identity, 'ECDSA-P256', length).toString('hex'), expected.toString('hex'));
  }
});

test('an identity is encoded as lengths and fields', () => {
  const encoded = encodeIdentity({ purpose: 'ab', node: 'ü', generation: 258 }, 'X').toString('hex');
  assert.is(encoded, `00000001${'58'}00000002${'6162'}01${'00000002'}c3bc00000102`);
  const cluster = encodeIdentity({ purpose: 'ab', generation: 0 }, 'X').toString('hex');
  assert.is(cluster, `00000001${'58'}00000002${'6162'}00${'00000000'}`);
});

test('two identities that differ are never encoded alike', () => {
  const part = fc.string({ unit: fc.constantFrom('\0', '\x01', 'a', 'b', 'ü'), maxLength: 6 });
  const any = fc.record({
    purpose: part,
    node: fc.option(part, { nil: undefined }),
    generation: fc.nat(3),
    algorithm: part,
  });
  const encode = ({
    purpose,
    node,
    generation,
    algorithm,
  }: typeof any extends fc.Arbitrary<infer T> ? T : never) =>
    encodeIdentity({ purpose, generation, ...(node === undefined ? {} : { node }) }, algorithm);
  fc.assert(
    fc.property(
      any,
      any,
      (a, b) => encode(a).equals(encode(b)) === (JSON.stringify(a) === JSON.stringify(b)),
    ),
    { numRuns: 2000 },
  );
});

test('half a surrogate pair and an impossible generation are our own mistakes', () => {
  assert.throws(() => encodeIdentity({ purpose: '\ud800', generation: 0 }, 'X'), /surrogate/);
  for (const generation of [-1, 1.5, Number.NaN, 2 ** 32]) {
    assert.throws(() => encodeIdentity({ purpose: 'a', generation }, 'X'), /generation/);
  }
  assert.throws(() => expandIdentity(Buffer.alloc(31), identity, 'X', 32), /32 bytes/);
});

test('an EC scalar is from 1 to n-1, whatever the random bytes', () => {
  for (const curve of Object.values(curves)) {
    const length = curve.bytes + 8;
    assert.is(fromBytes(scalarFrom(Buffer.alloc(length), curve)), 1n);
    assert.is(fromBytes(scalarFrom(toBytes(curve.order - 2n, length), curve)), curve.order - 1n);
    assert.is(fromBytes(scalarFrom(toBytes(curve.order - 1n, length), curve)), 1n);
    const bytes = fc.uint8Array({ minLength: length, maxLength: length });
    fc.assert(
      fc.property(bytes, (random) => {
        const scalar = scalarFrom(random, curve);
        return scalar.length === curve.bytes && fromBytes(scalar) > 0n && fromBytes(scalar) < curve.order;
      }),
    );
  }
});

test('arithmetic holds', () => {
  const big = fc.bigInt({ min: 2n, max: 1n << 300n });
  fc.assert(
    fc.property(big, big, (a, b) => {
      if (gcd(a, b) === 1n) assert.is((inverse(a, b) * a) % b, 1n % b);
      assert.is(fromBytes(toBytes(a, 40)), a);
      assert.is(a % gcd(a, b), 0n);
    }),
  );
});

/** Miller-Rabin on BigInt, bases fixed. */
function isProbablePrime(candidate: bigint): boolean {
  let odd = candidate - 1n;
  let twos = 0;
  for (; odd % 2n === 0n; odd /= 2n) twos += 1;
  return [2n, 3n, 5n, 7n, 11n, 13n].every((base) => {
    let power = modularPower(base, odd, candidate);
    if (power === 1n) return true;
    for (let round = 0; round < twos; round++) {
      if (power === candidate - 1n) return true;
      power = (power * power) % candidate;
    }
    return false;
  });
}

function modularPower(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

test('the prime search takes the first prime of the stream and no other', () => {
  for (let key = 0; key < 8; key++) {
    const bytes = Buffer.alloc(32, key);
    const found = nextPrime(keyedStream(bytes), 256, 65537n, () => true);
    // The stream a second time, in one piece.
    const stream = createCipheriv('aes-256-ctr', bytes, Buffer.alloc(16)).update(Buffer.alloc(32 * 2000));
    let expected: bigint | undefined;
    for (let at = 0; expected === undefined; at += 32) {
      const candidate = fromBytes(stream.subarray(at, at + 32)) | (3n << 254n) | 1n;
      if (isProbablePrime(candidate) && (candidate - 1n) % 65537n !== 0n) expected = candidate;
    }
    assert.is(found, expected);
  }
});

test('the prime search skips what is not accepted', () => {
  const stream = () => keyedStream(Buffer.alloc(32, 1));
  const first = nextPrime(stream(), 256, 65537n, () => true);
  const second = nextPrime(stream(), 256, 65537n, (candidate) => candidate !== first);
  assert.is.not(second, first);
});

test('every algorithm gives a sound key of its size, the same each time', () => {
  for (const algorithm of keyAlgorithms) {
    const key = deriveKey(seed, identity, algorithm);
    assert.is(keyPem(key), keyPem(deriveKey(seed, identity, algorithm)));
    if (algorithm in rsaBits) assertRsa(key.export({ format: 'jwk' }), Number(algorithm.slice(4)));
    if (!available('openssl', 'openssl')) continue;
    const { status, stdout, stderr } = openssl(['pkey', '-check', '-noout'], keyPem(key));
    assert.is(status, 0, stderr);
    assert.match(stdout, 'Key is valid');
  }
});

function assertRsa(jwk: JsonWebKey, bits: number): void {
  const [n, d, p, q] = [jwk.n, jwk.d, jwk.p, jwk.q].map((part) =>
    fromBytes(Buffer.from(part ?? '', 'base64url')),
  );
  if (n === undefined || d === undefined || p === undefined || q === undefined)
    throw new Error('not an RSA key');
  assert.is(n.toString(2).length, bits);
  assert.is(jwk.e, 'AQAB');
  assert.is(p * q, n);
  assert.ok(p - q > 1n << BigInt(bits / 2 - 100), 'the primes are apart, the larger first');
  const lambda = ((p - 1n) / gcd(p - 1n, q - 1n)) * (q - 1n);
  assert.is((d * 65537n) % lambda, 1n);
  assert.ok(d < lambda && d.toString(2).length > bits / 2);
}

test('keys are written as kubeadm writes them', () => {
  assert.match(keyPem(deriveKey(seed, identity, 'ECDSA-P384')), /^-----BEGIN EC PRIVATE KEY-----\n[^\r]*\n$/);
  assert.match(keyPem(deriveKey(seed, identity, 'RSA-2048')), /^-----BEGIN RSA PRIVATE KEY-----\n[^\r]*\n$/);
});

test('another purpose, node, generation, algorithm or seed gives another key', () => {
  const keys = [
    deriveKey(seed, identity, 'ECDSA-P256'),
    deriveKey(seed, { ...identity, purpose: 'kubelet-client' }, 'ECDSA-P256'),
    deriveKey(seed, { ...identity, node: 'worker-2' }, 'ECDSA-P256'),
    deriveKey(seed, { purpose: 'kubelet-serving', generation: 0 }, 'ECDSA-P256'),
    deriveKey(seed, { ...identity, generation: 1 }, 'ECDSA-P256'),
    deriveKey(seed, identity, 'ECDSA-P384'),
    deriveKey(Buffer.alloc(32, 1), identity, 'ECDSA-P256'),
  ].map((key) => createPublicKey(key).export({ format: 'pem', type: 'spki' }));
  assert.is(new Set(keys).size, keys.length);
});

test.run();
