/** `nodeseed build`: the files of every node, all or none. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cache } from '../../artifacts/cache.ts';
import { buildFiles } from '../../build.ts';
import { changedNodes } from '../../output/changes.ts';
import { manifestPath } from '../../output/manifest.ts';
import { writeTree } from '../../output/write-tree.ts';
import { cacheFolder } from '../cache-folder.ts';
import { exitCodes } from '../exit.ts';
import { loadProfile, loadSecrets, placingLater, withCommands } from '../input.ts';
import { summary } from '../summary.ts';
import type { Clock } from '../times.ts';
import { toolVersion } from '../version.ts';
import { printWarnings, warningsOf } from '../warnings.ts';

export interface BuildCommand {
  readonly profile: string;
  readonly secrets: string;
  readonly out: string;
  readonly adminKubeconfig: boolean;
  readonly cache?: string | undefined;
  readonly selfContained: boolean;
  readonly json: boolean;
}

export async function build(argv: BuildCommand, clock: Clock): Promise<number> {
  const { profile, source, lock } = loadProfile(argv.profile);
  const loaded = loadSecrets(argv.secrets);
  const store = new Cache(cacheFolder(argv.cache));
  const built = await placingLater(source, loaded.source, () =>
    buildFiles(profile, loaded.secrets, {
      adminKubeconfig: argv.adminKubeconfig,
      artifacts: store,
      selfContained: argv.selfContained,
      ...(lock && { lock }),
    }),
  );
  const previous = previousManifest(argv.out);
  // Artifacts are read when they are written: then it is seen that one is damaged.
  const { files, manifest } = await withCommands(source.file, argv.secrets, () =>
    writeTree(argv.out, built.files, { toolVersion: toolVersion(), store }),
  );
  const changed = changedNodes(previous, files);
  process.stdout.write(argv.json ? manifest.reveal() : summary(built, { out: argv.out, changed }));
  printWarnings(warningsOf(built, source, loaded, clock));
  return exitCodes.done;
}

/** Empty where there is none, or none that can be read: what may be overwritten is decided elsewhere. */
function previousManifest(out: string): string {
  try {
    return readFileSync(join(out, manifestPath), 'utf8');
  } catch {
    return '';
  }
}
