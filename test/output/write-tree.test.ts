import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { publicContent } from '../../src/model/content.ts';
import type { OutputFile } from '../../src/model/output.ts';
import { secretContent } from '../../src/model/secret-content.ts';
import { type Disk, realDisk } from '../../src/output/disk.ts';
import { withManifest } from '../../src/output/manifest.ts';
import { compareTree } from '../../src/output/tree.ts';
import { writeTree } from '../../src/output/write-tree.ts';
import { InputError } from '../../src/shared/fault.ts';

const scratch = mkdtempSync(join(tmpdir(), 'nodeseed-output-'));
test.after(() => rmSync(scratch, { recursive: true, force: true }));
let folders = 0;
const fresh = (): string => {
  const parent = join(scratch, String(++folders));
  mkdirSync(parent);
  return join(parent, 'out');
};

const tree = (word: string): OutputFile[] =>
  withManifest(
    [
      { path: 'nodes/a/user-data', node: 'a', content: secretContent('node', `${word} a\n`) },
      { path: 'nodes/b/user-data', node: 'b', content: secretContent('node', `${word} b\n`) },
      { path: `manifests/${word}.json`, content: publicContent(word) },
    ],
    { toolVersion: '0' },
  );
const oldTree = tree('old');
const newTree = tree('new');

const modeOf = (path: string): number => lstatSync(path).mode & 0o7777;
const codesOf = (error: unknown): string[] =>
  error instanceof InputError ? error.faults.map(({ code }) => code) : [String(error)];
async function faultsOf(work: Promise<void>): Promise<InputError> {
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
    await writeTree(out, newTree);
  } finally {
    process.umask(before);
  }
  assert.equal(await compareTree(out, newTree), []);
  assert.is(modeOf(out), 0o700);
  assert.is(modeOf(join(out, 'nodes/a')), 0o755);
  assert.is(modeOf(join(out, 'nodes/a/user-data')), 0o600);
  assert.is(modeOf(join(out, 'manifests/new.json')), 0o644);
  assert.equal(readdirSync(join(out, '..')), ['out']);
  assert.is(spawnSync('sha256sum', ['-c', '--strict', 'SHA256SUMS'], { cwd: out }).status, 0);
});

test('replaces its own tree, an empty folder and what was edited in its own files; makes missing parents', async () => {
  const out = fresh();
  await writeTree(out, oldTree);
  writeFileSync(join(out, 'nodes/a/user-data'), 'edited');
  await writeTree(out, newTree);
  assert.equal(await compareTree(out, newTree), []);
  const empty = fresh();
  mkdirSync(empty);
  await writeTree(empty, newTree);
  assert.equal(await compareTree(empty, newTree), []);
  const deep = join(fresh(), 'not/there/yet');
  await writeTree(deep, newTree);
  assert.equal(await compareTree(deep, newTree), []);
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
    const error = await faultsOf(writeTree(out, newTree));
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
    await writeTree(out, oldTree);
    spoil(out);
    const before = await compareTree(out, oldTree);
    assert.equal(codesOf(await faultsOf(writeTree(out, newTree))), ['output-not-empty']);
    assert.equal(await compareTree(out, oldTree), before);
  });
}

/** The disk that ends the process, so to speak, before its `fatal`-th operation; a file may be half written then. */
function dyingDisk(fatal: number): { disk: Disk; count: () => number } {
  let operations = 0;
  const step = async <T>(work: () => Promise<T>, half?: () => Promise<unknown>): Promise<T> => {
    operations++;
    if (operations === fatal) await half?.();
    if (operations >= fatal) throw new Error('killed');
    return work();
  };
  const writeHalf = (path: string, bytes: Uint8Array, mode: number) =>
    realDisk.writeNew(path, bytes.subarray(0, bytes.length >> 1), mode);
  const removeSome = async (path: string): Promise<void> => {
    const [first] = existsSync(path) ? readdirSync(path).reverse() : [];
    if (first !== undefined) await realDisk.remove(join(path, first));
  };
  const disk: Disk = {
    ...realDisk,
    makeDirectory: (path, mode) => step(() => realDisk.makeDirectory(path, mode)),
    writeNew: (path, bytes, mode) =>
      step(
        () => realDisk.writeNew(path, bytes, mode),
        () => writeHalf(path, bytes, mode),
      ),
    sync: (path) => step(() => realDisk.sync(path)),
    rename: (from, to) => step(() => realDisk.rename(from, to)),
    remove: (path) =>
      step(
        () => realDisk.remove(path),
        () => removeSome(path),
      ),
  };
  return { disk, count: () => operations };
}

/** Complete or absent; a complete tree is beside it when it is absent. */
async function assertWhole(out: string): Promise<void> {
  const isTree = async (path: string) =>
    (await compareTree(path, oldTree)).length === 0 || (await compareTree(path, newTree)).length === 0;
  if (existsSync(out)) return assert.ok(await isTree(out), `${out} is neither tree`);
  const old = readdirSync(join(out, '..')).find((name) => name.endsWith('.old'));
  assert.ok(old !== undefined && (await isTree(join(out, '..', old))), 'no complete tree is left');
}

test('a crash before any operation leaves a whole tree, and so does a crash while that is settled', async () => {
  const total = await operationsOfReplacing();
  assert.ok(total > 15, `only ${total} operations`);
  for (let first = 1; first <= total; first++) {
    for (let second = 1; second <= 4; second++) {
      const out = fresh();
      await writeTree(out, oldTree);
      await writeTree(out, newTree, dyingDisk(first).disk).catch(() => undefined);
      await assertWhole(out);
      await writeTree(out, newTree, dyingDisk(second).disk).catch(() => undefined);
      await assertWhole(out);
      await writeTree(out, newTree);
      assert.equal(await compareTree(out, newTree), [], `after ${first} and ${second}`);
      assert.equal(readdirSync(join(out, '..')), ['out'], `after ${first} and ${second}`);
    }
  }
});

async function operationsOfReplacing(): Promise<number> {
  const out = fresh();
  await writeTree(out, oldTree);
  const { disk, count } = dyingDisk(Number.POSITIVE_INFINITY);
  await writeTree(out, newTree, disk);
  return count();
}

test('a process killed while it writes is recovered from by the next', async () => {
  const child = join(scratch, 'child.mts');
  const here = new URL('../../src/output/', import.meta.url).href;
  writeFileSync(
    child,
    `import { realDisk } from '${here}disk.ts';
import { withManifest } from '${here}manifest.ts';
import { writeTree } from '${here}write-tree.ts';
import { publicContent } from '${new URL('../model/content.ts', here).href}';
const [out, fatal] = process.argv.slice(2);
let renames = 0;
const rename = async (from, to) => {
  if (++renames === Number(fatal)) process.kill(process.pid, 'SIGKILL');
  await realDisk.rename(from, to);
};
const files = withManifest([{ path: 'x', content: publicContent('child') }], { toolVersion: '0' });
await writeTree(out, files, { ...realDisk, rename });
`,
  );
  for (const fatal of [1, 2, 3]) {
    const out = fresh();
    await writeTree(out, oldTree);
    const ended = spawnSync(process.execPath, ['--import', 'tsx', child, out, String(fatal)], {
      encoding: 'utf8',
    });
    assert.is(ended.signal, 'SIGKILL', ended.stderr);
    await writeTree(out, newTree);
    assert.equal(await compareTree(out, newTree), []);
    assert.equal(readdirSync(join(out, '..')), ['out']);
  }
});

test('what a running process works in is left to it', async () => {
  const out = fresh();
  const others = join(out, '..', '.out.nodeseed-1-1.new');
  mkdirSync(others);
  await writeTree(out, newTree, { ...realDisk, isRunning: (pid) => pid === 1 });
  assert.ok(existsSync(others));
  await writeTree(out, newTree, { ...realDisk, isRunning: () => false });
  assert.not.ok(existsSync(others));
});

test('leftovers of an earlier process with the same id are settled', async () => {
  const out = fresh();
  await writeTree(out, oldTree);
  await realDisk.rename(out, join(out, '..', `.out.nodeseed-${process.pid}-1.old`));
  await writeTree(out, newTree, {
    ...realDisk,
    writeNew: () => Promise.reject(new Error('broke off')),
  }).catch(() => 0);
  assert.equal(await compareTree(out, oldTree), []);
});

test('runs at the same time do not mix: the tree is one of theirs, and who loses says so', async () => {
  for (let round = 0; round < 30; round++) {
    const out = fresh();
    if (round % 2 === 0) await writeTree(out, oldTree);
    const ended = await Promise.allSettled([newTree, oldTree, newTree].map((files) => writeTree(out, files)));
    assert.ok(
      ended.some(({ status }) => status === 'fulfilled'),
      JSON.stringify(ended),
    );
    for (const one of ended)
      if (one.status === 'rejected') assert.equal(codesOf(one.reason), ['output-busy']);
    await assertWhole(out);
    assert.equal(readdirSync(join(out, '..')), ['out']);
  }
});

test('what the file system refuses is told, and leaves everything as it was', async () => {
  for (const [code, words] of [
    ['ENOSPC', 'no space is left'],
    ['EACCES', 'permission denied'],
    ['EROFS', 'read-only'],
  ] as const) {
    const out = fresh();
    await writeTree(out, oldTree);
    let writes = 0;
    const writeNew: Disk['writeNew'] = async (...file) => {
      if (++writes === 3) throw Object.assign(new Error(code), { code });
      await realDisk.writeNew(...file);
    };
    const error = await faultsOf(writeTree(out, newTree, { ...realDisk, writeNew }));
    assert.equal(codesOf(error), ['output-not-writable']);
    assert.match(error.message, words);
    assert.equal(await compareTree(out, oldTree), []);
    assert.equal(readdirSync(join(out, '..')), ['out']);
  }
});

test('a part of the path that is a file, and a parent that may not be written, are told', async () => {
  const out = fresh();
  writeFileSync(out, '');
  assert.equal(codesOf(await faultsOf(writeTree(join(out, 'below'), newTree))), ['output-not-writable']);
  if (process.getuid?.() === 0) return;
  const locked = fresh();
  chmodSync(join(locked, '..'), 0o500);
  assert.equal(codesOf(await faultsOf(writeTree(locked, newTree))), ['output-not-writable']);
});

test('compareTree names what is missing, unexpected and different', async () => {
  const out = fresh();
  assert.is((await compareTree(out, newTree)).length, newTree.length);
  await writeTree(out, newTree);
  writeFileSync(join(out, 'nodes/a/user-data'), 'edited');
  rmSync(join(out, 'nodes/b/user-data'));
  writeFileSync(join(out, 'nodes/b/extra'), '');
  assert.equal(await compareTree(out, newTree), [
    { path: 'nodes/a/user-data', kind: 'different' },
    { path: 'nodes/b/extra', kind: 'unexpected' },
    { path: 'nodes/b/user-data', kind: 'missing' },
  ]);
});

test('a tree whose manifest does not list a file is a bug', async () => {
  const out = fresh();
  const extra: OutputFile = { path: 'more', content: publicContent('') };
  const error = await writeTree(out, [...newTree, extra]).catch((thrown: Error) => thrown);
  assert.is(error?.name, 'Bug');
});

test.run();
