import { X509Certificate } from 'node:crypto';
import { inspect } from 'node:util';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { loadAuthority } from '../../src/pki/authority.ts';
import { addMissing, createSecrets, missingSecrets } from '../../src/secrets/create.ts';
import { formatSecrets } from '../../src/secrets/format.ts';
import type { SecretRequirements } from '../../src/secrets/requirements.ts';
import { revealText, type Secrets, tokenText } from '../../src/secrets/secrets.ts';
import { InputError } from '../../src/shared/fault.ts';
import { fakeRandom, issuedAt, requirement } from '../pki/support.ts';

const requirements: SecretRequirements = {
  authorities: [requirement('cluster/nodes', 'ECDSA-P256', { issuer: 'cluster' }), requirement('cluster')],
  bootstrapToken: true,
  registries: [{ host: 'registry.example:5000', username: 'puller' }],
};
const nothing: SecretRequirements = { authorities: [], bootstrapToken: false, registries: [] };

const create = (wanted: SecretRequirements, name = 'one') =>
  createSecrets(wanted, { issuedAt, random: fakeRandom(name) });

test('exactly what is required is made', () => {
  const secrets = create(requirements);
  assert.equal(Object.keys(secrets.authorities).sort(), ['cluster', 'cluster/nodes']);
  assert.is(secrets.bootstrapTokens.length, 1);
  assert.equal(Object.keys(secrets.registries), ['registry.example:5000']);
  assert.equal(missingSecrets(requirements, secrets), []);
  const bare = create(nothing);
  assert.equal(Object.keys(formatSecrets(bare)), [
    'apiVersion',
    'kind',
    'issuedAt',
    'leafSeed',
    'authorities',
  ]);
});

test('the same randomness makes the same secrets, another one others', () => {
  assert.equal(formatSecrets(create(requirements)), formatSecrets(create(requirements)));
  const [one, two] = [create(requirements), create(requirements, 'two')].map(values);
  for (const [index, value] of (one ?? []).entries()) assert.is.not(value, two?.[index]);
});

function values({ leafSeed, authorities, bootstrapTokens, registries }: Secrets): string[] {
  return [
    Buffer.from(leafSeed.reveal()).toString('hex'),
    ...Object.values(authorities).map(({ key }) => (key === undefined ? '' : revealText(key))),
    ...bootstrapTokens.map(tokenText),
    ...Object.values(registries).map(({ password }) => revealText(password)),
  ];
}

test('tokens and passwords have the form that their readers take', () => {
  const secrets = create(requirements);
  assert.match(secrets.bootstrapTokens.map(tokenText)[0] ?? '', /^[0-9a-f]{6}\.[0-9a-f]{16}$/);
  assert.match(
    revealText(secrets.registries['registry.example:5000']?.password ?? secrets.leafSeed),
    /^[\w-]{32}$/,
  );
  assert.is(secrets.leafSeed.size, 32);
});

test('an intermediate is signed by its issuer and ends with it', () => {
  const long = requirement('cluster/nodes', 'ECDSA-P256', { issuer: 'cluster', validityDays: 9000 });
  const secrets = create({ ...nothing, authorities: [long, requirement('cluster')] });
  const [root, nodes] = ['cluster', 'cluster/nodes'].map((id) => loadAuthority(id, secrets));
  const certificate = new X509Certificate(nodes?.certificate ?? '');
  assert.ok(certificate.verify(new X509Certificate(root?.certificate ?? '').publicKey));
  assert.is(nodes?.notAfter, root?.notAfter);
});

test('what is missing is named, in order', () => {
  assert.equal(missingSecrets(requirements, create(nothing)), [
    { what: 'authority', id: 'cluster/nodes' },
    { what: 'authority', id: 'cluster' },
    { what: 'bootstrap token', id: '' },
    { what: 'registry', id: 'registry.example:5000' },
  ]);
});

test('a registry called like a property of every object is missing until it is there', () => {
  for (const host of ['constructor', 'toString', '__proto__']) {
    const wanted = { ...nothing, registries: [{ host, username: 'u' }] };
    assert.is(missingSecrets(wanted, create(nothing)).length, 1);
    assert.is(missingSecrets(wanted, create(wanted)).length, 0);
  }
});

test('what is there stays as it is', () => {
  const before = create({ ...requirements, authorities: [requirement('cluster')] });
  const after = addMissing({ ...requirements, registries: [{ host: 'other', username: 'u' }] }, before, {
    random: fakeRandom('later'),
  });
  assert.is(after.authorities['cluster'], before.authorities['cluster']);
  assert.is(after.leafSeed, before.leafSeed);
  assert.equal(after.bootstrapTokens, before.bootstrapTokens);
  assert.equal(Object.keys(after.authorities), ['cluster', 'cluster/nodes']);
  assert.equal(Object.keys(after.registries), ['registry.example:5000', 'other']);
  assert.equal(formatSecrets(addMissing(requirements, after, { random: noRandom })), formatSecrets(after));
});

function noRandom(): Uint8Array {
  throw new Error('nothing is missing, so nothing is drawn');
}

test('an issuer without key is a fault of the user’s, one that is nowhere is ours', () => {
  const certificate = create(requirements).authorities['cluster']?.certificate ?? '';
  const bare = { ...create(nothing), authorities: { cluster: { certificate } } };
  try {
    addMissing(requirements, bare, { random: fakeRandom() });
    assert.unreachable();
  } catch (error) {
    assert.instance(error, InputError);
    assert.is((error as InputError).faults[0]?.code, 'authority-without-key');
  }
  const orphan = [requirement('cluster/nodes', 'ECDSA-P256', { issuer: 'cluster' })];
  assert.throws(() => create({ ...nothing, authorities: orphan }), /no issuer/);
});

test('bad randomness and a bad date are our own mistakes', () => {
  assert.throws(() => createSecrets(nothing, { issuedAt, random: () => Buffer.alloc(3) }), /asked for 32/);
  assert.throws(() => createSecrets(nothing, { issuedAt: 'today', random: fakeRandom() }), /instant/);
});

test('secrets that are printed show none', () => {
  const secrets = create(requirements);
  const shown = JSON.stringify(secrets) + inspect(secrets, { depth: 9, showHidden: true, getters: true });
  assert.not.match(shown, 'PRIVATE KEY');
  for (const value of values(secrets)) {
    assert.not.match(shown, value.split('.')[1] ?? value);
    assert.not.match(shown, value.split('\n')[1] ?? value);
  }
  assert.not.match(shown, Buffer.from(secrets.leafSeed.reveal()).toString('base64'));
});

test.run();
