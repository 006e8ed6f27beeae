/** `nodeseed build`: the files of every node, all or none. */
import { type Built, buildFiles } from '../../build.ts';
import { publicContent } from '../../model/content.ts';
import { manifestJson, sha256Sums } from '../../output/manifest.ts';
import { writeTree } from '../../output/write-tree.ts';
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
  const { profile, source } = loadProfile(argv.profile);
  const { secrets, source: secretsSource } = loadSecrets(argv.secrets);
  const built = await placingLater(source, secretsSource, () =>
    buildFiles(profile, secrets, { adminKubeconfig: argv.adminKubeconfig }),
  );
  const manifest = manifestJson(built.files, { toolVersion: toolVersion() });
  await write(argv.out, built, manifest);
  process.stdout.write(argv.json ? manifest : summary(built, argv));
  return exitCodes.done;
}

async function write(out: string, built: Built, manifest: string): Promise<void> {
  const files = [...built.files, { path: 'manifest.json', content: publicContent(manifest) }];
  await writeTree(out, [...files, { path: 'SHA256SUMS', content: publicContent(sha256Sums(files)) }]);
}
