/** Sources with TLS: who is trusted, and that nothing leads away from it. */
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:https';
import forge from 'node-forge';
import { Agent, type Dispatcher } from 'undici';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { publishedDigest } from '../../src/artifacts/checksums.ts';
import { dispatcherFor } from '../../src/artifacts/dispatcher.ts';
import { usualLimits } from '../../src/artifacts/limits.ts';
import { answer, serve, type Upstream, upstream } from './support/upstream.ts';

const digest = 'a'.repeat(64);
const tls = certificateFor('127.0.0.1');
const agent = new Agent({ connect: { ca: tls.cert } });
const plain = await upstream({ '/kubelet.sha256': serve(Buffer.from(digest)) });
const secure: Upstream = await upstream(
  {
    '/kubelet.sha256': serve(Buffer.from(digest)),
    '/moved': answer(301, { location: '/kubelet.sha256' }),
    '/away': answer(301, { location: `${plain.address}/kubelet.sha256` }),
  },
  (listener) => createServer(tls, listener),
  'https',
);

function certificateFor(address: string): { key: string; cert: string } {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  const keys = forge.pki.privateKeyFromPem(key);
  const made = forge.pki.createCertificate();
  made.publicKey = forge.pki.setRsaPublicKey(keys.n, keys.e);
  made.serialNumber = '01';
  made.validity.notBefore = new Date('2020-01-01T00:00:00Z');
  made.validity.notAfter = new Date('2049-01-01T00:00:00Z');
  made.setSubject([{ name: 'commonName', value: address }]);
  made.setIssuer([{ name: 'commonName', value: address }]);
  made.setExtensions([{ name: 'subjectAltName', altNames: [{ type: 7, ip: address }] }]);
  made.sign(keys, forge.md.sha256.create());
  return { key, cert: forge.pki.certificateToPem(made) };
}

async function asking(url: string, dispatcher: Dispatcher, onlyHttps: boolean): Promise<string> {
  const limits = { ...usualLimits, fruitless: 1 };
  const client = { dispatcher, limits, onlyHttps };
  const found = await publishedDigest({ client, limits, sleep: async () => undefined }, [
    { url, file: 'kubelet' },
  ]);
  if ('digest' in found) return found.digest;
  return found.refusals.map(({ reason }) => reason.replace(plain.address, 'PLAIN')).join();
}

const usual = dispatcherFor({}, usualLimits);
const rows: readonly (readonly [what: string, url: string, dispatcher: Dispatcher, says: string])[] = [
  ['a trusted source', `${secure.address}/kubelet.sha256`, agent, `sha256:${digest}`],
  ['a redirect within it', `${secure.address}/moved`, agent, `sha256:${digest}`],
  ['a redirect away from TLS', `${secure.address}/away`, agent, 'it redirects to PLAIN'],
  [
    'nobody knows who signed',
    `${secure.address}/kubelet.sha256`,
    usual,
    'nobody trusted has signed the certificate',
  ],
];
for (const [what, url, dispatcher, says] of rows)
  test(what, async () => {
    assert.is(await asking(url, dispatcher, true), says);
    assert.is(await asking(url, dispatcher, false), says);
  });

test('without TLS it is asked only if that is allowed', async () => {
  const url = `${plain.address}/kubelet.sha256`;
  assert.is(await asking(url, usual, false), `sha256:${digest}`);
  assert.is(await asking(url, usual, true), 'not asked: it is not https, and --allow-http is not given');
});

test.after(async () => {
  await Promise.all([agent.destroy(), usual.destroy(), plain.close(), secure.close()]);
});
test.run();
