/** Bundles as the machine reads them: which bytes are where, and that a byte that is another one is noticed before anything is touched. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { tarPieces } from '../../src/archive/tar-pieces.ts';
import { bundleScript } from '../../src/formats/bundle/script.ts';
import { artifactMembers, bundle } from '../../src/formats/bundle.ts';
import type { Digest } from '../../src/model/artifact.ts';
import { Assembly, type Stored } from '../../src/model/assembly.ts';
import { Content } from '../../src/model/content.ts';
import { secretContent } from '../../src/model/secret-content.ts';
import { missing } from '../support/judges.ts';

const scratch = mkdtempSync(join(tmpdir(), 'nodeseed-bundle-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
chmodSync(scratch, 0o755);

const artifacts = new Map<Digest, Buffer>();
function stored(text: string, algorithm: 'sha256' | 'sha512'): Stored {
  const bytes = Buffer.from(text);
  const digest: Digest = `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
  artifacts.set(digest, bytes);
  return { digest, size: bytes.length };
}
const some = [stored('one', 'sha256'), stored('x'.repeat(5000), 'sha256'), stored('three', 'sha512')];
const rootfs = secretContent('node', 'made up');

function whole({ pieces }: Assembly): Buffer {
  return Buffer.concat(
    pieces.map((piece) =>
      piece instanceof Content ? piece.reveal() : (artifacts.get(piece.digest) as Buffer),
    ),
  );
}

const sharedPart = async () => new Assembly(await tarPieces(artifactMembers(some)));

let folders = 0;
function folder(): string {
  const place = join(scratch, String(++folders));
  mkdirSync(place);
  return place;
}

/** What GNU tar says of the archive. */
function unpack(archive: Buffer, place: string): number | null {
  return spawnSync('tar', ['-xf', '-', '-C', place], { input: archive }).status;
}

function tree(place: string): string[] {
  return readdirSync(place, { recursive: true, encoding: 'utf8' }).sort();
}

/** As somebody who may touch nothing: whoever passes every check is told that only root can go on. */
function install(place: string): string[] {
  const done = spawnSync('sh', [join(place, 'install.sh')], {
    encoding: 'utf8',
    uid: 65534,
    gid: 65534,
  });
  return done.status === 0 ? ['it went on'] : [...done.stderr.split('\n').filter(Boolean), `${done.status}`];
}
const allGood = ['FAILED bundle: only root can set a machine up', '3'];

test('a bundle of its own has everything, and no more', async () => {
  const place = folder();
  assert.is(unpack(whole(await bundle({ rootfs, artifacts: some })), place), 0);
  assert.equal(tree(place), [
    'SHA256SUMS',
    'SHA512SUMS',
    'artifacts',
    ...some.map(({ digest }) => `artifacts/${digest.replace(':', '-')}`).sort(),
    'base',
    'install.sh',
    'rootfs.tar.gz',
  ]);
  for (const { digest } of some)
    assert.ok(
      readFileSync(join(place, 'artifacts', digest.replace(':', '-'))).equals(
        artifacts.get(digest) as Buffer,
      ),
    );
  assert.is(readFileSync(join(place, 'install.sh'), 'utf8'), bundleScript);
  for (const algorithm of ['256', '512'])
    assert.is(
      spawnSync(`sha${algorithm}sum`, ['-c', '--strict', `SHA${algorithm}SUMS`], { cwd: place }).status,
      0,
    );
});

test('it is as secret as the machine’s files; what machines share is public', async () => {
  assert.is((await bundle({ rootfs, artifacts: some })).secrecy, 'node');
  assert.is((await sharedPart()).secrecy, 'public');
});

const isRoot = process.getuid?.() === 0;
if (!isRoot) missing('bundles checked by a stranger (needs root to become one)');
const asRoot = isRoot ? test : test.skip;

async function parts(): Promise<{ own: Buffer; base: Buffer }> {
  return {
    own: whole(await bundle({ rootfs, artifacts: some, base: 'worker.base.tar' })),
    base: whole(await sharedPart()),
  };
}

/** rootfs.tar.gz is for root alone; here everybody may read. */
function readable(place: string): string {
  spawnSync('chmod', ['-R', 'a+rX', place]);
  return place;
}

asRoot('both halves unpacked into one folder, in either order, are whole', async () => {
  const { own, base } = await parts();
  for (const order of [
    [own, base],
    [base, own],
  ]) {
    const place = folder();
    for (const archive of order) assert.is(unpack(archive, place), 0);
    assert.equal(install(readable(place)), allGood);
  }
});

asRoot('without its other half a bundle says which archive is to come beside it', async () => {
  const place = folder();
  unpack((await parts()).own, place);
  const said = install(readable(place));
  assert.is(said.length, some.length + 1);
  for (const line of said.slice(0, -1))
    assert.match(line, `is missing; unpack worker.base.tar into ${place} as well`);
});

asRoot('a whole bundle without one of its files says so', async () => {
  for (const name of [
    'SHA256SUMS',
    'SHA512SUMS',
    'base',
    'rootfs.tar.gz',
    `artifacts/${some[0]?.digest.replace(':', '-')}`,
  ]) {
    const place = folder();
    unpack(whole(await bundle({ rootfs, artifacts: some })), place);
    rmSync(join(place, name));
    assert.match(install(readable(place)).join('\n'), `${name} is missing`);
  }
});

/** Where the flipped byte has no effect: tar reads none of the bytes that fill up a block. */
function sameTree(a: string, b: string): boolean {
  const files = (place: string) =>
    tree(place).map((name) => {
      const path = join(place, name);
      return name === 'artifacts'
        ? name
        : `${name} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`;
    });
  return files(a).join('\n') === files(b).join('\n');
}

/** Every byte of it, with NODESEED_FLIP=1; else a sample that meets every member, headers and contents and what fills up. */
const step = process.env['NODESEED_FLIP'] === undefined ? 97 : Number(process.env['NODESEED_FLIP']);
const masks = [0x01, 0x80, 0xff, 0x20, 0x04];

asRoot('a flipped byte anywhere is noticed by tar or by install.sh, or changes no file', async () => {
  const archive = whole(await bundle({ rootfs, artifacts: some }));
  const good = folder();
  unpack(archive, good);
  assert.equal(install(readable(good)), allGood);
  const place = folder();
  let [byTar, byScript, without] = [0, 0, 0];
  for (let at = 0; at < archive.length; at += step) {
    const flipped = Buffer.from(archive);
    flipped[at] = (flipped[at] as number) ^ (masks[at % masks.length] as number);
    rmSync(place, { recursive: true, force: true });
    mkdirSync(place);
    if (unpack(flipped, place) !== 0) {
      byTar++;
      continue;
    }
    const said = install(readable(place));
    if (said.join('\n') !== allGood.join('\n') && said[0] !== 'it went on') byScript++;
    else {
      assert.ok(sameTree(place, good), `byte ${at}: ${said.join('\n')}`);
      without++;
    }
  }
  console.log(`flipped bytes: ${byTar} noticed by tar, ${byScript} by install.sh, ${without} without effect`);
  assert.ok(byTar > 10 && byScript > 30 && without > 10);
});

asRoot('a flipped byte of a file that has been unpacked is noticed', async () => {
  const place = folder();
  unpack(whole(await bundle({ rootfs, artifacts: some })), place);
  readable(place);
  for (const name of tree(place).filter((one) => one !== 'artifacts')) {
    const path = join(place, name);
    const bytes = readFileSync(path);
    for (let at = 0; at < bytes.length; at += Math.max(1, Math.ceil(bytes.length / 12))) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] as number) ^ (masks[at % masks.length] as number);
      writeFileSync(path, flipped);
      const said = install(place);
      assert.ok(said.join('\n') !== allGood.join('\n') && said[0] !== 'it went on', `${name} ${at}`);
    }
    writeFileSync(path, bytes);
  }
  assert.equal(install(place), allGood);
});

test.run();
