/** EC keys from derived bytes: FIPS 186-5, A.2.1 (generation using extra random bits). */
import { createECDH, createPrivateKey, type KeyObject } from 'node:crypto';
import { type Curve, curves, type EcAlgorithm } from '../algorithms.ts';
import { fromBytes, toBytes } from './bigint.ts';
import { expandIdentity, type KeyIdentity } from './identity.ts';

/** 64 bits more than the order has, so that the remainder's bias is negligible. */
const extraBytes = 8;

export function deriveEcKey(seed: Uint8Array, identity: KeyIdentity, algorithm: EcAlgorithm): KeyObject {
  const curve = curves[algorithm];
  const random = expandIdentity(seed, identity, algorithm, curve.bytes + extraBytes);
  return ecKey(scalarFrom(random, curve), curve);
}

/** From 1 to n-1, as long as the order. */
export function scalarFrom(random: Uint8Array, curve: Curve): Buffer {
  return toBytes((fromBytes(random) % (curve.order - 1n)) + 1n, curve.bytes);
}

function ecKey(scalar: Buffer, curve: Curve): KeyObject {
  const agreement = createECDH(curve.openssl);
  agreement.setPrivateKey(scalar);
  const point = agreement.getPublicKey();
  return createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: curve.jose,
      d: scalar.toString('base64url'),
      x: point.subarray(1, 1 + curve.bytes).toString('base64url'),
      y: point.subarray(1 + curve.bytes).toString('base64url'),
    },
  });
}
