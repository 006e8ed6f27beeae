/** Everything that machines are made of and that is not in their files: what `nodeseed fetch` gets. */
import type { Artifact } from '../model/artifact.ts';
import type { Machine } from '../model/machine.ts';
import type { Path } from '../shared/fault.ts';

export interface Needed {
  readonly artifact: Artifact;
  /** Where the profile asks for it, first of all. */
  readonly path: Path;
}

/** Each once, by name, version and architecture; with the sources of everybody who wants it. */
export function neededArtifacts(machines: readonly Machine[]): Needed[] {
  const found = new Map<string, Needed>();
  for (const { artifact, origin } of machines.flatMap(({ placements }) => placements)) {
    const before = found.get(artifact.digest);
    const path = before?.path ?? origin.path;
    found.set(artifact.digest, { artifact: joined(before?.artifact ?? artifact, artifact), path });
  }
  return [...found.values()].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}

function joined(one: Artifact, other: Artifact): Artifact {
  const [first, ...rest] = one.sources;
  const more = other.sources.filter((source) => !one.sources.includes(source));
  return { ...one, sources: [first, ...rest, ...more] };
}

function orderOf({ artifact: { name, version, arch, digest } }: Needed): string {
  return JSON.stringify([name, version, arch, digest]);
}
