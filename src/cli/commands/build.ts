/** `nodeseed build`: the files of every node, all or none. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildFiles } from '../../build.ts';
import type { OutputFile } from '../../model/output.ts';
import { changedNodes } from '../../output/changes.ts';
import { manifestPath, withManifest } from '../../output/manifest.ts';
import { writeTree } from '../../output/write-tree.ts';
import { Bug } from '../../shared/fault.ts';
import { exitCodes } from '../exit.ts';
import { loadProfile, loadSecrets, placingLater } from '../input.ts';
import { summary } from '../summary.ts';
import { toolVersion } from '../version.ts';

export interface BuildCommand {
  readonly profile: string;
  readonly secrets: string;
  readonly out: string;
  readonly adminKubeconfig: boolean;
  readonly json: boolean;
}

export async function build(argv: BuildCommand): Promise<number> {
  const { profile, source, lock } = loadProfile(argv.profile);
  const { secrets, source: secretsSource } = loadSecrets(argv.secrets);
  const built = await placingLater(source, secretsSource, () =>
    buildFiles(profile, secrets, { adminKubeconfig: argv.adminKubeconfig, ...(lock && { lock }) }),
  );
  const files = withManifest(built.files, { toolVersion: toolVersion() });
  const changed = changedNodes(previousManifest(argv.out), files);
  await writeTree(argv.out, files);
  process.stdout.write(argv.json ? manifestText(files) : summary(built, { out: argv.out, changed }));
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

function manifestText(files: readonly OutputFile[]): Uint8Array {
  const manifest = files.find(({ path }) => path === manifestPath);
  if (!manifest) throw new Bug('a build without a manifest');
  return manifest.content.reveal();
}
