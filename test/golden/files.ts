/** What of a profile's result is kept for comparison, and the folder that it is kept in. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildFiles, machinesOf } from '../../src/build.ts';
import { applyScript } from '../../src/components/apply/script.ts';
import { joinScript } from '../../src/components/etcd/script.ts';
import { imagesScript } from '../../src/components/images/script.ts';
import { podNetworkScript } from '../../src/components/pod-network/script.ts';
import { reviewFiles } from '../../src/formats/tree.ts';
import { installScript } from '../../src/machine/install/script.ts';
import type { Content } from '../../src/model/content.ts';
import type { OutputFile } from '../../src/model/output.ts';
import { sha256Sums } from '../../src/output/manifest.ts';
import { readProfile } from '../../src/profile/read.ts';
import { parseSecrets } from '../../src/secrets/parse.ts';
import { sha256 } from '../../src/shared/digest.ts';
import { readYaml } from '../../src/shared/yaml-read.ts';
import { heldBytes, isHeld, madeUpSizes, piecesOf } from '../support/held.ts';
import { goldenFolder, shipped } from './shipped.ts';

/** Bytes by path, relative to the profile's folder. */
export type Files = ReadonlyMap<string, Uint8Array>;

/**
 * `SHA256SUMS` of every file of every node, `PIECES` of those with artifacts in them, whose sizes are made up; below `out/` the files of the cluster and those that the first node of each pool
 * boots from, as they are; below `review/` the same nodes' machines for people to read.
 */
export async function builtFiles(name: string): Promise<Files> {
  const texts = shipped(name);
  const { profile } = readProfile(texts.profile, texts.readSource);
  const secrets = parseSecrets(readYaml(texts.secrets).value);
  const { cluster, files } = await buildFiles(profile, secrets, {
    adminKubeconfig: true,
    artifacts: madeUpSizes,
  });
  const held = files.filter(isHeld);
  const assembled = files.filter((file) => !isHeld(file));
  const samples = profile.pools.flatMap(
    (pool) => cluster.nodes.find((node) => node.pool === pool.name)?.name ?? [],
  );
  const kept = held.filter(({ node, path }) => isKept(path, node, samples));
  const reviewed = samples.flatMap((node) =>
    machinesOf(profile, secrets, node).machines.flatMap(({ machine }) => reviewFiles(machine)),
  );
  return new Map<string, Uint8Array>([
    [
      'SHA256SUMS',
      Buffer.from(sha256Sums(held.map((file) => ({ path: file.path, sha256: sha256(heldBytes(file)) })))),
    ],
    ...(assembled.length > 0 ? ([['PIECES', Buffer.from(assembled.map(piecesOf).join(''))]] as const) : []),
    ...kept.map((file) => [`out/${file.path}`, heldBytes(file)] as const),
    ...reviewed
      .filter(isNoScript)
      .map((file) => [`review/${file.node}/${file.path}`, file.content.reveal()] as const),
  ]);
}

/** Archives, volumes and what is to be served hold what the others show, and are known by their digest. */
const copies =
  /\.(rootfs\.tar\.gz|bundle\.tar)$|\/seed\.(iso|img)$|^pxe\/(nocloud|ignition|matchbox\/ignition)\//;

function isKept(path: string, node: string | undefined, samples: readonly string[]): boolean {
  return node === undefined || (samples.includes(node) && !copies.test(path));
}

const scripts = [installScript, applyScript, imagesScript, joinScript, podNetworkScript].map((text) =>
  Buffer.from(text),
);

/** They stand in src, and would be here once for every node. */
function isNoScript({ content }: OutputFile<Content>): boolean {
  return !scripts.some((script) => script.equals(content.reveal()));
}

function folderOf(name: string): string {
  return fileURLToPath(new URL(`${name}/`, goldenFolder));
}

export function recordedFiles(name: string): Files {
  const folder = folderOf(name);
  if (!existsSync(folder)) return new Map();
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.sort().map((path) => [path.slice(folder.length), readFileSync(path)]));
}

export function recordFiles(name: string, files: Files): void {
  const folder = folderOf(name);
  rmSync(folder, { recursive: true, force: true });
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
}
