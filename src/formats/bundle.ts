/**
 * A machine with everything it would have downloaded, in tar archives: unpacked anywhere, `sh install.sh` sets it up. What the
 * machines of a pool have in common is written once, to be unpacked into the same folder.
 */
import { type TarMember, tarPieces } from '../archive/tar-pieces.ts';
import type { Digest } from '../model/artifact.ts';
import { Assembly, type Stored } from '../model/assembly.ts';
import { type Content, publicContent } from '../model/content.ts';
import { sha256 } from '../shared/digest.ts';
import { bundleScript } from './bundle/script.ts';

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

/** As the installer looks for them: in a folder of this name, each under the name of its digest. */
export function artifactName(digest: Digest): string {
  return `artifacts/${digest.replace(':', '-')}`;
}

export function artifactMembers(artifacts: readonly Stored[]): TarMember[] {
  return artifacts.map((content) => ({ name: artifactName(content.digest), mode: 0o644, content }));
}

/** In the format of sha256sum(1). */
function sumsOf(artifacts: readonly Stored[], algorithm: 'sha256' | 'sha512'): string {
  return artifacts
    .filter(({ digest }) => digest.startsWith(`${algorithm}:`))
    .map(({ digest }) => `${digest.slice(algorithm.length + 1)}  ${artifactName(digest)}\n`)
    .join('');
}
