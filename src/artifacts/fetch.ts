/** Many artifacts into the cache, several at a time. */
import type { Artifact } from '../model/artifact.ts';
import { type Downloader, download, type Refusal } from './download.ts';
import { inLanes } from './lanes.ts';

export interface Failure {
  readonly artifact: Artifact;
  readonly refusals: readonly Refusal[];
}

export interface Fetched {
  readonly present: readonly Artifact[];
  readonly fetched: readonly Artifact[];
  /** In the order in which they were asked for. */
  readonly failures: readonly Failure[];
}

export interface FetchOptions {
  /** How many at a time. */
  readonly jobs: number;
  /** What is there already is read, and fetched again where it is damaged. */
  readonly verify: boolean;
}

/** Throws what the disk says when it takes no more; what no source gives is a failure in the result. */
export async function fetchAll(
  downloader: Downloader,
  artifacts: readonly Artifact[],
  { jobs, verify }: FetchOptions,
): Promise<Fetched> {
  const { cache } = downloader;
  await cache.prepare();
  const outcomes = await inLanes(jobs, artifacts, async (artifact) => {
    const isThere = cache.size(artifact.digest) !== undefined;
    if (isThere && (!verify || (await cache.verify(artifact.digest)))) return 'present';
    return download(downloader, artifact);
  });
  downloader.progress.end();
  const having = (wanted: (outcome: 'present' | readonly Refusal[]) => boolean) =>
    outcomes.filter(({ result }) => wanted(result)).map(({ item }) => item);
  return {
    present: having((outcome) => outcome === 'present'),
    fetched: having((outcome) => outcome !== 'present' && outcome.length === 0),
    failures: outcomes.flatMap(({ item, result }) =>
      result === 'present' || result.length === 0 ? [] : { artifact: item, refusals: result },
    ),
  };
}
