import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Digest } from '../../src/model/artifact.ts';
import { Assembly } from '../../src/model/assembly.ts';
import { publicContent } from '../../src/model/content.ts';
import type { OutputFile } from '../../src/model/output.ts';
import { secretContent } from '../../src/model/secret-content.ts';
import type { Store } from '../../src/model/store.ts';
import { type Disk, realDisk } from '../../src/output/disk.ts';
import { writeTree } from '../../src/output/write-tree.ts';
import { InputError } from '../../src/shared/fault.ts';
import { codesOf, compare, fresh, newTree, oldTree, write } from './support/trees.ts';

const modeOf = (path: string): number => lstatSync(path).mode & 0o7777;
async function faultsOf(work: Promise<unknown>): Promise<InputError> {
  const error = await work.then(
    () => assert.unreachable('nothing was refused'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof InputError)) throw error;
  return error;
}

test('writes every file with its mode, whatever the umask, and nothing beside', async () => {
  const out = fresh();
  const before = process.umask(0o027);
  try {
    await write(out, newTree);
  } finally {
    process.umask(before);
  }
  assert.equal(await compare(out, newTree), []);
  assert.is(modeOf(out), 0o700);
  assert.is(modeOf(join(out, 'nodes/a')), 0o755);
  assert.is(modeOf(join(out, 'nodes/a/user-data')), 0o600);
  assert.is(modeOf(join(out, 'manifests/new.json')), 0o644);
  assert.equal(readdirSync(join(out, '..')), ['out']);
  assert.is(spawnSync('sha256sum', ['-c', '--strict', 'SHA256SUMS'], { cwd: out }).status, 0);
});

test('replaces its own tree, an empty folder and what was edited in its own files; makes missing parents', async () => {
  const out = fresh();
  await write(out, oldTree);
  writeFileSync(join(out, 'nodes/a/user-data'), 'edited');
  await write(out, newTree);
  assert.equal(await compare(out, newTree), []);
  const empty = fresh();
  mkdirSync(empty);
  await write(empty, newTree);
  assert.equal(await compare(empty, newTree), []);
  const deep = join(fresh(), 'not/there/yet');
  await write(deep, newTree);
  assert.equal(await compare(deep, newTree), []);
});

const foreigners: Readonly<Record<string, (out: string) => void>> = {
  'a folder of somebody else': (out) =>
    writeFileSync(join(mkdirSync(out) ?? out, 'thesis.tex'), 'years of work'),
  'a file in its place': (out) => writeFileSync(out, ''),
  'a link in its place': (out) => symlinkSync('/', out),
  'a dangling link in its place': (out) => symlinkSync('/nowhere/at/all', out),
  "somebody else's manifest.json": (out) => {
    mkdirSync(out);
    writeFileSync(join(out, 'manifest.json'), '{"generator": "webpack", "files": []}');
  },
  'a manifest.json that is no JSON': (out) => {
    mkdirSync(out);
    writeFileSync(join(out, 'manifest.json'), 'generator: nodeseed');
  },
};
for (const [name, make] of Object.entries(foreigners)) {
  test(`refuses ${name} and leaves it alone`, async () => {
    const out = fresh();
    make(out);
    const error = await faultsOf(write(out, newTree));
    assert.equal(codesOf(error), ['output-not-empty']);
    rmSync(out, { recursive: true });
    assert.equal(readdirSync(join(out, '..')), []);
  });
}

for (const [name, spoil] of Object.entries<(out: string) => void>({
  'a file': (out) => writeFileSync(join(out, 'nodes/notes.txt'), ''),
  'an empty folder': (out) => mkdirSync(join(out, 'mine')),
  'a link in place of a listed file': (out) => {
    rmSync(join(out, 'nodes/a/user-data'));
    symlinkSync('/etc/passwd', join(out, 'nodes/a/user-data'));
  },
  'a link in place of a listed folder': (out) => {
    rmSync(join(out, 'nodes/a'), { recursive: true });
    symlinkSync('/etc', join(out, 'nodes/a'));
  },
})) {
  test(`refuses its own tree with ${name} of somebody else's in it`, async () => {
    const out = fresh();
    await write(out, oldTree);
    spoil(out);
    const before = await compare(out, oldTree);
    assert.equal(codesOf(await faultsOf(write(out, newTree))), ['output-not-empty']);
    assert.equal(await compare(out, oldTree), before);
  });
}

test('what the file system refuses is told, and leaves everything as it was', async () => {
  for (const [code, words] of [
    ['ENOSPC', 'no space is left'],
    ['EACCES', 'permission denied'],
    ['EROFS', 'read-only'],
  ] as const) {
    const out = fresh();
    await write(out, oldTree);
    let writes = 0;
    const writeNew: Disk['writeNew'] = async (...file) => {
      if (++writes === 3) throw Object.assign(new Error(code), { code });
      await realDisk.writeNew(...file);
    };
    const error = await faultsOf(write(out, newTree, { ...realDisk, writeNew }));
    assert.equal(codesOf(error), ['output-not-writable']);
    assert.match(error.message, words);
    assert.equal(await compare(out, oldTree), []);
    assert.equal(readdirSync(join(out, '..')), ['out']);
  }
});

test('a part of the path that is a file, and a parent that may not be written, are told', async () => {
  const out = fresh();
  writeFileSync(out, '');
  assert.equal(codesOf(await faultsOf(write(join(out, 'below'), newTree))), ['output-not-writable']);
  if (process.getuid?.() === 0) return;
  const locked = fresh();
  chmodSync(join(locked, '..'), 0o500);
  assert.equal(codesOf(await faultsOf(write(locked, newTree))), ['output-not-writable']);
});

test('compareTree names what is missing, unexpected and different', async () => {
  const out = fresh();
  assert.is((await compare(out, newTree)).length, newTree.length + 2);
  await write(out, newTree);
  writeFileSync(join(out, 'nodes/a/user-data'), 'edited');
  rmSync(join(out, 'nodes/b/user-data'));
  writeFileSync(join(out, 'nodes/b/extra'), '');
  assert.equal(await compare(out, newTree), [
    { path: 'nodes/a/user-data', kind: 'different' },
    { path: 'nodes/b/extra', kind: 'unexpected' },
    { path: 'nodes/b/user-data', kind: 'missing' },
  ]);
});

const bytes = Buffer.alloc(300_000, 'x');
const digests: readonly Digest[] = [
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
  `sha512:${createHash('sha512').update(bytes).digest('hex')}`,
];
/** In uneven chunks, some of them empty. */
function storeOf(content: Uint8Array): Store {
  return {
    size: () => content.length,
    async *read() {
      for (let at = 0, step = 0; at < content.length; at += step, step = (step * 7 + 1) % 65_537)
        yield content.subarray(at, at + step);
    },
  };
}
const assembled = (digest: Digest, size = bytes.length): OutputFile => ({
  path: 'nodes/a/a.bundle.tar',
  node: 'a',
  content: new Assembly([publicContent('head'), { digest, size }, secretContent('node', 'tail')]),
});

test('artifacts are streamed into their place, and the manifest tells the whole', async () => {
  for (const digest of digests) {
    const out = fresh();
    const { files } = await writeTree(out, [...newTree, assembled(digest)], {
      toolVersion: '0',
      store: storeOf(bytes),
    });
    const whole = Buffer.concat([Buffer.from('head'), bytes, Buffer.from('tail')]);
    const written = readFileSync(join(out, 'nodes/a/a.bundle.tar'));
    assert.ok(written.equals(whole));
    assert.is(modeOf(join(out, 'nodes/a/a.bundle.tar')), 0o600);
    assert.is(spawnSync('sha256sum', ['-c', '--strict', 'SHA256SUMS'], { cwd: out }).status, 0);
    assert.is(files.find(({ path }) => path.endsWith('.bundle.tar'))?.size, whole.length);
  }
});

test('where the store gives no whole artifact, nothing is written, and everything is as it was', async () => {
  const damaged = new InputError([{ code: 'file-unreadable', message: 'damaged', path: [] }]);
  const stores: Store[] = [
    {
      size: () => bytes.length,
      // biome-ignore lint/correctness/useYield: it breaks off before the first byte
      async *read() {
        throw damaged;
      },
    },
    {
      size: () => bytes.length,
      async *read() {
        yield bytes;
        throw damaged;
      },
    },
  ];
  for (const store of stores) {
    const out = fresh();
    await write(out, oldTree);
    const writing = writeTree(out, [...newTree, assembled(digests[0] as Digest)], {
      toolVersion: '0',
      store,
    });
    assert.is(await faultsOf(writing), damaged);
    assert.equal(await compare(out, oldTree), []);
    assert.equal(readdirSync(join(out, '..')), ['out']);
  }
});

test.run();
