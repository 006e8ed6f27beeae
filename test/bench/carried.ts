/**
 * Bundles of as many nodes as the argument says, with a gigabyte of artifacts out of a cache that the second argument names:
 * prints the seconds and the peak of memory; with `own` the part that they share is left out. `plan`: makes the cache.
 */
import { createHash, randomFillSync } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tarPieces } from '../../src/archive/tar-pieces.ts';
import { Cache } from '../../src/artifacts/cache.ts';
import { artifactMembers, bundle } from '../../src/formats/bundle.ts';
import type { Digest } from '../../src/model/artifact.ts';
import { Assembly } from '../../src/model/assembly.ts';
import { publicContent } from '../../src/model/content.ts';
import type { OutputFile } from '../../src/model/output.ts';
import { writeTree } from '../../src/output/write-tree.ts';

export interface Written {
  readonly seconds: number;
  /** MiB. */
  readonly peak: number;
}

const sizes = [400, 250, 150, 100, 60, 40].map((mega) => mega * 2 ** 20);
const [, , word = '', folder = '', out = '', part = ''] = process.argv;
const cache = new Cache(folder);

if (word === 'plan') {
  mkdirSync(folder, { recursive: true });
  for (const size of sizes) {
    const bytes = randomFillSync(Buffer.alloc(size));
    writeFileSync(join(folder, `sha256-${createHash('sha256').update(bytes).digest('hex')}`), bytes);
  }
} else {
  const digests = process.argv.slice(6) as Digest[];
  const artifacts = digests.map((digest) => ({ digest, size: cache.size(digest) ?? 0 }));
  const rootfs = publicContent(Buffer.alloc(60_000, 'x'));
  const nodes = Number(word);
  const files: OutputFile[] = [];
  const isShared = nodes > 1;
  for (let node = 0; node < nodes; node++)
    files.push({
      path: `nodes/n-${node}/n-${node}.bundle.tar`,
      content: await bundle({ rootfs, artifacts, ...(isShared && { base: 'n.base.tar' }) }),
    });
  if (isShared && part !== 'own')
    files.push({
      path: 'pools/n.base.tar',
      content: new Assembly(await tarPieces(artifactMembers(artifacts))),
    });
  if (existsSync(out)) rmSync(out, { recursive: true });
  const start = performance.now();
  await writeTree(out, files, { toolVersion: '0', store: cache });
  const written: Written = {
    seconds: (performance.now() - start) / 1000,
    peak: process.resourceUsage().maxRSS / 1024,
  };
  console.log(JSON.stringify(written));
}
