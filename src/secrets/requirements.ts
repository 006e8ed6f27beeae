/** What a profile needs of its secrets. Types only: a profile's own needs are found out elsewhere. */
import type { KeyAlgorithm } from '../pki/algorithms.ts';

export interface AuthorityRequirement {
  /** `cluster`, `kubelet`, `etcd`, `front-proxy`, ..., or of an intermediate `cluster/NAME`. */
  readonly id: string;
  readonly commonName: string;
  /** For a new one. An imported authority keeps what it has. */
  readonly algorithm: KeyAlgorithm;
  /** The id of the authority that signs this one. Absent: it signs itself. */
  readonly issuer?: string;
  readonly validityDays: number;
}

export interface RegistryRequirement {
  /** As in an image's name: `registry.example:5000`. */
  readonly host: string;
  readonly username: string;
}

export interface SecretRequirements {
  readonly authorities: readonly AuthorityRequirement[];
  /** The algorithm of the key that signs service-account tokens; absent: somebody else signs them. */
  readonly serviceAccountKey?: KeyAlgorithm;
  /** Whether secrets are encrypted at rest. */
  readonly encryptionKey?: boolean;
  /** Whether nodes join with a bootstrap token. */
  readonly bootstrapToken: boolean;
  readonly registries: readonly RegistryRequirement[];
}
