/** The secrets of one cluster. Whatever must stay secret is Content, which prints as its size. */
import type { Content } from '../model/content.ts';
import type { AuthorityMaterial } from '../pki/authority.ts';

/** A token with which a machine may ask to become a node: `id.secret`. */
export interface BootstrapToken {
  /** Public, 6 of `[a-z0-9]`. */
  readonly id: string;
  /** 16 of `[a-z0-9]`. */
  readonly secret: Content<'cluster'>;
  /** RFC 3339, UTC, whole seconds. Absent: never. */
  readonly expires?: string;
}

export interface EncryptionKey {
  /** Stands before all that it has encrypted: a key that is given another name decrypts nothing any more. */
  readonly name: string;
  /** 32 bytes. */
  readonly secret: Content<'authority'>;
}

/** The name of the first key that a cluster has. */
export const firstEncryptionKey = 'key1';

export interface RegistryCredential {
  readonly username: string;
  readonly password: Content<'node'>;
}

/** Of which generation certificates are, and since when. */
export interface Renewal {
  /** Counts from 0; another generation has other keys. */
  readonly generation: number;
  /** RFC 3339, UTC, whole seconds. */
  readonly issuedAt: string;
}

/** Records have no prototype, so that a host called `constructor` is not found unless it is there. */
export interface Secrets extends Renewal {
  /** 32 bytes; every key of a node follows from it. */
  readonly leafSeed: Content<'authority'>;
  /** By id: `cluster`, `etcd`, `cluster/NAME`. */
  readonly authorities: Readonly<Record<string, AuthorityMaterial>>;
  /** PEM of the private key that signs service-account tokens; where the control plane is ours. */
  readonly serviceAccountKey?: Content<'authority'>;
  /** For Secrets at rest in etcd: the first encrypts, all of them decrypt. */
  readonly encryptionKeys: readonly EncryptionKey[];
  readonly bootstrapTokens: readonly BootstrapToken[];
  /** By host, as in an image's name. */
  readonly registries: Readonly<Record<string, RegistryCredential>>;
  /** By node, where it differs from the secrets' own `generation` and `issuedAt`. */
  readonly renewals: Readonly<Record<string, Renewal>>;
}

/** What a node's certificates are: the rest's, unless it was renewed by itself. Without a node: the cluster's own. */
export function renewalOf(secrets: Secrets, node?: string): Renewal {
  const own =
    node !== undefined && Object.hasOwn(secrets.renewals, node) ? secrets.renewals[node] : undefined;
  return own ?? secrets;
}

export const leafSeedBytes = 32;
/** secretbox takes exactly this many. */
export const encryptionKeyBytes = 32;

export const apiVersion = 'nodeseed/v1alpha1';
export const kind = 'Secrets';

/** A record without prototype, entries in the order given. */
export function record<T>(entries: Iterable<readonly [string, T]>): Readonly<Record<string, T>> {
  const made: Record<string, T> = Object.create(null);
  for (const [key, value] of entries) made[key] = value;
  return made;
}

/** `id.secret`, as it stands in a kubeconfig. */
export function tokenText({ id, secret }: BootstrapToken): string {
  return `${id}.${revealText(secret)}`;
}

/** The text of secret content. For those who put it into other secret content. */
export function revealText(content: Content): string {
  return Buffer.from(content.reveal()).toString('utf8');
}
