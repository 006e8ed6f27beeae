/** Signatures: RFC 6979's published vectors, and openssl. */
import { createECDH, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { fromBytes } from '../../src/pki/derive/bigint.ts';
import { deriveKey } from '../../src/pki/derive/key.ts';
import { contents, decode, encode, members } from '../../src/pki/x509/der.ts';
import { isSupportedKey, signerOf } from '../../src/pki/x509/sign.ts';
import { seed } from './support.ts';

const identity = { purpose: 'test', generation: 0 };

/** RFC 6979, A.2.5 with SHA-256 and A.2.6 with SHA-384. The first s of P-256 is in the upper half and must stay there. */
const published = [
  {
    curve: { openssl: 'prime256v1', jose: 'P-256', bytes: 32 },
    secret: 'C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721',
    message: 'sample',
    r: 'EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716',
    s: 'F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8',
  },
  {
    curve: { openssl: 'prime256v1', jose: 'P-256', bytes: 32 },
    secret: 'C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721',
    message: 'test',
    r: 'F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367',
    s: '019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083',
  },
  {
    curve: { openssl: 'secp384r1', jose: 'P-384', bytes: 48 },
    secret:
      '6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA9AA47740787137D896D5724E4C70A825F872C9EA60D2EDF5',
    message: 'sample',
    r: '94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA73D64C4EA95AD133C81A648152E44ACF96E36DD1E80FABE46',
    s: '99EF4AEB15F178CEA1FE40DB2603138F130E740A19624526203B6351D0A3A94FA329C145786E679E7B82C71A38628AC8',
  },
] as const;

function keyFrom(secret: string, curve: (typeof published)[number]['curve']): KeyObject {
  const agreement = createECDH(curve.openssl);
  agreement.setPrivateKey(Buffer.from(secret, 'hex'));
  const point = agreement.getPublicKey();
  const text = (bytes: Buffer) => bytes.toString('base64url');
  const [d, x, y] = [
    Buffer.from(secret, 'hex'),
    point.subarray(1, 1 + curve.bytes),
    point.subarray(1 + curve.bytes),
  ];
  const key = { kty: 'EC', crv: curve.jose, d: text(d), x: text(x), y: text(y) };
  return createPrivateKey({ format: 'jwk', key });
}

test('ECDSA gives the signatures of RFC 6979', () => {
  for (const { curve, secret, message, r, s } of published) {
    const signature = signerOf(keyFrom(secret, curve)).sign(Buffer.from(message));
    const numbers = members(decode(signature)).map((item) => fromBytes(contents(item) ?? Buffer.alloc(0)));
    assert.equal(numbers, [BigInt(`0x${r}`), BigInt(`0x${s}`)]);
  }
});

test('ECDSA signatures are sound to OpenSSL, with the hash that belongs to the curve', () => {
  for (const [algorithm, hash] of [
    ['ECDSA-P256', 'sha256'],
    ['ECDSA-P384', 'sha384'],
  ] as const) {
    const key = deriveKey(seed, identity, algorithm);
    for (let count = 0; count < 40; count++) {
      const message = Buffer.from(`message ${count}`);
      const signature = signerOf(key).sign(message);
      assert.ok(verify(hash, message, createPublicKey(key), signature));
      assert.equal(signature, signerOf(key).sign(message));
    }
  }
});

test('RSA signs by PKCS#1 v1.5 with SHA-256', () => {
  const key = deriveKey(seed, identity, 'RSA-2048');
  const message = Buffer.from('message');
  assert.equal(signerOf(key).sign(message), sign('sha256', message, key));
  assert.is(encode(signerOf(key).algorithm()).toString('hex'), '300d06092a864886f70d01010b0500');
});

test('a signer that is printed shows no key', () => {
  const key = keyFrom(published[0].secret, published[0].curve);
  const text = JSON.stringify(signerOf(key));
  assert.is(text, '{}');
});

test('a key that cannot be used is known beforehand', () => {
  const key = deriveKey(seed, identity, 'ECDSA-P256');
  assert.ok(isSupportedKey(key) && isSupportedKey(createPublicKey(key)));
  const edwards = createPrivateKey(
    '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f\n-----END PRIVATE KEY-----\n',
  );
  assert.not(isSupportedKey(edwards));
  assert.throws(() => signerOf(edwards), /should have been refused/);
});

test.run();
