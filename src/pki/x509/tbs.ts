/** Certificates of RFC 5280, from their parts to signed PEM. */
import { createHash, type KeyObject } from 'node:crypto';
import {
  type Asn1,
  bitString,
  contents,
  decode,
  encode,
  explicit,
  integer,
  members,
  sequence,
  time,
} from './der.ts';
import { pem } from './pem.ts';
import type { Signer } from './sign.ts';

export interface CertificateParts {
  /** DER of both names. */
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  /** DER of a SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  /** Instants as in `time.ts`. */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly extensions: readonly Asn1[];
}

/** PEM with LF. The serial follows from everything else in the certificate. */
export function signCertificate(parts: CertificateParts, signer: Signer): string {
  const serial = serialOf(encode(sequence(...fields(parts, signer))));
  const tbs = sequence(explicit(0, integer(Uint8Array.of(2))), integer(serial), ...fields(parts, signer));
  const signature = signer.sign(encode(tbs));
  return pem('CERTIFICATE', encode(sequence(tbs, signer.algorithm(), bitString(signature))));
}

/** What follows the serial in a TBSCertificate. */
function fields(parts: CertificateParts, signer: Signer): readonly Asn1[] {
  return [
    signer.algorithm(),
    decode(parts.issuer),
    sequence(time(parts.notBefore), time(parts.notAfter)),
    decode(parts.subject),
    decode(parts.publicKey),
    explicit(3, sequence(...parts.extensions)),
  ];
}

/**
 * 20 octets of SHA-256 over the rest of the certificate, so that a changed certificate has another serial. The first
 * octet is from 0x40 to 0x7f: positive, never zero, always as long as RFC 5280, 4.1.2.2 permits.
 */
function serialOf(rest: Uint8Array): Buffer {
  const hash = createHash('sha256').update('nodeseed serial v1\0').update(rest).digest().subarray(0, 20);
  hash[0] = ((hash[0] ?? 0) & 0x3f) | 0x40;
  return hash;
}

/** DER of the public half. */
export function publicKeyInfo(key: KeyObject): Buffer {
  return key.export({ format: 'der', type: 'spki' });
}

/** The leftmost 160 bits of SHA-256 over the key's bits (RFC 7093, 2, method 1). */
export function keyIdOf(publicKey: Uint8Array): Buffer {
  const bits = contents(members(decode(publicKey))[1]) ?? Buffer.alloc(0);
  // A bit string's first octet counts its unused bits and is no part of the key.
  return createHash('sha256').update(bits.subarray(1)).digest().subarray(0, 20);
}
