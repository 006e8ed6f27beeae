/** What a profile's programs were resolved to, each with the digest that it is held to from then on. */
import type { Digest } from './artifact.ts';

export interface LockedArtifact {
  /** As the catalogue of pins calls it. */
  readonly name: string;
  /** Without the leading v. */
  readonly version: string;
  readonly arch: 'amd64' | 'arm64';
  readonly digest: Digest;
  /** The publisher's addresses. Mirrors are the profile's. */
  readonly sources: readonly [string, ...string[]];
  /** Where the digest came from: the profile, the catalogue, or the address of a file of checksums. */
  readonly from: string;
}

export interface Lock {
  readonly artifacts: readonly LockedArtifact[];
}
