/** What stands in a certificate, read by node:crypto and openssl. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { inspect } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { loadAuthority } from '../../src/pki/authority.ts';
import { issueCertificate, type LeafRequest } from '../../src/pki/certificate.ts';
import { InputError } from '../../src/shared/fault.ts';
import { available } from '../support/judges.ts';
import fc from '../support/property.ts';
import { newAuthority, openssl, opensslText, request, requirement, secretsWith, seed } from './support.ts';

const authority = newAuthority();
const issue = (more: Partial<LeafRequest> = {}) => issueCertificate(request(more), authority, seed);
const read = (more: Partial<LeafRequest> = {}) => new X509Certificate(issue(more).certificate);
const keyText = (leaf: { key: { reveal(): Uint8Array } }) => Buffer.from(leaf.key.reveal()).toString('utf8');

test('the same request gives the same bytes', () => {
  for (const algorithm of ['ECDSA-P256', 'RSA-2048'] as const) {
    const [one, two] = [issue({ algorithm }), issue({ algorithm })];
    assert.is(one.certificate, two.certificate);
    assert.is(keyText(one), keyText(two));
  }
});

test('the key belongs to the certificate', () => {
  const leaf = issue();
  assert.ok(new X509Certificate(leaf.certificate).checkPrivateKey(createPrivateKey(keyText(leaf))));
});

test('everything but the identity leaves the key alone and changes the serial', () => {
  const changes: readonly Partial<LeafRequest>[] = [
    { sans: { dns: ['other'], ip: [] } },
    { sans: { dns: [], ip: [] } },
    { subject: { commonName: 'system:node:other' } },
    { usages: ['client'] },
    { issuedAt: '2026-09-02T00:00:00Z' },
    { validityDays: 10 },
  ];
  const serials = new Set([read().serialNumber]);
  for (const change of changes) {
    assert.is(keyText(issue(change)), keyText(issue()));
    serials.add(read(change).serialNumber);
  }
  serials.add(read({ identity: { ...request().identity, generation: 1 } }).serialNumber);
  serials.add(read({ algorithm: 'ECDSA-P384' }).serialNumber);
  assert.is(serials.size, changes.length + 3);
});

test('under another authority of the same name the serial differs', () => {
  const secrets = secretsWith(
    requirement('a', 'ECDSA-P256', { commonName: 'same' }),
    requirement('b', 'ECDSA-P256', { commonName: 'same' }),
  );
  const [a, b] = ['a', 'b'].map(
    (id) => issueCertificate(request(), loadAuthority(id, secrets), seed).certificate,
  );
  assert.is.not(new X509Certificate(a ?? '').serialNumber, new X509Certificate(b ?? '').serialNumber);
});

test('serials are positive and have 20 octets', () => {
  for (let generation = 0; generation < 50; generation++) {
    const { serialNumber } = read({ identity: { purpose: 'x', generation } });
    assert.match(serialNumber, /^[4-7][0-9A-F]{39}$/);
  }
});

test('node 101 changes nothing for the other 100', () => {
  const build = (count: number) =>
    Array.from({ length: count }, (_, index) => {
      const node = `worker-${index + 1}`;
      return issue({ identity: { ...request().identity, node }, sans: { dns: [node], ip: [] } });
    });
  const [before, after] = [build(100), build(101)];
  assert.equal(
    after.slice(0, 100).map((leaf) => leaf.certificate + keyText(leaf)),
    before.map((leaf) => leaf.certificate + keyText(leaf)),
  );
  assert.is(new Set(after.map(keyText)).size, 101);
});

test('the authority’s end is also the leaf’s, and that is said', () => {
  const leaf = issue({ validityDays: 5000 });
  assert.ok(leaf.capped);
  assert.is(leaf.notAfter, authority.notAfter);
  assert.is(Date.parse(new X509Certificate(leaf.certificate).validTo), Date.parse(authority.notAfter));
  assert.not(issue().capped);
  assert.is(issue().notAfter, '2027-09-01T00:00:00Z');
  assert.is(issue().notBefore, '2026-08-31T23:55:00Z');
});

test('years from 2050 on, and the last one there is', () => {
  const secrets = secretsWith(requirement('cluster', 'ECDSA-P256', { validityDays: 4_000_000 }));
  const long = loadAuthority('cluster', secrets);
  assert.is(long.notAfter, '9999-12-31T23:59:59Z');
  const leaf = issueCertificate(request({ issuedAt: '2049-12-31T00:00:00Z', validityDays: 1 }), long, seed);
  assert.is(new X509Certificate(leaf.certificate).validTo, 'Jan  1 00:00:00 2050 GMT');
});

test('an authority without key, or one that has ended, cannot sign', () => {
  const material = secretsWith(requirement('cluster')).authorities['cluster'];
  const bare = loadAuthority('cluster', {
    authorities: { cluster: { certificate: material?.certificate ?? '' } },
  });
  assert.equal(
    faultOf(() => issueCertificate(request(), bare, seed)),
    {
      code: 'authority-without-key',
      message:
        'authority cluster must sign the certificate of kubelet-serving of worker-1, and its private key is not in the secrets',
      expected: 'key: the private key that belongs to the certificate',
      path: ['authorities', 'cluster'],
      document: 'secrets',
    },
  );
  const late = () => issue({ issuedAt: '2036-09-01T00:00:00Z' });
  assert.is(faultOf(late).code, 'authority-expired');
  assert.is(faultOf(() => loadAuthority('constructor', { authorities: {} })).code, 'secrets-missing');
});

function faultOf(run: () => unknown) {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError && error.faults[0] !== undefined) return error.faults[0];
    throw error;
  }
  throw new Error('no fault');
}

test('a leaf or an authority that is printed shows no key', () => {
  const leaf = issue();
  const secret = keyText(leaf).split('\n')[1] ?? '';
  for (const shown of [leaf, authority]) {
    const texts = [JSON.stringify(shown), inspect(shown, { depth: 9, showHidden: true }), String(shown)];
    for (const text of texts) assert.not.match(text, secret);
    for (const text of texts) assert.not.match(text, 'PRIVATE KEY');
  }
});

test('names that are neither DNS nor IP are our own mistake', () => {
  for (const dns of ['ü', 'a b', '', 'a\0b'])
    assert.throws(() => issue({ sans: { dns: [dns], ip: [] } }), /DNS name/);
  for (const ip of ['10.0.0.1/24', '010.0.0.1', '::1%eth0', 'x']) {
    assert.throws(() => issue({ sans: { dns: [], ip: [ip] } }), /IP address/);
  }
});

test('a name given twice stands once', () => {
  const { subjectAltName } = read({ sans: { dns: ['a', 'b', 'a'], ip: ['::1', '0:0::1', '127.0.0.1'] } });
  assert.is(subjectAltName, 'DNS:a, DNS:b, IP Address:0:0:0:0:0:0:0:1, IP Address:127.0.0.1');
});

if (available('openssl', 'openssl')) {
  test('openssl reads the extensions', () => {
    const facts = (algorithm: LeafRequest['algorithm']) =>
      opensslText(['x509', '-noout', '-text'], issue({ algorithm }).certificate).replaceAll(/\s+/g, ' ');
    const common = [
      'Version: 3 (0x2)',
      'Extended Key Usage: TLS Web Server Authentication, TLS Web Client Authentication',
      'Basic Constraints: critical CA:FALSE',
      'Subject Key Identifier:',
      `Authority Key Identifier: ${colons(authority.keyId)}`,
      'DNS:worker-1, DNS:worker-1.lab.example, IP Address:10.0.2.11, IP Address:FD00:1:0:0:0:0:0:11',
    ];
    for (const fact of common) assert.match(facts('ECDSA-P256'), fact);
    for (const fact of common) assert.match(facts('RSA-2048'), fact);
    assert.match(facts('ECDSA-P256'), 'Key Usage: critical Digital Signature X509v3');
    assert.match(facts('RSA-2048'), 'Key Usage: critical Digital Signature, Key Encipherment X509v3');
  });

  test('openssl reads what kubeadm gives an authority', () => {
    const text = opensslText(['x509', '-noout', '-text'], authority.certificate).replaceAll(/\s+/g, ' ');
    assert.match(text, 'Basic Constraints: critical CA:TRUE X509v3');
    assert.match(text, 'Key Usage: critical Digital Signature, Key Encipherment, Certificate Sign X509v3');
    assert.match(text, 'Subject: CN = authority cluster Subject');
    assert.match(text, `Subject Key Identifier: ${colons(authority.keyId)}`);
  });

  test('without SANs there is no extension for them', () => {
    const text = opensslText(['x509', '-noout', '-text'], issue({ sans: { dns: [], ip: [] } }).certificate);
    assert.not.match(text, 'Alternative');
  });

  test('names are UTF8String, one attribute per RDN, in their usual order', () => {
    const subject = {
      commonName: 'etcd_client',
      organizations: ['system:nodes', 'second'],
      organizationalUnits: ['Kubernetes The Hard Way'],
      country: 'US',
      state: 'Oregon',
      locality: 'Portland',
    };
    const { certificate } = issue({ subject });
    assert.not.match(opensslText(['asn1parse'], certificate), /PRINTABLESTRING|T61STRING|BMPSTRING/);
    const name = opensslText(['x509', '-noout', '-subject', '-nameopt', 'RFC2253'], certificate).trim();
    assert.is(
      name,
      'subject=CN=etcd_client,OU=Kubernetes The Hard Way,O=second,O=system:nodes,L=Portland,ST=Oregon,C=US',
    );
  });

  test('openssl’s own writer gives the same DER', () => {
    const { certificate } = issue({ algorithm: 'RSA-2048' });
    const again = openssl(['x509', '-outform', 'PEM'], certificate).stdout;
    assert.is(again, certificate);
  });
}

test('any text survives in a name', () => {
  const text = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 40 })
    .filter((candidate) => !/\p{Surrogate}|\0/u.test(candidate));
  fc.assert(
    fc.property(
      fc.constantFrom('😀', '"quoted"', "a'b", 'a/CN=b', 'a,O=b', '\\', '${x}{{y}}%s'),
      text,
      (a, b) => {
        const certificate = read({ subject: { commonName: `${a}${b}`, organizations: [b, a] } });
        const { CN, O } = certificate.toLegacyObject().subject as unknown as { CN: string; O: string[] };
        assert.is(CN, `${a}${b}`);
        assert.equal(O, [b, a]);
      },
    ),
    { numRuns: 60 },
  );
});

function colons(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('hex')
    .toUpperCase()
    .replaceAll(/(..)(?=.)/g, '$1:');
}

test.run();
