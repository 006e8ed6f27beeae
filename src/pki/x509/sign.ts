/** Deterministic signatures: PKCS#1 v1.5 with SHA-256 for RSA, RFC 6979 for ECDSA. The hash goes with the signing key. */
import { type KeyObject, sign } from 'node:crypto';
import { p256, p384 } from '@noble/curves/nist.js';
import { Bug } from '../../shared/fault.ts';
import { type Asn1, nullValue, objectId, sequence } from './der.ts';

/** Signs without showing its key. */
export interface Signer {
  /** The AlgorithmIdentifier that a certificate states. A new one for every use. */
  readonly algorithm: () => Asn1;
  readonly sign: (message: Uint8Array) => Uint8Array;
}

/** By OpenSSL's name of the curve; RFC 5758, 3.2 has the identifiers. */
const ecdsa: Readonly<Record<string, { readonly id: string; readonly curve: typeof p256 }>> = {
  prime256v1: { id: '1.2.840.10045.4.3.2', curve: p256 },
  secp384r1: { id: '1.2.840.10045.4.3.3', curve: p384 },
};

/** sha256WithRSAEncryption (RFC 4055, 5), whose parameters are NULL. */
const rsaId = '1.2.840.113549.1.1.11';

/** The smallest RSA key that is accepted, in bits. */
const smallestRsa = 2048;

/** Whether `signerOf` takes such a key, private or public: RSA from 2048 bits on, EC on a named curve P-256 or P-384. */
export function isSupportedKey(key: KeyObject): boolean {
  const details = key.asymmetricKeyDetails;
  if (key.asymmetricKeyType === 'rsa') return (details?.modulusLength ?? 0) >= smallestRsa;
  return key.asymmetricKeyType === 'ec' && Object.hasOwn(ecdsa, details?.namedCurve ?? '');
}

export function signerOf(key: KeyObject): Signer {
  if (!isSupportedKey(key)) throw new Bug('a signing key that should have been refused');
  if (key.asymmetricKeyType === 'rsa') {
    return {
      algorithm: () => sequence(objectId(rsaId), nullValue()),
      sign: (message) => sign('sha256', message, key),
    };
  }
  return ecdsaSigner(key);
}

/**
 * RFC 6979 with the curve's own hash (SHA-256, SHA-384), as DER. The published s is kept as it comes: X.509 knows no
 * rule that it be in the lower half.
 */
function ecdsaSigner(key: KeyObject): Signer {
  const scheme = ecdsa[key.asymmetricKeyDetails?.namedCurve ?? ''];
  const scalar = key.export({ format: 'jwk' }).d;
  if (scheme === undefined || scalar === undefined) throw new Bug('an EC key without curve or scalar');
  const secret = Buffer.from(scalar, 'base64url');
  return {
    algorithm: () => sequence(objectId(scheme.id)),
    sign: (message) =>
      scheme.curve.sign(message, secret, { prehash: true, lowS: false, extraEntropy: false, format: 'der' }),
  };
}
