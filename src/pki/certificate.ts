/** Certificates for nodes, users and components. The same request, authority and seed give the same bytes. */
import { createPublicKey } from 'node:crypto';
import type { Content } from '../model/content.ts';
import { secretContent } from '../model/secret-content.ts';
import { isRsa, type KeyAlgorithm } from './algorithms.ts';
import { type Authority, requireAlive, signerFor } from './authority.ts';
import { deriveKey, type KeyIdentity, keyPem } from './derive/key.ts';
import { addDays, addSeconds, earlier } from './time.ts';
import { encode } from './x509/der.ts';
import * as extension from './x509/extensions.ts';
import { nameOf, type Subject } from './x509/name.ts';
import { keyIdOf, publicKeyInfo, signCertificate } from './x509/tbs.ts';

export type { SubjectAltNames, Usage } from './x509/extensions.ts';
export type { Subject } from './x509/name.ts';

/** A certificate begins this many seconds before it was issued, for clocks that lag. */
export const clockAllowance = 300;

export interface LeafRequest {
  readonly identity: KeyIdentity;
  readonly algorithm: KeyAlgorithm;
  readonly subject: Subject;
  readonly sans: extension.SubjectAltNames;
  /** At least one. */
  readonly usages: readonly extension.Usage[];
  /** As in `time.ts`. */
  readonly issuedAt: string;
  readonly validityDays: number;
}

export interface Leaf {
  /** PEM, LF. */
  readonly certificate: string;
  /** PEM, LF: SEC 1 or PKCS#1, as kubeadm writes them. */
  readonly key: Content<'node'>;
  readonly notBefore: string;
  readonly notAfter: string;
  /** It ends with its authority, earlier than was asked for. */
  readonly capped: boolean;
}

/**
 * `seed` is the secrets' leaf seed. Throws an InputError if the authority has no key (`authority-without-key`) or ended
 * before the certificate begins (`authority-expired`).
 */
export function issueCertificate(request: LeafRequest, authority: Authority, seed: Uint8Array): Leaf {
  const signer = signerFor(authority, `the certificate of ${describe(request.identity)}`);
  const notBefore = addSeconds(request.issuedAt, -clockAllowance);
  requireAlive(authority, notBefore);
  const wanted = addDays(request.issuedAt, request.validityDays);
  const notAfter = earlier(wanted, authority.notAfter);
  const key = deriveKey(seed, request.identity, request.algorithm);
  const publicKey = publicKeyInfo(createPublicKey(key));
  const certificate = signCertificate(
    {
      issuer: authority.subject,
      subject: encode(nameOf(request.subject)),
      publicKey,
      notBefore,
      notAfter,
      extensions: leafExtensions(request, keyIdOf(publicKey), authority.keyId),
    },
    signer,
  );
  return {
    certificate,
    key: secretContent('node', keyPem(key)),
    notBefore,
    notAfter,
    capped: notAfter !== wanted,
  };
}

/** A key that only agrees on secrets (EC) does not encipher any. */
function leafExtensions(
  { algorithm, usages, sans }: LeafRequest,
  keyId: Uint8Array,
  authorityId: Uint8Array,
) {
  const names = extension.subjectAltName(sans);
  return [
    extension.keyUsage(isRsa(algorithm) ? ['digitalSignature', 'keyEncipherment'] : ['digitalSignature']),
    extension.extKeyUsage(usages),
    extension.basicConstraints(false),
    extension.subjectKeyIdentifier(keyId),
    extension.authorityKeyIdentifier(authorityId),
    ...(names === undefined ? [] : [names]),
  ];
}

function describe({ purpose, node }: KeyIdentity): string {
  return node === undefined ? purpose : `${purpose} of ${node}`;
}

/** The certificate first, then its key, in one text. */
export function certificateAndKey(leaf: Leaf): Content<'node'> {
  return secretContent('node', leaf.certificate + Buffer.from(leaf.key.reveal()).toString('utf8'));
}
