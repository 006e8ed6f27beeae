/** `nodeseed check`: everything that `build` would find, and nothing written. */
import { buildFiles } from '../../build.ts';
import type { Warning } from '../../shared/warning.ts';
import { exitCodes, Reported } from '../exit.ts';
import { loadProfile, loadSecrets, placingLater } from '../input.ts';
import { faultsJson, type Placed } from '../report.ts';
import { standIns } from '../stand-ins.ts';
import type { Clock } from '../times.ts';
import { printWarnings, warningsOf } from '../warnings.ts';

export async function check(
  argv: {
    profile: string;
    secrets?: string | undefined;
    json: boolean;
  },
  clock: Clock,
): Promise<number> {
  let warnings: Placed<Warning>[];
  try {
    const { profile, source, lock } = loadProfile(argv.profile);
    const loaded = argv.secrets === undefined ? undefined : loadSecrets(argv.secrets);
    const built = await placingLater(source, loaded?.source, () =>
      buildFiles(profile, loaded?.secrets ?? standIns(profile), {
        artifacts: anyArtifact,
        ...(lock && { lock }),
      }),
    );
    warnings = warningsOf(built, source, loaded, clock);
  } catch (error) {
    if (!argv.json || !(error instanceof Reported)) throw error;
    process.stdout.write(faultsJson(error.placed));
    return exitCodes.faults;
  }
  if (!argv.json) printWarnings(warnings);
  process.stdout.write(argv.json ? faultsJson([], warnings) : `${argv.profile}: no faults\n`);
  return exitCodes.done;
}

/** Whether the cache is filled is not the profile's fault. */
const anyArtifact = { size: () => 0 };
