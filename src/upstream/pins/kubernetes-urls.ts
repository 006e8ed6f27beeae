import { compareReleases, parseVersion, type Release } from '../release.ts';
import type { Arch } from './types.ts';

const bucket = 'https://storage.googleapis.com/kubernetes-release/release';

/**
 * The old bucket still serves what it held when it was closed to writing; its last complete release is 1.30
 * (kubernetes/k8s.io#1569, kubernetes/kubernetes#129621).
 */
const bucketEnds: Release = '1.31';

/** dl.k8s.io redirects binaries below `/release`. */
export const binaryUrls = (version: string, arch: Arch, name: string): readonly string[] => [
  `https://dl.k8s.io/release/v${version}/bin/linux/${arch}/${name}`,
  ...inBucket(version, `bin/linux/${arch}/${name}`),
];

/** The change logs print these addresses without `/release`. */
export const archiveUrls = (version: string, arch: Arch, name: string): readonly string[] => [
  `https://dl.k8s.io/v${version}/${name}-linux-${arch}.tar.gz`,
  ...inBucket(version, `${name}-linux-${arch}.tar.gz`),
];

function inBucket(version: string, path: string): readonly string[] {
  const release = parseVersion(version)?.release;
  return release && compareReleases(release, bucketEnds) < 0 ? [`${bucket}/v${version}/${path}`] : [];
}
