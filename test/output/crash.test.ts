import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Disk, realDisk } from '../../src/output/disk.ts';
import { codesOf, compare, fresh, newTree, oldTree, scratch, write } from './support/trees.ts';

/** The disk that ends the process, so to speak, before its `fatal`-th operation; a file may be half written then. */
function dyingDisk(fatal: number): { disk: Disk; count: () => number } {
  let operations = 0;
  const step = async <T>(work: () => Promise<T>, half?: () => Promise<unknown>): Promise<T> => {
    operations++;
    if (operations === fatal) await half?.();
    if (operations >= fatal) throw new Error('killed');
    return work();
  };
  async function* half(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) return yield chunk.subarray(0, chunk.length >> 1);
  }
  const removeSome = async (path: string): Promise<void> => {
    const [first] = existsSync(path) ? readdirSync(path).reverse() : [];
    if (first !== undefined) await realDisk.remove(join(path, first));
  };
  const disk: Disk = {
    ...realDisk,
    makeDirectory: (path, mode) => step(() => realDisk.makeDirectory(path, mode)),
    writeNew: (path, chunks, mode) =>
      step(
        () => realDisk.writeNew(path, chunks, mode),
        () => realDisk.writeNew(path, half(chunks), mode),
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
    (await compare(path, oldTree)).length === 0 || (await compare(path, newTree)).length === 0;
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
      await write(out, oldTree);
      await write(out, newTree, dyingDisk(first).disk).catch(() => undefined);
      await assertWhole(out);
      await write(out, newTree, dyingDisk(second).disk).catch(() => undefined);
      await assertWhole(out);
      await write(out, newTree);
      assert.equal(await compare(out, newTree), [], `after ${first} and ${second}`);
      assert.equal(readdirSync(join(out, '..')), ['out'], `after ${first} and ${second}`);
    }
  }
});

async function operationsOfReplacing(): Promise<number> {
  const out = fresh();
  await write(out, oldTree);
  const { disk, count } = dyingDisk(Number.POSITIVE_INFINITY);
  await write(out, newTree, disk);
  return count();
}

test('a process killed while it writes is recovered from by the next', async () => {
  const child = join(scratch, 'child.mts');
  const here = new URL('../../src/output/', import.meta.url).href;
  writeFileSync(
    child,
    `import { realDisk } from '${here}disk.ts';
import { writeTree } from '${here}write-tree.ts';
import { publicContent } from '${new URL('../model/content.ts', here).href}';
import { emptyStore } from '${new URL('../model/store.ts', here).href}';
const [out, fatal] = process.argv.slice(2);
let renames = 0;
const rename = async (from, to) => {
  if (++renames === Number(fatal)) process.kill(process.pid, 'SIGKILL');
  await realDisk.rename(from, to);
};
const files = [{ path: 'x', content: publicContent('child') }];
await writeTree(out, files, { toolVersion: '0', store: emptyStore, disk: { ...realDisk, rename } });
`,
  );
  for (const fatal of [1, 2, 3]) {
    const out = fresh();
    await write(out, oldTree);
    const ended = spawnSync(process.execPath, ['--import', 'tsx', child, out, String(fatal)], {
      encoding: 'utf8',
    });
    assert.is(ended.signal, 'SIGKILL', ended.stderr);
    await write(out, newTree);
    assert.equal(await compare(out, newTree), []);
    assert.equal(readdirSync(join(out, '..')), ['out']);
  }
});

test('what a running process works in is left to it', async () => {
  const out = fresh();
  const others = join(out, '..', '.out.nodeseed-1-1.new');
  mkdirSync(others);
  await write(out, newTree, { ...realDisk, isRunning: (pid) => pid === 1 });
  assert.ok(existsSync(others));
  await write(out, newTree, { ...realDisk, isRunning: () => false });
  assert.not.ok(existsSync(others));
});

test('leftovers of an earlier process with the same id are settled', async () => {
  const out = fresh();
  await write(out, oldTree);
  await realDisk.rename(out, join(out, '..', `.out.nodeseed-${process.pid}-1.old`));
  await write(out, newTree, {
    ...realDisk,
    writeNew: () => Promise.reject(new Error('broke off')),
  }).catch(() => 0);
  assert.equal(await compare(out, oldTree), []);
});

test('runs at the same time do not mix: the tree is one of theirs, and who loses says so', async () => {
  for (let round = 0; round < 30; round++) {
    const out = fresh();
    if (round % 2 === 0) await write(out, oldTree);
    const ended = await Promise.allSettled([newTree, oldTree, newTree].map((files) => write(out, files)));
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

test.run();
