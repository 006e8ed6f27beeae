/** Version numbers. The only place where they are compared; everything else asks a table. */

/** A minor release: `1.36` of Kubernetes, `2.3` of containerd. */
export type Release = `${number}.${number}`;

/** A full version without the leading v: `1.36.4`, `1.0.0-rc93`. */
export interface Version {
  readonly text: string;
  readonly release: Release;
  readonly patch: number;
}

const versionPattern = /^v?(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?$/;

/** Reads `v1.36.4` or `1.36.4`; undefined when it is no semantic version. */
export function parseVersion(text: string): Version | undefined {
  const found = versionPattern.exec(text);
  if (!found) return undefined;
  const [, major, minor, patch, pre = ''] = found;
  return {
    text: `${major}.${minor}.${patch}${pre}`,
    release: `${Number(major)}.${Number(minor)}`,
    patch: Number(patch),
  };
}

/** Negative when a is older than b. */
export function compareReleases(a: Release, b: Release): number {
  const [aMajor = 0, aMinor = 0] = a.split('.').map(Number);
  const [bMajor = 0, bMinor = 0] = b.split('.').map(Number);
  return aMajor - bMajor || aMinor - bMinor;
}
