/**
 * The secrets file.
 *
 *     apiVersion: nodeseed/v1alpha1
 *     kind: Secrets
 *     issuedAt: '2026-09-01T00:00:00Z'
 *     generation: a whole number, 0 unless given
 *     leafSeed: 32 bytes as base64
 *     authorities: { ID: { certificate: PEM, key: PEM } }
 *     serviceAccountKey: PEM
 *     encryptionKey: 32 bytes as base64, short for encryptionKeys with one of the name key1
 *     encryptionKeys: [{ name: key1, secret: 32 bytes as base64 }], the first encrypts
 *     bootstrapTokens: [{ id: 6 of a-z0-9, secret: 16 of a-z0-9, expires: like issuedAt }]
 *     registries: { HOST: { username, password } }
 *     renewals: { NODE: { generation: 1, issuedAt } }
 */
import type { Content } from '../model/content.ts';
import { secretContent } from '../model/secret-content.ts';
import type { AuthorityMaterial } from '../pki/authority.ts';
import { isInstant } from '../pki/time.ts';
import { readAuthority, readServiceAccountKey } from './import.ts';
import {
  apiVersion,
  type BootstrapToken,
  type EncryptionKey,
  firstEncryptionKey,
  kind,
  leafSeedBytes,
  type RegistryCredential,
  type Renewal,
  record,
  type Secrets,
} from './secrets.ts';
import { Shape, type Spot } from './shape.ts';

const instant = "an instant like '2026-09-01T00:00:00Z' (RFC 3339, UTC, whole seconds)";

/**
 * `value` is the parsed YAML. Throws an InputError with every fault found, all in document `secrets`; no message holds a
 * secret value.
 */
export function parseSecrets(value: unknown): Secrets {
  const shape = new Shape();
  const secrets = readSecrets({ value: value ?? null, path: [] }, shape);
  shape.faults.throwIfAny();
  return secrets as Secrets;
}

/** Undefined only together with faults. */
function readSecrets(root: Spot, shape: Shape): Secrets | undefined {
  const fields = shape.fields(root, [
    'apiVersion',
    'kind',
    'issuedAt',
    'generation',
    'leafSeed',
    'authorities',
    'serviceAccountKey',
    'encryptionKey',
    'encryptionKeys',
    'bootstrapTokens',
    'registries',
    'renewals',
  ]);
  shape.text(fields.apiVersion, apiVersion, (text) => text === apiVersion);
  shape.text(fields.kind, kind, (text) => text === kind);
  const issuedAt = shape.text(fields.issuedAt, instant, isInstant);
  const generation = fields.generation.value === undefined ? 0 : shape.count(fields.generation);
  const seed = shape.text(fields.leafSeed, `${leafSeedBytes} bytes as base64`, isSeed);
  const authorities = readRecord(fields.authorities, shape, readMaterial);
  const serviceAccountKey = readSigner(fields.serviceAccountKey, shape);
  const encryptionKeys = readEncryptionKeys(fields, shape);
  const bootstrapTokens = shape.elements(fields.bootstrapTokens).map((spot) => readToken(spot, shape));
  reportRepeatedIds(bootstrapTokens, fields.bootstrapTokens, shape);
  const registries = readRecord(fields.registries, shape, readRegistry);
  const renewals = readRecord(fields.renewals, shape, readRenewal);
  if (issuedAt === undefined || generation === undefined || seed === undefined) return undefined;
  return {
    issuedAt,
    generation,
    leafSeed: secretContent('authority', Buffer.from(seed, 'base64')),
    authorities,
    ...(serviceAccountKey && { serviceAccountKey }),
    encryptionKeys,
    bootstrapTokens: bootstrapTokens.filter((token) => token !== undefined),
    registries,
    renewals,
  };
}

const nameForm = 'names of 1 to 253 characters without spaces and control characters';

function isName(key: string): boolean {
  return /^[^\s\p{Cc}\p{Surrogate}]{1,253}$/u.test(key);
}

/** Members that are faulty are left out; their faults stay. */
function readRecord<T>(
  spot: Spot,
  shape: Shape,
  read: (spot: Spot, shape: Shape) => T | undefined,
): Readonly<Record<string, T>> {
  return record(
    shape.members(spot).flatMap(([key, member]) => {
      const value = isName(key) ? read(member, shape) : shape.report(spot, 'a name that is none', nameForm);
      return value === undefined ? [] : [[key, value] as const];
    }),
  );
}

function readMaterial(spot: Spot, shape: Shape): AuthorityMaterial | undefined {
  const fields = shape.fields(spot, ['certificate', 'key']);
  const certificate = shape.text(fields.certificate, 'a certificate as PEM', () => true);
  const key = fields.key.value === undefined ? undefined : shape.text(fields.key, 'a key as PEM', () => true);
  const keyIsFaulty = fields.key.value !== undefined && key === undefined;
  if (certificate === undefined || keyIsFaulty) return undefined;
  return readAuthority(String(spot.path.at(-1)), certificate, key, shape.faults);
}

function readSigner(spot: Spot, shape: Shape): Content<'authority'> | undefined {
  if (spot.value === undefined) return undefined;
  const text = shape.text(spot, 'a private key as PEM', () => true);
  return text === undefined ? undefined : readServiceAccountKey(text, shape.faults);
}

function readEncryptionKeys(
  { encryptionKey: single, encryptionKeys: list }: Readonly<Record<'encryptionKey' | 'encryptionKeys', Spot>>,
  shape: Shape,
): EncryptionKey[] {
  if (single.value !== undefined && list.value !== undefined)
    shape.report(single, 'both encryptionKey and encryptionKeys', 'one of them');
  if (single.value !== undefined) {
    const secret = readKeyBytes(single, shape);
    return secret ? [{ name: firstEncryptionKey, secret }] : [];
  }
  const seen = new Set<string>();
  return shape.elements(list).flatMap((spot): EncryptionKey[] => {
    const fields = shape.fields(spot, ['name', 'secret']);
    const name = shape.text(fields.name, keyNameForm, isKeyName);
    const secret = readKeyBytes(fields.secret, shape);
    if (name !== undefined && seen.has(name))
      shape.report(fields.name, 'two encryption keys have one name', 'a name of its own');
    if (name === undefined || secret === undefined) return [];
    seen.add(name);
    return [{ name, secret }];
  });
}

/** The API server finds the end of a name by the colon behind it (k8s.io/apiserver, storage/value/encrypt). */
const keyNameForm = '1 to 63 of a-z, A-Z, 0-9, dot, dash and underscore';

function isKeyName(text: string): boolean {
  return /^[A-Za-z0-9._-]{1,63}$/.test(text);
}

function readKeyBytes(spot: Spot, shape: Shape): Content<'authority'> | undefined {
  const text = shape.text(spot, '32 bytes as base64', isSeed);
  return text === undefined ? undefined : secretContent('authority', Buffer.from(text, 'base64'));
}

/** The form that the API server checks: https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/ */
function readToken(spot: Spot, shape: Shape): BootstrapToken | undefined {
  const fields = shape.fields(spot, ['id', 'secret', 'expires']);
  const id = shape.text(fields.id, '6 of a-z and 0-9', (text) => /^[a-z0-9]{6}$/.test(text));
  const secret = shape.text(fields.secret, '16 of a-z and 0-9', (text) => /^[a-z0-9]{16}$/.test(text));
  const ends = fields.expires.value !== undefined;
  const expires = ends ? shape.text(fields.expires, instant, isInstant) : undefined;
  if (id === undefined || secret === undefined) return undefined;
  return { id, secret: secretContent('cluster', secret), ...(expires === undefined ? {} : { expires }) };
}

/** The API server keeps a token under its id. */
function reportRepeatedIds(
  tokens: readonly (BootstrapToken | undefined)[],
  { path }: Spot,
  shape: Shape,
): void {
  const seen = new Set<string>();
  for (const [index, token] of tokens.entries()) {
    if (token === undefined) continue;
    const spot = { value: undefined, path: [...path, index, 'id'] };
    if (seen.has(token.id)) shape.report(spot, 'two bootstrap tokens have one id', 'an id of its own');
    seen.add(token.id);
  }
}

function readRegistry(spot: Spot, shape: Shape): RegistryCredential | undefined {
  const fields = shape.fields(spot, ['username', 'password']);
  // A colon would end the name (RFC 7617, 2).
  const name = 'a text without colon and control characters';
  const username = shape.text(fields.username, name, (text) => /^[^:\p{Cc}\p{Surrogate}]+$/u.test(text));
  const word = 'a text without control characters';
  const password = shape.text(fields.password, word, (text) => /^[^\p{Cc}\p{Surrogate}]+$/u.test(text));
  if (username === undefined || password === undefined) return undefined;
  return { username, password: secretContent('node', password) };
}

function readRenewal(spot: Spot, shape: Shape): Renewal | undefined {
  const fields = shape.fields(spot, ['generation', 'issuedAt']);
  const generation = shape.count(fields.generation);
  const issuedAt = shape.text(fields.issuedAt, instant, isInstant);
  return generation === undefined || issuedAt === undefined ? undefined : { generation, issuedAt };
}

/** Base64 in its only form: padded, nothing around it. */
function isSeed(text: string): boolean {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === leafSeedBytes && bytes.toString('base64') === text;
}
