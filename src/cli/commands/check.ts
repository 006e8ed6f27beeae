/** `nodeseed check`: everything that `build` would find, and nothing written. */
import { buildFiles } from '../../build.ts';
import type { Profile } from '../../profile/schema/profile.ts';
import { createSecrets } from '../../secrets/create.ts';
import { requiredSecrets } from '../../secrets/required.ts';
import type { Secrets } from '../../secrets/secrets.ts';
import { exitCodes, Reported } from '../exit.ts';
import { loadProfile, loadSecrets, placingLater } from '../input.ts';
import { faultsJson } from '../report.ts';

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
