/** A private key that follows from a seed and what the key is for. */
import type { KeyObject } from 'node:crypto';
import { isRsa, type KeyAlgorithm } from '../algorithms.ts';
import { deriveEcKey } from './ec.ts';
import type { KeyIdentity } from './identity.ts';
import { deriveRsaKey } from './rsa.ts';

export type { KeyIdentity } from './identity.ts';

/** `seed` has at least 32 secret bytes. Another purpose, node, generation or algorithm gives an unrelated key. */
export function deriveKey(seed: Uint8Array, identity: KeyIdentity, algorithm: KeyAlgorithm): KeyObject {
  return isRsa(algorithm) ? deriveRsaKey(seed, identity, algorithm) : deriveEcKey(seed, identity, algorithm);
}

/** PEM as kubeadm writes keys: SEC 1 (`EC PRIVATE KEY`) or PKCS#1 (`RSA PRIVATE KEY`), LF. */
export function keyPem(key: KeyObject): string {
  return key.export({ format: 'pem', type: key.asymmetricKeyType === 'rsa' ? 'pkcs1' : 'sec1' }).toString();
}
