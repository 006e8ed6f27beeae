/** openssl's strict verdict on every leaf under every authority. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { keyAlgorithms } from '../../src/pki/algorithms.ts';
import { loadAuthority } from '../../src/pki/authority.ts';
import { issueCertificate, type Usage } from '../../src/pki/certificate.ts';
import { available } from '../support/judges.ts';
import { newAuthority, request, requirement, secretsWith, seed, verify } from './support.ts';

const purposes: Readonly<Record<Usage, string>> = { server: 'sslserver', client: 'sslclient' };

if (available('openssl', 'openssl')) {
  for (const authorityAlgorithm of keyAlgorithms) {
    test(`openssl takes every leaf under ${authorityAlgorithm}`, () => {
      const authority = newAuthority(authorityAlgorithm);
      for (const algorithm of keyAlgorithms) {
        const leaf = issueCertificate(request({ algorithm }), authority, seed).certificate;
        const chain = { leaf, root: authority.certificate };
        for (const purpose of Object.values(purposes)) {
          const { status, stderr } = verify(chain, ['-purpose', purpose]);
          assert.is(status, 0, `${algorithm} as ${purpose}: ${stderr}`);
        }
      }
    });
  }

  test('openssl finds every SAN, and no other', () => {
    const authority = newAuthority();
    const chain = {
      leaf: issueCertificate(request(), authority, seed).certificate,
      root: authority.certificate,
    };
    for (const name of ['worker-1', 'worker-1.lab.example']) {
      assert.is(verify(chain, ['-verify_hostname', name]).status, 0);
    }
    for (const ip of ['10.0.2.11', 'fd00:1::11']) assert.is(verify(chain, ['-verify_ip', ip]).status, 0);
    assert.is.not(verify(chain, ['-verify_hostname', 'worker-2']).status, 0);
    assert.is.not(verify(chain, ['-verify_ip', '10.0.2.12']).status, 0);
  });

  test('a usage that was not asked for is not there', () => {
    const authority = newAuthority();
    const conditions = (usage: Usage) => ['-purpose', purposes[usage]];
    const client = issueCertificate(request({ usages: ['client'] }), authority, seed).certificate;
    const server = issueCertificate(request({ usages: ['server'] }), authority, seed).certificate;
    const root = authority.certificate;
    assert.is(verify({ leaf: client, root }, conditions('client')).status, 0);
    assert.is.not(verify({ leaf: client, root }, conditions('server')).status, 0);
    assert.is(verify({ leaf: server, root }, conditions('server')).status, 0);
    assert.is.not(verify({ leaf: server, root }, conditions('client')).status, 0);
  });

  test('it is valid from five minutes before it was issued to the end of its validity', () => {
    const authority = newAuthority();
    const chain = {
      leaf: issueCertificate(request(), authority, seed).certificate,
      root: authority.certificate,
    };
    assert.is.not(verify(chain, [], '2026-08-31T23:54:59Z').status, 0);
    assert.is(verify(chain, [], '2026-08-31T23:55:00Z').status, 0);
    // RFC 5280 counts the last second in, OpenSSL does not.
    assert.is(verify(chain, [], '2027-08-31T23:59:59Z').status, 0);
    assert.is.not(verify(chain, [], '2027-09-01T00:00:01Z').status, 0);
  });

  test('intermediates of any algorithm lead to their root', () => {
    for (const [rootAlgorithm, algorithm] of [
      ['ECDSA-P256', 'RSA-2048'],
      ['RSA-2048', 'ECDSA-P384'],
      ['ECDSA-P384', 'ECDSA-P256'],
    ] as const) {
      const secrets = secretsWith(
        // The intermediate first: the order of the requirements does not matter.
        requirement('cluster/nodes', algorithm, { issuer: 'cluster' }),
        requirement('cluster', rootAlgorithm),
      );
      const intermediate = loadAuthority('cluster/nodes', secrets);
      const root = loadAuthority('cluster', secrets).certificate;
      const leaf = issueCertificate(request(), intermediate, seed).certificate;
      const chain = { leaf, root, untrusted: intermediate.certificate };
      const { status, stderr } = verify(chain, ['-purpose', 'sslserver']);
      assert.is(status, 0, stderr);
      assert.is.not(verify({ leaf, root }, []).status, 0);
    }
  });

  test('a leaf cannot sign, and belongs to its authority alone', () => {
    const secrets = secretsWith(requirement('cluster'), requirement('kubelet'));
    const leaf = issueCertificate(request(), loadAuthority('cluster', secrets), seed).certificate;
    assert.is.not(verify({ leaf, root: loadAuthority('kubelet', secrets).certificate }, []).status, 0);
  });
}

test('there is something to verify', () => assert.ok(keyAlgorithms.length > 0));

test.run();
