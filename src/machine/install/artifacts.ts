/** Placements as the installer does them: each distinct artifact once, with every file that comes out of it. */
import type { Artifact, PlacedFile, Placement } from '../../model/artifact.ts';
import type { Machine } from '../../model/machine.ts';
import { Bug } from '../../shared/fault.ts';
import { octalMode, record } from './record.ts';

export interface Installation {
  readonly artifact: Artifact;
  readonly sources: readonly string[];
  readonly files: readonly PlacedFile[];
}

/** In the order of first mention. What has the same digest is the same artifact, whatever it is called. */
export function installations(placements: readonly Placement[]): Installation[] {
  const groups = new Map<string, Placement[]>();
  for (const placement of placements) {
    const { digest } = placement.artifact;
    groups.set(digest, [...(groups.get(digest) ?? []), placement]);
  }
  return [...groups.values()].map(installation);
}

function installation(group: readonly Placement[]): Installation {
  const [first] = group;
  if (first === undefined) throw new Bug('an artifact without a placement');
  const { artifact } = first;
  if (group.some((one) => one.artifact.format !== artifact.format))
    throw new Bug(`${artifact.name}: one digest, two formats`);
  const files = group.flatMap((one) => one.files);
  for (const { member, target } of files)
    if ((member === undefined) !== (artifact.format === 'binary'))
      throw new Bug(`${artifact.name}: ${target}: a member belongs to an archive`);
  return { artifact, sources: [...new Set(group.flatMap((one) => one.artifact.sources))], files };
}

/** What only whoever builds has is no source for a machine; nor is any where it reaches nothing. */
export function artifactRecords({ placements, downloads }: Machine): string[] {
  const isReached = (source: string) => downloads && /^https?:/.test(source);
  return installations(placements).flatMap(({ artifact, sources, files }, index) => {
    const id = String(index + 1);
    const title = `${artifact.name} ${artifact.version}`;
    return [
      record('artifact', id, artifact.digest, artifact.format, title),
      ...sources.filter(isReached).map((source) => record('source', id, source)),
      ...files.map(({ mode, target, member }) =>
        record('place', id, octalMode(mode), target, member?.replace(/^(\.\/)+/, '') ?? ''),
      ),
    ];
  });
}
