/**
 * Pins every derivation: should one of these change, every cluster's keys would.
 * `RECORD=1 npx tsx test/pki/vectors.test.ts` writes the file anew, and then fails.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { curves, isRsa, type KeyAlgorithm, keyAlgorithms } from '../../src/pki/algorithms.ts';
import { issueCertificate } from '../../src/pki/certificate.ts';
import { scalarFrom } from '../../src/pki/derive/ec.ts';
import { encodeIdentity, expandIdentity, type KeyIdentity } from '../../src/pki/derive/identity.ts';
import { deriveKey } from '../../src/pki/derive/key.ts';
import { newAuthority, request, seed } from './support.ts';

const file = new URL('../../fixtures/pki/vectors.json', import.meta.url);

const identities: readonly KeyIdentity[] = [
  { purpose: 'kubelet-serving', node: 'worker-1', generation: 0 },
  { purpose: 'kubelet-serving', node: 'worker-1', generation: 1 },
  { purpose: 'admin', generation: 0 },
];

function keyVector(identity: KeyIdentity, algorithm: KeyAlgorithm) {
  const jwk = deriveKey(seed, identity, algorithm).export({ format: 'jwk' });
  const hex = (part: string | undefined) => Buffer.from(part ?? '', 'base64url').toString('hex');
  const secret = isRsa(algorithm) ? { p: hex(jwk.p), q: hex(jwk.q) } : { d: hex(jwk.d), x: hex(jwk.x) };
  return {
    algorithm,
    identity,
    seed: seed.toString('hex'),
    info: encodeIdentity(identity, algorithm).toString('hex'),
    ...secret,
  };
}

function certificateVector(authorityAlgorithm: KeyAlgorithm, algorithm: KeyAlgorithm) {
  const authority = newAuthority(authorityAlgorithm);
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const leaf = issueCertificate(request({ algorithm }), authority, seed);
  return {
    authority: authorityAlgorithm,
    leaf: algorithm,
    authoritySha256: sha256(authority.certificate),
    leafSha256: sha256(leaf.certificate),
  };
}

const actual = {
  keys: keyAlgorithms.flatMap((algorithm) =>
    identities.slice(0, isRsa(algorithm) ? 1 : undefined).map((identity) => keyVector(identity, algorithm)),
  ),
  certificates: [
    certificateVector('ECDSA-P256', 'ECDSA-P256'),
    certificateVector('ECDSA-P384', 'RSA-2048'),
    certificateVector('RSA-2048', 'ECDSA-P384'),
  ],
};

const recording = process.env['RECORD'] !== undefined;
if (recording) writeFileSync(file, `${JSON.stringify(actual, null, 2)}\n`);
const pinned: typeof actual = JSON.parse(readFileSync(file, 'utf8'));

test('keys are as they were', () => assert.equal(actual.keys, pinned.keys));

test('certificates are as they were', () => assert.equal(actual.certificates, pinned.certificates));

test('a pinned EC key is A.2.1 over the expanded identity', () => {
  for (const { algorithm, identity, d } of pinned.keys as readonly Partial<ReturnType<typeof keyVector>>[]) {
    if (d === undefined || identity === undefined || algorithm === undefined || isRsa(algorithm)) continue;
    const curve = curves[algorithm];
    const random = expandIdentity(seed, identity, algorithm, curve.bytes + 8);
    assert.is(scalarFrom(random, curve).toString('hex'), d);
  }
});

test('this run did not record', () =>
  assert.not(recording, 'vectors were written; run again without RECORD'));

test.run();
