/** New secrets, from injected randomness. */
import { secretContent } from '../model/secret-content.ts';
import type { KeyAlgorithm } from '../pki/algorithms.ts';
import { type AuthorityMaterial, authorityOf } from '../pki/authority.ts';
import { issueAuthority } from '../pki/authority-certificate.ts';
import { deriveKey, keyPem } from '../pki/derive/key.ts';
import { isInstant } from '../pki/time.ts';
import { Bug } from '../shared/fault.ts';
import type { AuthorityRequirement, SecretRequirements } from './requirements.ts';
import {
  type BootstrapToken,
  encryptionKeyBytes,
  firstEncryptionKey,
  leafSeedBytes,
  type RegistryCredential,
  record,
  type Secrets,
} from './secrets.ts';

/** `length` unpredictable bytes. */
export type Random = (length: number) => Uint8Array;

/** Something that a profile needs and its secrets do not have. `id` is empty for what there is one of. */
export interface MissingSecret {
  readonly what: 'authority' | 'service account key' | 'encryption key' | 'bootstrap token' | 'registry';
  readonly id: string;
}

export interface Making {
  readonly random: Random;
  /** When a new bootstrap token ends: RFC 3339, UTC, whole seconds. Absent: never. */
  readonly tokenExpires?: string;
}

/** Exactly what is required. `issuedAt` is RFC 3339, UTC, whole seconds. */
export function createSecrets(
  requirements: SecretRequirements,
  { issuedAt, ...making }: Making & { readonly issuedAt: string },
): Secrets {
  if (!isInstant(issuedAt)) throw new Bug(`not an instant: ${issuedAt}`);
  const empty: Secrets = {
    issuedAt,
    generation: 0,
    leafSeed: secretContent('authority', draw(making.random, leafSeedBytes)),
    authorities: record<AuthorityMaterial>([]),
    encryptionKeys: [],
    bootstrapTokens: [],
    registries: record<RegistryCredential>([]),
    renewals: record<never>([]),
  };
  return addMissing(requirements, empty, making);
}

/** In the order of the requirements. */
export function missingSecrets(requirements: SecretRequirements, secrets: Secrets): readonly MissingSecret[] {
  const authorities = requirements.authorities.filter(({ id }) => !Object.hasOwn(secrets.authorities, id));
  const registries = requirements.registries.filter(({ host }) => !Object.hasOwn(secrets.registries, host));
  const token = requirements.bootstrapToken && secrets.bootstrapTokens.length === 0;
  return [
    ...authorities.map(({ id }) => ({ what: 'authority', id }) as const),
    ...(requirements.serviceAccountKey && !secrets.serviceAccountKey
      ? [{ what: 'service account key', id: '' } as const]
      : []),
    ...(requirements.encryptionKey && secrets.encryptionKeys.length === 0
      ? [{ what: 'encryption key', id: '' } as const]
      : []),
    ...(token ? [{ what: 'bootstrap token', id: '' } as const] : []),
    ...registries.map(({ host }) => ({ what: 'registry', id: host }) as const),
  ];
}

/**
 * The secrets with what is missing; what is there stays. New authorities are dated like the rest. Throws an InputError
 * (`authority-without-key`, `authority-expired`) if one must be signed by an authority that cannot.
 */
export function addMissing(requirements: SecretRequirements, secrets: Secrets, making: Making): Secrets {
  const { random } = making;
  const missing = missingSecrets(requirements, secrets);
  const has = (what: MissingSecret['what'], id: string) =>
    missing.some((one) => one.what === what && one.id === id);
  const newAuthorities = requirements.authorities.filter(({ id }) => has('authority', id));
  const authorities = addAuthorities(newAuthorities, secrets, random);
  const registries = requirements.registries
    .filter(({ host }) => has('registry', host))
    .map(({ host, username }) => [host, { username, password: newPassword(random) }] as const);
  const signer = has('service account key', '') ? requirements.serviceAccountKey : undefined;
  return {
    ...secrets,
    authorities,
    ...(signer && { serviceAccountKey: newSigner(random, signer) }),
    ...(has('encryption key', '') && {
      encryptionKeys: [
        { name: firstEncryptionKey, secret: secretContent('authority', draw(random, encryptionKeyBytes)) },
      ],
    }),
    bootstrapTokens: has('bootstrap token', '')
      ? addToken(secrets, making).bootstrapTokens
      : secrets.bootstrapTokens,
    registries: record([...Object.entries(secrets.registries), ...registries]),
  };
}

/** Issuers before those they sign, whatever the order given. */
function addAuthorities(
  wanted: readonly AuthorityRequirement[],
  { issuedAt, authorities }: Secrets,
  random: Random,
): Secrets['authorities'] {
  const made = new Map(Object.entries(authorities));
  let waiting = wanted;
  while (waiting.length > 0) {
    const ready = waiting.filter(({ issuer }) => issuer === undefined || made.has(issuer));
    if (ready.length === 0) throw new Bug(`no issuer for ${waiting.map(({ id }) => id).join(', ')}`);
    for (const one of ready) made.set(one.id, newAuthority(one, made, issuedAt, random));
    waiting = waiting.filter((one) => !ready.includes(one));
  }
  return record(made);
}

function newAuthority(
  requirement: AuthorityRequirement,
  others: ReadonlyMap<string, AuthorityMaterial>,
  issuedAt: string,
  random: Random,
): AuthorityMaterial {
  const { id, algorithm, issuer } = requirement;
  const key = deriveKey(draw(random, 32), { purpose: `authority ${id}`, generation: 0 }, algorithm);
  const material = issuer === undefined ? undefined : others.get(issuer);
  const signer = issuer && material ? authorityOf(issuer, material) : undefined;
  const certificate = issueAuthority({ ...requirement, issuedAt }, key, signer);
  return { certificate, key: secretContent('authority', keyPem(key)) };
}

function newSigner(random: Random, algorithm: KeyAlgorithm) {
  const key = deriveKey(draw(random, 32), { purpose: 'service accounts', generation: 0 }, algorithm);
  return secretContent('authority', keyPem(key));
}

/** The secrets with one more bootstrap token, the last of the list; its id is none that is there. */
export function addToken(secrets: Secrets, making: Making): Secrets {
  const known = new Set(secrets.bootstrapTokens.map(({ id }) => id));
  let token = newToken(making);
  while (known.has(token.id)) token = newToken(making);
  return { ...secrets, bootstrapTokens: [...secrets.bootstrapTokens, token] };
}

/** Hexadecimal digits, a part of what the API permits (`[a-z0-9]`): 64 secret bits. */
function newToken({ random, tokenExpires }: Making): BootstrapToken {
  return {
    id: hex(random, 3),
    secret: secretContent('cluster', hex(random, 8)),
    ...(tokenExpires !== undefined && { expires: tokenExpires }),
  };
}

/** 24 bytes as base64url: 192 bits that need no quoting anywhere. */
function newPassword(random: Random) {
  return secretContent('node', Buffer.from(draw(random, 24)).toString('base64url'));
}

function hex(random: Random, length: number): string {
  return Buffer.from(draw(random, length)).toString('hex');
}

function draw(random: Random, length: number): Uint8Array {
  const bytes = random(length);
  if (bytes.length !== length) throw new Bug(`asked for ${length} random bytes, got ${bytes.length}`);
  return bytes;
}
