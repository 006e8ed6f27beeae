/** Deterministic signatures: PKCS#1 v1.5 with SHA-256 for RSA, RFC 6979 for ECDSA. The hash goes with the signing key. */
import { hkdfSync, type KeyObject, sign } from 'node:crypto';
import { ecdsa, weierstrass } from '@noble/curves/abstract/weierstrass.js';
import { p256, p384 } from '@noble/curves/nist.js';
import { sha256, sha384 } from '@noble/hashes/sha2.js';
import { Bug } from '../../shared/fault.ts';
import { keyedStream } from '../derive/stream.ts';
import { type Asn1, nullValue, objectId, sequence } from './der.ts';

/** Signs without showing its key. */
export interface Signer {
  /** The AlgorithmIdentifier that a certificate states. A new one for every use. */
  readonly algorithm: () => Asn1;
  readonly sign: (message: Uint8Array) => Uint8Array;
}

/** By OpenSSL's name of the curve; RFC 5758, 3.2 has the identifiers. */
const ecdsaSchemes: Readonly<Record<string, EcdsaScheme>> = {
  prime256v1: { id: '1.2.840.10045.4.3.2', curve: p256, hash: sha256 },
  secp384r1: { id: '1.2.840.10045.4.3.3', curve: p384, hash: sha384 },
};

interface EcdsaScheme {
  readonly id: string;
  readonly curve: typeof p256;
  readonly hash: Parameters<typeof ecdsa>[1];
}

/** sha256WithRSAEncryption (RFC 4055, 5), whose parameters are NULL. */
const rsaId = '1.2.840.113549.1.1.11';

/** The smallest RSA key that is accepted, in bits. */
const smallestRsa = 2048;

/** Whether `signerOf` takes such a key, private or public: RSA from 2048 bits on, EC on a named curve P-256 or P-384. */
export function isSupportedKey(key: KeyObject): boolean {
  const details = key.asymmetricKeyDetails;
  if (key.asymmetricKeyType === 'rsa') return (details?.modulusLength ?? 0) >= smallestRsa;
  return key.asymmetricKeyType === 'ec' && Object.hasOwn(ecdsaSchemes, details?.namedCurve ?? '');
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
  const scheme = ecdsaSchemes[key.asymmetricKeyDetails?.namedCurve ?? ''];
  const scalar = key.export({ format: 'jwk' }).d;
  if (scheme === undefined || scalar === undefined) throw new Bug('an EC key without curve or scalar');
  const secret = Buffer.from(scalar, 'base64url');
  // Its tables are made at the first signature: many an authority is only to be trusted.
  let curve: typeof p256 | undefined;
  return {
    algorithm: () => sequence(objectId(scheme.id)),
    sign: (message) => {
      curve ??= maskedCurve(scheme, secret);
      return curve.sign(message, secret, { prehash: true, lowS: false, extraEntropy: false, format: 'der' });
    },
  };
}

/**
 * The library masks its numbers by random ones, against whoever measures the time it takes; nothing of them is left in the
 * signature. They follow from the secret here, which nobody knows who could use them: signing asks for no randomness.
 */
function maskedCurve({ curve, hash }: EcdsaScheme, secret: Uint8Array): typeof p256 {
  const masks = keyedStream(new Uint8Array(hkdfSync('sha256', secret, '', 'nodeseed signing masks', 32)));
  const randomBytes = (length = 32) => new Uint8Array(masks.next(length));
  return ecdsa(weierstrass(curve.Point.CURVE(), { randomBytes }), hash, { randomBytes });
}
