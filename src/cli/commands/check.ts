/** `nodeseed check`: everything that `build` would find, and nothing written. */
import { buildFiles } from '../../build.ts';
import type { Profile } from '../../profile/schema/profile.ts';
import { createSecrets } from '../../secrets/create.ts';
import { requiredSecrets } from '../../secrets/required.ts';
import type { Secrets } from '../../secrets/secrets.ts';
import type { Warning } from '../../shared/warning.ts';
import { exitCodes, Reported } from '../exit.ts';
import { loadProfile, loadSecrets, placingLater } from '../input.ts';
import { faultsJson, type Placed } from '../report.ts';
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
    const { profile, source } = loadProfile(argv.profile);
    const loaded = argv.secrets === undefined ? undefined : loadSecrets(argv.secrets);
    const built = await placingLater(source, loaded?.source, () =>
      buildFiles(profile, loaded?.secrets ?? standIns(profile)),
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

/** Without secrets a profile is checked with made-up ones, which nothing sees: faults that show late show all the same. */
function standIns(profile: Profile): Secrets {
  const required = requiredSecrets(profile);
  const authorities = required.authorities.map((authority) => ({
    ...authority,
    algorithm: 'ECDSA-P256' as const,
  }));
  const random = (length: number) => new Uint8Array(length).fill(1);
  return createSecrets({ ...required, authorities }, { issuedAt: '2026-01-01T00:00:00Z', random });
}
