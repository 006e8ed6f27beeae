/** Certificates of authorities: roots that sign themselves, and intermediates. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { type Authority, requireAlive, signerFor } from './authority.ts';
import { clockAllowance } from './certificate.ts';
import { addDays, addSeconds, earlier } from './time.ts';
import { encode } from './x509/der.ts';
import * as extension from './x509/extensions.ts';
import { nameOf } from './x509/name.ts';
import { signerOf } from './x509/sign.ts';
import { keyIdOf, publicKeyInfo, signCertificate } from './x509/tbs.ts';

export interface AuthorityRequest {
  readonly id: string;
  readonly commonName: string;
  /** As in `time.ts`. */
  readonly issuedAt: string;
  readonly validityDays: number;
}

/**
 * PEM, LF, with kubeadm's extensions (CA without path length; digitalSignature, keyEncipherment, keyCertSign).
 * Signed by `issuer`, then never valid beyond it; by its own key if there is none. Throws an InputError as
 * `issueCertificate` does.
 */
export function issueAuthority(request: AuthorityRequest, key: KeyObject, issuer?: Authority): string {
  const notBefore = addSeconds(request.issuedAt, -clockAllowance);
  if (issuer !== undefined) requireAlive(issuer, notBefore);
  const signer = issuer === undefined ? signerOf(key) : signerFor(issuer, `the authority ${request.id}`);
  const wanted = addDays(request.issuedAt, request.validityDays);
  const publicKey = publicKeyInfo(createPublicKey(key));
  const keyId = keyIdOf(publicKey);
  const subject = encode(nameOf({ commonName: request.commonName }));
  const parts = {
    issuer: issuer?.subject ?? subject,
    subject,
    publicKey,
    notBefore,
    notAfter: issuer === undefined ? wanted : earlier(wanted, issuer.notAfter),
    extensions: [
      extension.keyUsage(['digitalSignature', 'keyEncipherment', 'keyCertSign']),
      extension.basicConstraints(true),
      extension.subjectKeyIdentifier(keyId),
      extension.authorityKeyIdentifier(issuer?.keyId ?? keyId),
    ],
  };
  return signCertificate(parts, signer);
}
