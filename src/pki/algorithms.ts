/** The key algorithms that can be asked for, by kubeadm's names (`encryptionAlgorithm` in its v1beta4 API). */
export const keyAlgorithms = ['ECDSA-P256', 'ECDSA-P384', 'RSA-2048', 'RSA-3072', 'RSA-4096'] as const;
export type KeyAlgorithm = (typeof keyAlgorithms)[number];

export type EcAlgorithm = Extract<KeyAlgorithm, `ECDSA-${string}`>;
export type RsaAlgorithm = Extract<KeyAlgorithm, `RSA-${string}`>;

/** Names of one curve: OpenSSL's for ECDH, JOSE's for key import; `order` is n of FIPS 186-5, `bytes` the length of a scalar. */
export interface Curve {
  readonly openssl: string;
  readonly jose: string;
  readonly order: bigint;
  readonly bytes: number;
}

/** Orders from SP 800-186, 3.2.1.3 and 3.2.1.4. */
export const curves: Readonly<Record<EcAlgorithm, Curve>> = {
  'ECDSA-P256': {
    openssl: 'prime256v1',
    jose: 'P-256',
    order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
    bytes: 32,
  },
  'ECDSA-P384': {
    openssl: 'secp384r1',
    jose: 'P-384',
    order:
      0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
    bytes: 48,
  },
};

/** Length of the modulus in bits. */
export const rsaBits: Readonly<Record<RsaAlgorithm, number>> = {
  'RSA-2048': 2048,
  'RSA-3072': 3072,
  'RSA-4096': 4096,
};

export function isRsa(algorithm: KeyAlgorithm): algorithm is RsaAlgorithm {
  return algorithm in rsaBits;
}
