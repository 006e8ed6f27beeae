/** The secrets file as it is written; what it holds stands in `parse.ts`. */
import type { AuthorityMaterial } from '../pki/authority.ts';
import type { PlainObject } from '../shared/plain-data.ts';
import { authorityKeyText } from './import.ts';
import {
  apiVersion,
  type BootstrapToken,
  type EncryptionKey,
  firstEncryptionKey,
  kind,
  type RegistryCredential,
  record,
  revealText,
  type Secrets,
} from './secrets.ts';

/**
 * What `parseSecrets` reads, as plain data with its keys in a fixed order; empty parts are left out. The only place that
 * reveals a secret as text.
 */
export function formatSecrets(secrets: Secrets): PlainObject {
  const { issuedAt, generation, leafSeed, bootstrapTokens } = secrets;
  return {
    apiVersion,
    kind,
    issuedAt,
    ...(generation === 0 ? {} : { generation }),
    leafSeed: Buffer.from(leafSeed.reveal()).toString('base64'),
    authorities: mapRecord(secrets.authorities, formatAuthority),
    ...(secrets.serviceAccountKey ? { serviceAccountKey: revealText(secrets.serviceAccountKey) } : {}),
    ...formatEncryptionKeys(secrets.encryptionKeys),
    ...(bootstrapTokens.length > 0 ? { bootstrapTokens: bootstrapTokens.map(formatToken) } : {}),
    ...formatPart('registries', secrets.registries, formatRegistry),
    ...formatPart('renewals', secrets.renewals, ({ generation, issuedAt }) => ({ generation, issuedAt })),
  };
}

function formatEncryptionKeys(keys: readonly EncryptionKey[]): PlainObject {
  const written = keys.map(({ name, secret }) => ({
    name,
    secret: Buffer.from(secret.reveal()).toString('base64'),
  }));
  const [first] = written;
  if (first === undefined) return {};
  return written.length === 1 && first.name === firstEncryptionKey
    ? { encryptionKey: first.secret }
    : { encryptionKeys: written };
}

function formatAuthority(material: AuthorityMaterial): PlainObject {
  const key = authorityKeyText(material);
  return { certificate: material.certificate, ...(key === undefined ? {} : { key }) };
}

function formatToken({ id, secret, expires }: BootstrapToken): PlainObject {
  return { id, secret: revealText(secret), ...(expires === undefined ? {} : { expires }) };
}

function formatRegistry({ username, password }: RegistryCredential): PlainObject {
  return { username, password: revealText(password) };
}

function formatPart<T>(
  name: string,
  part: Readonly<Record<string, T>>,
  format: (one: T) => PlainObject,
): PlainObject {
  return Object.keys(part).length === 0 ? {} : { [name]: mapRecord(part, format) };
}

function mapRecord<T>(all: Readonly<Record<string, T>>, format: (one: T) => PlainObject): PlainObject {
  return record(Object.entries(all).map(([key, one]) => [key, format(one)] as const));
}
