/** The published file that each program of a node comes from: the profile's digest, the lock, the catalogue, in this order. */
import type { Digest } from '../model/artifact.ts';
import type { Lock } from '../model/lock.ts';
import {
  type BinarySource,
  type FindPin,
  findBinary,
  formatOf,
  type MissingBinary,
  vouchedBinary,
} from '../upstream/binaries.ts';
import type { Cluster, Node } from './cluster.ts';
import type { WantedProgram } from './programs.ts';

/** Undefined: the program has no version, which is a fault of its own. */
export function binaryOf(
  { lock }: Pick<Cluster, 'lock'>,
  { arch }: Node,
  { program, version, digest }: WantedProgram,
): BinarySource | MissingBinary | undefined {
  if (version === undefined) return undefined;
  if (digest !== undefined) return vouchedBinary(program, version, arch, digest as Digest);
  const locked = lock && findBinary(program, version, arch, lockedPins(lock));
  return locked && 'pin' in locked ? locked : findBinary(program, version, arch);
}

/** What the profile gives a digest for is its alone. */
export function lockedPins(lock: Lock): FindPin {
  return (name, version, arch) => {
    const found = lock.artifacts.find(
      (one) => one.from !== 'profile' && one.name === name && one.version === version && one.arch === arch,
    );
    return (
      found && { name, version, arch, format: formatOf(name), digest: found.digest, urls: found.sources }
    );
  };
}
