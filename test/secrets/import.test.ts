/** Authorities made by openssl, as an existing cluster would have them. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { authorityOf } from '../../src/pki/authority.ts';
import { issueCertificate } from '../../src/pki/certificate.ts';
import { importAuthority } from '../../src/secrets/import.ts';
import { revealText } from '../../src/secrets/secrets.ts';
import { InputError } from '../../src/shared/fault.ts';
import { openssl, opensslText, request, seed, verify, withFiles } from '../pki/support.ts';
import { available } from '../support/judges.ts';

interface Pair {
  readonly certificate: string;
  readonly key: string;
}

/** A self-signed certificate over a new key of openssl's. `type` as `openssl genpkey` takes it. */
function selfSigned(type: readonly string[], options: readonly string[] = []): Pair {
  return withFiles({}, (folder) => {
    const [keyFile, file] = [join(folder, 'key.pem'), join(folder, 'ca.pem')];
    const made = openssl(['genpkey', '-algorithm', ...type, '-out', keyFile]);
    if (made.status !== 0) throw new Error(made.stderr);
    const subject = ['-subj', '/C=DE/O=an old cluster/CN=kubernetes', '-days', '20000'];
    const signed = openssl(['req', '-x509', '-key', keyFile, ...subject, ...options, '-out', file]);
    if (signed.status !== 0) throw new Error(signed.stderr);
    return { certificate: readFileSync(file, 'utf8'), key: readFileSync(keyFile, 'utf8') };
  });
}

/** Strict verifiers want it; kubeadm and cfssl write it. */
const mayCertify = ['-addext', 'keyUsage=critical,digitalSignature,keyEncipherment,keyCertSign'];

const ec = (curve: string) => ['EC', '-pkeyopt', `ec_paramgen_curve:${curve}`];
const rsa = (bits: number) => ['RSA', '-pkeyopt', `rsa_keygen_bits:${bits}`];

function codes(certificate: string, key?: string): string[] {
  try {
    importAuthority('cluster', certificate, key);
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    assert.not.match(error.message, 'PRIVATE KEY');
    return error.faults.map(({ code, path }) => `${code} ${path.join('.')}`);
  }
}

if (available('openssl', 'openssl')) {
  const old = selfSigned(rsa(2048), mayCertify);
  const curve = selfSigned(ec('P-256'), mayCertify);

  test('RSA and EC authorities of every size sign leaves that openssl takes', () => {
    for (const pair of [
      old,
      curve,
      ...[ec('P-384'), rsa(3072), rsa(2056)].map((type) => selfSigned(type, mayCertify)),
    ]) {
      const authority = authorityOf('cluster', importAuthority('cluster', pair.certificate, pair.key));
      for (const algorithm of ['ECDSA-P256', 'RSA-2048'] as const) {
        // Openssl's authority begins now: a leaf has to be issued later.
        const leaf = issueCertificate(
          request({ algorithm, issuedAt: '2050-01-01T00:00:00Z' }),
          authority,
          seed,
        );
        const chain = { leaf: leaf.certificate, root: pair.certificate };
        const { status, stderr } = verify(chain, ['-purpose', 'sslserver'], '2050-06-01T00:00:00Z');
        assert.is(status, 0, stderr);
      }
    }
  });

  test('names of an authority are copied byte by byte, whatever their type', () => {
    const authority = authorityOf('cluster', importAuthority('cluster', old.certificate, old.key));
    const name = (text: string, part: string) =>
      opensslText(['x509', '-noout', part, '-nameopt', 'RFC2253', '-nameopt', 'show_type'], text);
    const leaf = issueCertificate(request({ issuedAt: '2050-01-01T00:00:00Z' }), authority, seed).certificate;
    assert.is(
      name(leaf, '-issuer').replace('issuer=', ''),
      name(old.certificate, '-subject').replace('subject=', ''),
    );
    assert.match(name(leaf, '-issuer'), 'PRINTABLESTRING:DE');
    assert.is(
      authority.notAfter,
      new Date(new X509Certificate(old.certificate).validTo).toISOString().replace('.000', ''),
    );
  });

  test('every usual form of a key is taken, and kept in kubeadm’s', () => {
    const forms = (pair: Pair) => [
      pair.key,
      opensslText(['pkey', '-traditional'], pair.key),
      pair.key.replaceAll('\n', '\r\n'),
      `Bag Attributes\n    friendlyName: x\n${pair.key}`,
    ];
    const parameters = '-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n';
    const sec1 = opensslText(['pkey', '-traditional'], curve.key);
    for (const [pair, texts] of [
      [old, forms(old)],
      [curve, [...forms(curve), parameters + sec1]],
    ] as const) {
      const kept = texts.map((key) => importAuthority('cluster', pair.certificate, key).key);
      const pem = new Set(kept.map((key) => (key === undefined ? '' : revealText(key))));
      assert.equal([...pem], [opensslText(['pkey', '-traditional'], pair.key)]);
    }
  });

  test('a certificate with text around it, or CRLF, is the same certificate', () => {
    const text = opensslText(['x509', '-text'], old.certificate);
    assert.equal(importAuthority('a', text), { certificate: old.certificate });
    assert.equal(importAuthority('a', old.certificate.replaceAll('\n', '\r\n')), {
      certificate: old.certificate,
    });
  });

  test('a key of another certificate', () => {
    assert.equal(codes(old.certificate, curve.key), ['secrets-key-mismatch authorities.cluster.key']);
    const other = selfSigned(ec('P-256'));
    assert.equal(codes(curve.certificate, other.key), ['secrets-key-mismatch authorities.cluster.key']);
  });

  test('a certificate that may not sign', () => {
    const leaf = selfSigned(ec('P-256'), ['-addext', 'basicConstraints=critical,CA:FALSE']);
    assert.equal(codes(leaf.certificate, leaf.key), ['secrets-not-a-ca authorities.cluster.certificate']);
    const usage = selfSigned(ec('P-256'), ['-addext', 'keyUsage=critical,digitalSignature']);
    assert.equal(codes(usage.certificate), ['secrets-not-a-ca authorities.cluster.certificate']);
  });

  test('a key behind a passphrase, in both forms', () => {
    const pkcs8 = opensslText(['pkcs8', '-topk8', '-passout', 'pass:secret'], curve.key);
    const old1 = opensslText(['ec', '-aes256', '-passout', 'pass:secret'], curve.key);
    for (const key of [pkcs8, old1]) {
      assert.equal(codes(curve.certificate, key), ['secrets-key-encrypted authorities.cluster.key']);
    }
  });

  test('keys of kinds that are not supported', () => {
    for (const type of [ec('P-521'), ec('secp256k1'), rsa(1024), ['ED25519'], ['RSA-PSS']]) {
      const pair = selfSigned(type);
      // One mistake, one fault.
      assert.equal(codes(pair.certificate, pair.key), [
        'secrets-key-unsupported authorities.cluster.certificate',
      ]);
    }
  });

  test('what is not one certificate or not one key', () => {
    const noCertificate = ['secrets-certificate authorities.cluster.certificate'];
    const noKey = ['secrets-key authorities.cluster.key'];
    const broken = (pem: string) => pem.replace(/\n[^-\n]{20}/, '\nAAAAAAAAAAAAAAAAAAAA');
    for (const text of ['', 'text', curve.key, old.certificate + old.certificate, broken(old.certificate)]) {
      assert.equal(codes(text), noCertificate);
    }
    for (const text of [
      '',
      'text',
      old.certificate,
      old.key + old.key,
      broken(old.key),
      old.key.slice(0, 400),
    ]) {
      assert.equal(codes(old.certificate, text), noKey);
    }
  });

  test('both faults are told at once', () => {
    assert.equal(codes('x', 'y').length, 2);
  });

  test('an imported key signs as its own', () => {
    const { key, certificate } = importAuthority('cluster', curve.certificate, curve.key);
    const kept = createPrivateKey(key === undefined ? '' : revealText(key));
    assert.ok(new X509Certificate(certificate).checkPrivateKey(kept));
  });
}

test('importing is part of the tests', () => assert.type(importAuthority, 'function'));

test.run();
