/** Is each file that a node needs known by its digest, and do profile, lock and catalogue say the same of it? */
import type { Digest } from '../../model/artifact.ts';
import type { Lock, LockedArtifact } from '../../model/lock.ts';
import type { Fault, Faults } from '../../shared/fault.ts';
import { findPin, type Pin } from '../../upstream/pins/index.ts';
import { binaryOf, lockedPins } from '../binaries.ts';
import type { Cluster, Node } from '../cluster.ts';
import { type WantedProgram, wantedPrograms } from '../programs.ts';
import { placeOfVersion } from './versions.ts';

export function checkPins(cluster: Cluster, faults: Faults): void {
  const pins: Pin[] = [];
  const missing: Pin[] = [];
  for (const node of cluster.nodes) {
    for (const wanted of wantedPrograms(cluster.version, node, cluster.controlPlane)) {
      const found = binaryOf(cluster, node, wanted);
      if (found === undefined) continue;
      if ('missing' in found) faults.add(unknownDigest(node, wanted, found));
      else if (cluster.lock && !isLocked(cluster.lock, found.pin, wanted)) missing.push(found.pin);
      else pins.push(found.pin);
    }
  }
  if (cluster.lock) checkLock(cluster.lock, pins, missing, faults);
}

function unknownDigest(
  node: Node,
  wanted: WantedProgram,
  { missing, known }: { readonly missing: string; readonly known: readonly string[] },
): Fault {
  return {
    code: 'digest-unknown',
    message: `no published digest is known for ${missing}`,
    expected: `one of ${known.slice(0, 12).join(', ')}, or the file's digest under ${wanted.path.join('.')}.digest`,
    hint: 'nodeseed lock PROFILE',
    path: placeOfVersion(node, wanted),
  };
}

function isLocked(lock: Lock, pin: Pin, { digest }: WantedProgram): boolean {
  if (digest === undefined) return lockedPins(lock)(pin.name, pin.version, pin.arch)?.digest === pin.digest;
  return lock.artifacts.some((one) => isFor(one, pin) && one.from === 'profile' && one.digest === pin.digest);
}

function checkLock(lock: Lock, pins: readonly Pin[], missing: readonly Pin[], faults: Faults): void {
  faults.addAll(contradictions(lock, missing));
  const stale = [...lacking(missing, lock), ...unneeded(lock, pins, missing)];
  if (stale.length === 0) return;
  faults.add({
    code: 'lock-stale',
    message: `the lock does not fit its profile: ${stale.join('; ')}`,
    hint: 'nodeseed lock PROFILE',
    path: ['artifacts'],
    document: 'lock',
  });
}

/** Digests of two kinds can both be right. */
function differs(a: Digest, b: Digest): boolean {
  return a !== b && a.slice(0, 7) === b.slice(0, 7);
}

/** Entries that say otherwise than the catalogue, or than the profile does in one of `wanted`. */
export function contradictions(lock: Lock, wanted: readonly Pin[] = []): Fault[] {
  return lock.artifacts.flatMap((one, i) => {
    const fromProfile = one.from === 'profile';
    const other = fromProfile
      ? wanted.find((pin) => isFor(one, pin) && differs(pin.digest, one.digest))
      : findPin(one.name as Pin['name'], one.version, one.arch);
    if (!other || !differs(other.digest, one.digest)) return [];
    return {
      code: 'lock-contradiction',
      message: `the ${fromProfile ? 'profile' : 'catalogue'} has another digest of ${titleOf(one)}`,
      expected: other.digest,
      hint: fromProfile
        ? 'nodeseed lock PROFILE'
        : 'see which is right; without this entry, lock takes the catalogue’s',
      path: ['artifacts', i, 'digest'],
      document: 'lock',
    };
  });
}

function lacking(missing: readonly Pin[], lock: Lock): string[] {
  const names = missing
    .filter((pin) => !lock.artifacts.some((one) => one.from === 'profile' && isFor(one, pin)))
    .map(titleOf);
  return names.length === 0 ? [] : [`it lacks ${[...new Set(names)].sort().join(', ')}`];
}

function unneeded(lock: Lock, pins: readonly Pin[], missing: readonly Pin[]): string[] {
  const names = lock.artifacts
    .filter((one) => !pins.some((pin) => isFor(one, pin) && pin.digest === one.digest))
    .filter((one) => !(one.from === 'profile' && missing.some((pin) => isFor(one, pin))))
    .map(titleOf);
  return names.length === 0 ? [] : [`nothing needs ${names.join(', ')}`];
}

type Named = Pick<LockedArtifact, 'name' | 'version' | 'arch'>;

function isFor(one: Named, other: Named): boolean {
  return one.name === other.name && one.version === other.version && one.arch === other.arch;
}

function titleOf({ name, version, arch }: Named): string {
  return `${name} ${version} ${arch}`;
}
