/**
 * A machine with everything it would have downloaded, in tar archives: unpacked anywhere, `sh install.sh` sets it up. What the
 * machines of a pool have in common is written once, to be unpacked into the same folder.
 */
import { type TarMember, tarPieces } from '../archive/tar-pieces.ts';
import type { Digest } from '../model/artifact.ts';
import { Assembly, type Stored } from '../model/assembly.ts';
import { type Content, publicContent } from '../model/content.ts';
import type { Machine } from '../model/machine.ts';
import type { Store } from '../model/store.ts';
import { sha256 } from '../shared/digest.ts';
import { InputError, type Path } from '../shared/fault.ts';
import { bundleScript } from './bundle/script.ts';

/** What travels with a machine: programs as upstream published them, and images. None twice, sorted. */
export function carriedArtifacts(machines: readonly Machine[]): Digest[] {
  const digests = machines.flatMap(({ placements }) => placements.map(({ artifact }) => artifact.digest));
  return [...new Set(digests)].sort();
}

/** One fault with all that is not in the store: whoever lacks them wants the whole list. */
export function storedArtifacts(
  machines: readonly Machine[],
  sizes: Pick<Store, 'size'>,
  path: Path,
): Stored[] {
  const missing: string[] = [];
  const found = carriedArtifacts(machines).flatMap((digest): Stored[] => {
    const size = sizes.size(digest);
    if (size !== undefined) return [{ digest, size }];
    missing.push(titleOf(machines, digest));
    return [];
  });
  if (missing.length === 0) return found;
  throw new InputError([
    {
      code: 'artifact-missing',
      message: `the cache lacks what is to travel with the machines: ${missing.sort().join(', ')}`,
      hint: 'nodeseed fetch PROFILE',
      path,
    },
  ]);
}

function titleOf(machines: readonly Machine[], digest: Digest): string {
  const all = machines.flatMap(({ placements }) => placements);
  const artifact = all.find((one) => one.artifact.digest === digest)?.artifact;
  return artifact ? `${artifact.name} ${artifact.version} ${artifact.arch}` : digest;
}

export interface BundleParts {
  /** The node's root file system archive. */
  readonly rootfs: Content;
  /** Everything that the node is to find beside it. */
  readonly artifacts: readonly Stored[];
  /** Name of the archive that has the artifacts; absent: they are in this one. */
  readonly base?: string;
}

export async function bundle({ rootfs, artifacts, base }: BundleParts): Promise<Assembly> {
  const sha512Sums = publicContent(sumsOf(artifacts, 'sha512'));
  const ownBase = publicContent(base === undefined ? '' : `${base}\n`);
  const script = publicContent(bundleScript);
  const sums = [
    ...[...sumsOf(artifacts, 'sha256')],
    ...Object.entries({
      SHA512SUMS: sha512Sums,
      base: ownBase,
      'install.sh': script,
      'rootfs.tar.gz': rootfs,
    }).map(([name, content]) => `${sha256(content.reveal())}  ${name}\n`),
  ].join('');
  return new Assembly(
    await tarPieces([
      { name: 'install.sh', mode: 0o755, content: script },
      { name: 'SHA256SUMS', mode: 0o644, content: publicContent(sums) },
      { name: 'SHA512SUMS', mode: 0o644, content: sha512Sums },
      { name: 'base', mode: 0o644, content: ownBase },
      { name: 'rootfs.tar.gz', mode: 0o600, content: rootfs },
      ...(base === undefined ? artifactMembers(artifacts) : []),
    ]),
  );
}

/** The part that machines share. */
export async function baseOf(artifacts: readonly Stored[]): Promise<Assembly> {
  return new Assembly(await tarPieces(artifactMembers(artifacts)));
}

/** As the installer looks for them: in a folder of this name, each under the name of its digest. */
export function artifactName(digest: Digest): string {
  return `artifacts/${digest.replace(':', '-')}`;
}

function artifactMembers(artifacts: readonly Stored[]): TarMember[] {
  return artifacts.map((content) => ({ name: artifactName(content.digest), mode: 0o644, content }));
}

/** In the format of sha256sum(1). */
function sumsOf(artifacts: readonly Stored[], algorithm: 'sha256' | 'sha512'): string {
  return artifacts
    .filter(({ digest }) => digest.startsWith(`${algorithm}:`))
    .map(({ digest }) => `${digest.slice(algorithm.length + 1)}  ${artifactName(digest)}\n`)
    .join('');
}
