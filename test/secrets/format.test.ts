import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createSecrets } from '../../src/secrets/create.ts';
import { formatSecrets } from '../../src/secrets/format.ts';
import { parseSecrets } from '../../src/secrets/parse.ts';
import { toYaml } from '../../src/shared/emit.ts';
import { type Fault, InputError } from '../../src/shared/fault.ts';
import { readYaml } from '../../src/shared/yaml-read.ts';
import { fakeRandom, issuedAt, requirement } from '../pki/support.ts';
import fc from '../support/property.ts';

const secrets = createSecrets(
  {
    authorities: [requirement('cluster'), requirement('kubelet', 'RSA-2048')],
    bootstrapToken: true,
    registries: [{ host: 'registry.example', username: 'puller' }],
  },
  { issuedAt, random: fakeRandom() },
);

/** A fresh copy that a test may change. */
function plain(): Record<string, unknown> & {
  authorities: Record<string, Record<string, unknown>>;
  bootstrapTokens: Record<string, unknown>[];
  registries: Record<string, Record<string, unknown>>;
} {
  return JSON.parse(JSON.stringify(formatSecrets(secrets)));
}

function faultsOf(value: unknown): readonly Fault[] {
  try {
    parseSecrets(value);
  } catch (error) {
    if (error instanceof InputError) return error.faults;
    throw error;
  }
  return [];
}

/** Code and path of every fault. */
const summary = (value: unknown) => faultsOf(value).map(({ code, path }) => [code, path.join('.')].join(' '));

test('what is written reads back the same', () => {
  const full = {
    ...secrets,
    generation: 3,
    bootstrapTokens: secrets.bootstrapTokens.map((token) => ({ ...token, expires: '2027-01-01T00:00:00Z' })),
    renewals: { 'worker-1': { generation: 2, issuedAt: '2027-08-01T00:00:00Z' } },
  };
  const text = toYaml(formatSecrets(full));
  assert.is(toYaml(formatSecrets(parseSecrets(readYaml(text).value))), text);
  assert.equal(Object.keys(formatSecrets(full)), [
    'apiVersion',
    'kind',
    'issuedAt',
    'generation',
    'leafSeed',
    'authorities',
    'bootstrapTokens',
    'registries',
    'renewals',
  ]);
});

const someKey = (fill: number) => Buffer.alloc(32, fill).toString('base64');

test('encryption keys: one of the usual name is a text, any others are a list, and both read back', () => {
  const written = (value: object) => formatSecrets(parseSecrets({ ...plain(), ...value }));
  const usual = { name: 'key1', secret: someKey(1) };
  assert.is(written({ encryptionKey: usual.secret })['encryptionKey'], usual.secret);
  assert.is(written({ encryptionKeys: [usual] })['encryptionKey'], usual.secret);
  for (const list of [
    [{ name: 'key2', secret: someKey(2) }],
    [{ name: 'key2', secret: someKey(2) }, usual],
  ]) {
    assert.equal(written({ encryptionKeys: list })['encryptionKeys'], list);
    assert.not('encryptionKey' in written({ encryptionKeys: list }));
  }
  assert.equal(
    summary({
      ...plain(),
      encryptionKeys: [usual, { name: 'a:b', secret: 'short' }, { name: 'key1', secret: someKey(2) }],
    }),
    [
      'secrets-format encryptionKeys.1.name',
      'secrets-format encryptionKeys.1.secret',
      'secrets-format encryptionKeys.2.name',
    ],
  );
  assert.equal(summary({ ...plain(), encryptionKey: usual.secret, encryptionKeys: [usual] }), [
    'secrets-format encryptionKey',
  ]);
});

test('a generation counts from 0', () => {
  for (const generation of [-1, 1.5, '1', null])
    assert.equal(summary({ ...plain(), generation }), ['secrets-format generation'], String(generation));
});

test('a date that some reader made of an unquoted instant is a fault', () => {
  const [fault] = faultsOf({ ...plain(), issuedAt: new Date(issuedAt) });
  assert.is(fault?.message, 'a date where a text should be');
  assert.is(faultsOf(new Date(0))[0]?.message, 'a date where a mapping should be');
});

test('every fault is found at once, at its place', () => {
  const value = {
    ...plain(),
    apiVersion: 'v1',
    kind: 7,
    issuedAt: '2026-02-30T00:00:00Z',
    leafSeed: Buffer.alloc(31).toString('base64'),
    bootstrapTokens: [{ id: 'ABCDEF', secret: 'short', expires: 'soon' }, 'text'],
    registries: { 'registry.example': { username: 'a:b', password: 'a\nb' }, 'a b': {} },
    renewals: { 'worker-1': { generation: -1 } },
    isuedAt: issuedAt,
  };
  assert.equal(summary(value), [
    'secrets-format isuedAt',
    'secrets-format apiVersion',
    'secrets-format kind',
    'secrets-format issuedAt',
    'secrets-format leafSeed',
    'secrets-format bootstrapTokens.0.id',
    'secrets-format bootstrapTokens.0.secret',
    'secrets-format bootstrapTokens.0.expires',
    'secrets-format bootstrapTokens.1',
    'secrets-format bootstrapTokens.1.id',
    'secrets-format bootstrapTokens.1.secret',
    'secrets-format registries.registry.example.username',
    'secrets-format registries.registry.example.password',
    'secrets-format registries',
    'secrets-format renewals.worker-1.generation',
    'secrets-format renewals.worker-1.issuedAt',
  ]);
  assert.equal(faultsOf(value)[0], {
    code: 'secrets-format',
    message: 'the key isuedAt is not known here',
    expected:
      'one of apiVersion, kind, issuedAt, generation, leafSeed, authorities, serviceAccountKey, encryptionKey, encryptionKeys, bootstrapTokens, registries, renewals',
    hint: 'did you mean issuedAt?',
    path: ['isuedAt'],
    atKey: true,
    document: 'secrets',
  });
});

test('what is no mapping at all', () => {
  for (const value of [undefined, null, 'text', 7, true, []]) {
    assert.is(faultsOf(value)[0]?.message.endsWith('where a mapping should be'), true, String(value));
  }
  assert.equal(summary({ ...plain(), authorities: [] }), ['secrets-format authorities']);
  assert.equal(summary({ ...plain(), bootstrapTokens: {} }), ['secrets-format bootstrapTokens']);
  assert.equal(summary({ ...plain(), authorities: { cluster: null } }), [
    'secrets-format authorities.cluster',
    'secrets-format authorities.cluster.certificate',
  ]);
});

test('the key of another authority does not belong', () => {
  const value = plain();
  const other = value.authorities['kubelet']?.['key'];
  value.authorities['cluster'] = { ...value.authorities['cluster'], key: other };
  assert.equal(summary(value), ['secrets-key-mismatch authorities.cluster.key']);
});

test('an authority may have no key', () => {
  const value = plain();
  value.authorities['cluster'] = { certificate: value.authorities['cluster']?.['certificate'] };
  assert.is(parseSecrets(value).authorities['cluster']?.key, undefined);
  assert.equal(Object.keys(formatSecrets(parseSecrets(value))['authorities'] as object), [
    'cluster',
    'kubelet',
  ]);
});

test('two tokens cannot have one id', () => {
  const value = plain();
  value.bootstrapTokens.push({ ...value.bootstrapTokens[0], secret: '0123456789abcdef' });
  assert.equal(summary(value), ['secrets-format bootstrapTokens.1.id']);
});

test('base64 has one form', () => {
  const seed = String(plain()['leafSeed']);
  for (const wrong of [`${seed}\n`, seed.slice(0, -1), ` ${seed}`, seed.replace(/.$/, '!'), `${seed}AAAA`]) {
    assert.equal(summary({ ...plain(), leafSeed: wrong }), ['secrets-format leafSeed']);
  }
});

test('no fault shows a secret, whatever is wrong', () => {
  const marker = 's3cr3tvalue';
  const spoil = fc.constantFrom<(value: ReturnType<typeof plain>) => unknown>(
    (value) => ({ ...value, leafSeed: marker }),
    (value) => ({ ...value, leafSeed: [marker] }),
    (value) => ({ ...value, [`${marker} x`]: marker }),
    (value) => ({ ...value, bootstrapTokens: [{ id: marker, secret: marker, expires: marker }] }),
    (value) => ({ ...value, bootstrapTokens: marker }),
    (value) => ({ ...value, registries: { a: { username: 'u', password: `${marker}\n` } } }),
    (value) => ({ ...value, registries: { a: { username: 'u', password: { x: marker } } } }),
    (value) => ({ ...value, authorities: { a: { certificate: marker, key: marker } } }),
    (value) => ({ ...value, authorities: { a: { certificate: marker, key: { x: marker } } } }),
    (value) => ({ ...value, authorities: { a: marker } }),
  );
  fc.assert(
    fc.property(spoil, (change) => {
      const faults = faultsOf(change(plain()));
      assert.ok(faults.length > 0);
      const shown = faults
        .map(({ message, expected, hint }) => [message, expected, hint].join(' '))
        .join('\n');
      assert.not.match(shown, marker);
      assert.not.match(new InputError(faults).message, marker);
    }),
  );
});

test('any text without control characters is a password', () => {
  const text = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
    .filter((candidate) => !/[\p{Cc}\p{Surrogate}]/u.test(candidate));
  fc.assert(
    fc.property(text, (password) => {
      const value = { ...plain(), registries: { host: { username: 'u', password } } };
      const written = toYaml(formatSecrets(parseSecrets(value)));
      const again = formatSecrets(parseSecrets(readYaml(written).value));
      assert.equal(JSON.parse(JSON.stringify(again['registries'])), { host: { username: 'u', password } });
    }),
    { numRuns: 50 },
  );
});

test.run();
