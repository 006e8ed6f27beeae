/** `nodeseed fetch`: everything that the machines download, into a cache. */
import { Cache } from '../../artifacts/cache.ts';
import { type Failure, type Fetched, fetchAll } from '../../artifacts/fetch.ts';
import { type Progress, sizeText, sourceText, titleOf } from '../../artifacts/progress.ts';
import { progressBar } from '../../artifacts/progress-bar.ts';
import { progressLines } from '../../artifacts/progress-lines.ts';
import { machinesOf } from '../../build.ts';
import { type Needed, neededArtifacts } from '../../machine/needed.ts';
import type { Artifact } from '../../model/artifact.ts';
import { type Fault, InputError } from '../../shared/fault.ts';
import { besideProfile } from '../beside.ts';
import { cacheFolder } from '../cache-folder.ts';
import { withNetwork } from '../downloading.ts';
import { exitCodes, UsageError } from '../exit.ts';
import { fileFault, loadProfile, placing, placingLater, reason } from '../input.ts';
import { mirrored, readMirrors } from '../mirrors.ts';
import { standIns } from '../stand-ins.ts';

export interface FetchCommand {
  readonly profile: string;
  readonly cache?: string | undefined;
  readonly jobs: number;
  readonly mirrors?: string | undefined;
  readonly offline: boolean;
  readonly verify: boolean;
}

export async function fetch(argv: FetchCommand): Promise<number> {
  if (!(Number.isInteger(argv.jobs) && argv.jobs >= 1 && argv.jobs <= 64))
    throw new UsageError(`--jobs takes a number from 1 to 64, not ${argv.jobs}`);
  const mirrors = readMirrors(argv.mirrors);
  const { profile, source, lock } = loadProfile(argv.profile);
  const { machines } = placing(
    () => source,
    undefined,
    () => machinesOf(profile, standIns(profile), undefined, lock),
  );
  const needed = neededArtifacts(machines.map(({ machine }) => machine));
  const cache = new Cache(cacheFolder(argv.cache));
  const artifacts = needed.map(({ artifact }) => mirrored(besideProfile(artifact, argv.profile), mirrors));
  const fetched = await filling(cache, artifacts, argv);
  await placingLater(source, undefined, async () => assertComplete(fetched.failures, needed));
  process.stdout.write(summary(cache, artifacts, fetched));
  return exitCodes.done;
}

function filling(
  cache: Cache,
  artifacts: readonly Artifact[],
  { jobs, offline, verify }: FetchCommand,
): Promise<Fetched> {
  return withNetwork({ offline }, async (network) => {
    try {
      const progress = progressFor(artifacts.length);
      return await fetchAll({ ...network, cache, progress }, artifacts, { jobs, verify });
    } catch (error) {
      throw fileFault(cache.folder, 'file-unwritable', `cannot write the cache: ${reason(error)}`);
    }
  });
}

function progressFor(count: number): Progress {
  const { stderr } = process;
  const write = (text: string) => void stderr.write(text);
  if (!stderr.isTTY || process.env['TERM'] === 'dumb') return progressLines(write);
  return progressBar({ write, columns: () => stderr.columns, now: () => performance.now() }, count);
}

function assertComplete(failures: readonly Failure[], needed: readonly Needed[]): void {
  if (failures.length === 0) return;
  const paths = new Map(needed.map(({ artifact, path }) => [artifact.digest, path]));
  throw new InputError(
    failures.map(({ artifact, refusals }): Fault => {
      const reasons = refusals.map(({ source, reason: why }) => `${sourceText(source)}: ${why}`);
      return {
        code: refusals.some(({ got }) => got !== undefined) ? 'digest-mismatch' : 'download-failed',
        message: `no source gives ${titleOf(artifact)}: ${reasons.join('; ')}`,
        path: paths.get(artifact.digest) ?? [],
      };
    }),
  );
}

function summary(cache: Cache, artifacts: readonly Artifact[], { fetched, present }: Fetched): string {
  const bytes = artifacts.reduce((sum, { digest }) => sum + (cache.size(digest) ?? 0), 0);
  const count = artifacts.length === 1 ? '1 file' : `${artifacts.length} files`;
  return `${cache.folder}: ${count}, ${sizeText(bytes)}; ${fetched.length} fetched, ${present.length} there before\n`;
}
