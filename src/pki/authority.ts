/** Authorities: as they are kept, and as they sign. */
import { createPrivateKey } from 'node:crypto';
import type { Content } from '../model/content.ts';
import { Bug, InputError } from '../shared/fault.ts';
import { readAuthorityFacts } from './x509/read.ts';
import { type Signer, signerOf } from './x509/sign.ts';

/** A certificate (PEM) and, where something is to be signed, its private key (PEM). */
export interface AuthorityMaterial {
  readonly certificate: string;
  readonly key?: Content<'authority'>;
}

export interface Authority {
  readonly id: string;
  readonly certificate: string;
  /** DER of its name. */
  readonly subject: Uint8Array;
  readonly keyId: Uint8Array;
  /** When it ends, as in `time.ts`. */
  readonly notAfter: string;
  /** Absent: it can be trusted, but nothing can be signed by it. */
  readonly signer?: Signer;
}

interface Authorities {
  readonly authorities: Readonly<Record<string, AuthorityMaterial>>;
}

/**
 * The authority of that id, ready to sign. Expects material that was checked when it was read (`secrets/`).
 * Throws an InputError (`secrets-missing`) if there is none.
 */
export function loadAuthority(id: string, secrets: Authorities): Authority {
  return authorityOf(id, authorityMaterial(id, secrets));
}

/** What is enough to trust it: nothing is read out of it yet. Throws as `loadAuthority` does. */
export function authorityMaterial(id: string, secrets: Authorities): AuthorityMaterial {
  const material = Object.hasOwn(secrets.authorities, id) ? secrets.authorities[id] : undefined;
  if (material === undefined) {
    const message = `there is no authority ${id} in the secrets`;
    const expected = 'its certificate, and its private key if it signs';
    throw new InputError([
      { code: 'secrets-missing', message, expected, path: ['authorities'], document: 'secrets' },
    ]);
  }
  return material;
}

export function authorityOf(id: string, { certificate, key }: AuthorityMaterial): Authority {
  const facts = readAuthorityFacts(certificate);
  if (facts === undefined) throw new Bug(`the certificate of authority ${id} was never checked`);
  if (key === undefined) return { id, certificate, ...facts };
  const signer = signerOf(createPrivateKey(Buffer.from(key.reveal())));
  return { id, certificate, ...facts, signer };
}

/** Throws an InputError (`authority-without-key`) if the authority cannot sign. */
export function signerFor(authority: Authority, purpose: string): Signer {
  if (authority.signer !== undefined) return authority.signer;
  throw new InputError([
    {
      code: 'authority-without-key',
      message: `authority ${authority.id} must sign ${purpose}, and its private key is not in the secrets`,
      expected: 'key: the private key that belongs to the certificate',
      path: ['authorities', authority.id],
      document: 'secrets',
    },
  ]);
}

/** Throws an InputError (`authority-expired`) if the authority ends before `notBefore`. */
export function requireAlive(authority: Authority, notBefore: string): void {
  if (authority.notAfter > notBefore) return;
  throw new InputError([
    {
      code: 'authority-expired',
      message: `authority ${authority.id} ended at ${authority.notAfter}, before ${notBefore}, when what it should sign begins`,
      expected: 'an authority that is valid at the issue date',
      path: ['authorities', authority.id, 'certificate'],
      document: 'secrets',
    },
  ]);
}
