/** `nodeseed check`: everything that `build` would find, and nothing written. */
import { buildFiles } from '../../build.ts';
import { exitCodes, Reported } from '../exit.ts';
import { loadProfile, loadSecrets, placingLater } from '../input.ts';
import { faultsJson } from '../report.ts';
import { standIns } from '../stand-ins.ts';

export async function check(argv: {
  profile: string;
  secrets?: string | undefined;
  json: boolean;
}): Promise<number> {
  try {
    const { profile, source } = loadProfile(argv.profile);
    const loaded = argv.secrets === undefined ? undefined : loadSecrets(argv.secrets);
    await placingLater(source, loaded?.source, async () => {
      await buildFiles(profile, loaded?.secrets ?? standIns(profile), { artifacts: anyArtifact });
    });
  } catch (error) {
    if (!argv.json || !(error instanceof Reported)) throw error;
    process.stdout.write(faultsJson(error.placed));
    return exitCodes.faults;
  }
  process.stdout.write(argv.json ? faultsJson([]) : `${argv.profile}: no faults\n`);
  return exitCodes.done;
}

/** Whether the cache is filled is not the profile's fault. */
const anyArtifact = { size: () => 0 };
