/** What is fetched (or carried along), and where on the machine its parts go. */
import type { Origin } from './origin.ts';

export type Digest = `sha256:${string}` | `sha512:${string}`;

/** Bytes that are known by their digest before anybody has them. */
export interface Artifact {
  /** `kubelet`, `cni-plugins`; together with version and arch it names the artifact in messages. */
  readonly name: string;
  readonly version: string;
  readonly arch: string;
  readonly format: 'binary' | 'tar.gz';
  readonly digest: Digest;
  /** Tried in this order; at least one. http or https; `file:PATH`, relative to the profile, for what only whoever builds has. */
  readonly sources: readonly [string, ...string[]];
}

/** One file out of an artifact. */
export interface PlacedFile {
  /** Name inside the archive without a leading `./`; absent: the artifact is the file. */
  readonly member?: string;
  /** Absolute path on the machine. */
  readonly target: string;
  readonly mode: number;
}

export interface Placement {
  readonly artifact: Artifact;
  readonly files: readonly [PlacedFile, ...PlacedFile[]];
  readonly origin: Origin;
}
