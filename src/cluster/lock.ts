/** What a lock has to say: every published file that some node needs. */
import type { Lock, LockedArtifact } from '../model/lock.ts';
import type { Path } from '../shared/fault.ts';
import { type UnpinnedFile, unpinnedFile } from '../upstream/binaries.ts';
import type { Pin } from '../upstream/pins/index.ts';
import { binaryOf } from './binaries.ts';
import type { Cluster, Node } from './cluster.ts';
import { type WantedProgram, wantedPrograms } from './programs.ts';
import { placeOfVersion } from './relations/versions.ts';
import { sourcesIfAny } from './sources.ts';

/** A file of which neither the profile nor a lock nor the catalogue knows the digest. */
export interface OpenPin {
  readonly file: UnpinnedFile;
  /** Files of checksums: the publisher's own first, then those of mirrors. */
  readonly checksums: UnpinnedFile['checksums'];
  /** Where the profile asks for it. */
  readonly path: Path;
}

export interface LockPlan {
  /** Each once. */
  readonly known: readonly LockedArtifact[];
  /** Each once. */
  readonly open: readonly OpenPin[];
}

/** What an earlier lock has is kept; what nothing needs any more is not. */
export function planLock(cluster: Cluster, earlier: Lock | undefined): LockPlan {
  const known = new Map<string, LockedArtifact>();
  const open = new Map<string, OpenPin>();
  for (const node of cluster.nodes) {
    for (const wanted of wantedPrograms(cluster.version, node, cluster.controlPlane)) {
      const found = binaryOf({ ...(earlier && { lock: earlier }) }, node, wanted);
      if (found === undefined || wanted.version === undefined) continue;
      if ('pin' in found) {
        const locked = lockedFrom(found.pin, originOf(found.pin, wanted, earlier));
        known.set(`${locked.name} ${locked.version} ${locked.arch} ${locked.digest}`, locked);
      } else {
        const key = `${wanted.program} ${wanted.version} ${node.arch}`;
        if (!open.has(key)) open.set(key, openPin(node, wanted, wanted.version));
      }
    }
  }
  return { known: [...known.values()], open: [...open.values()] };
}

function openPin(node: Node, wanted: WantedProgram, version: string): OpenPin {
  const file = unpinnedFile(wanted.program, version, node.arch);
  const places = file.checksums.flatMap((one) =>
    sourcesIfAny(node, [one.url]).map((url) => ({ url, file: one.file })),
  );
  const own = new Set(file.checksums.map(({ url }) => url));
  const checksums = [
    ...places.filter(({ url }) => own.has(url)),
    ...places.filter(({ url }) => !own.has(url)),
  ];
  return { file, checksums, path: placeOfVersion(node, wanted) };
}

function originOf(pin: Pin, { digest }: WantedProgram, earlier: Lock | undefined): string {
  if (digest !== undefined) return 'profile';
  const kept = earlier?.artifacts.find(
    (one) =>
      one.from !== 'profile' && one.name === pin.name && one.version === pin.version && one.arch === pin.arch,
  );
  return kept?.from ?? 'catalogue';
}

function lockedFrom({ name, version, arch, digest, urls }: Pin, from: string): LockedArtifact {
  const [first = '', ...rest] = urls;
  return { name, version, arch, digest, sources: [first, ...rest], from };
}
