/**
 * Every fault, word for word. `RECORD=1 npx tsx test/run.ts cli/faults` writes what is said now, and then fails: look at the
 * difference before it is committed.
 */
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type FaultCode, faultCodes } from '../../src/shared/fault-codes.ts';
import { type FaultCase, faultCases, relationCodes } from './fault-cases.ts';
import { type Called, call, spawnCall } from './support/call.ts';
import { snapshot, workFolder } from './support/folder.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/faults/', import.meta.url));
const recording = process.env['RECORD'] === '1';
const codes = Object.keys(faultCodes) as FaultCode[];

/** A copy of the fixture without what is said of it. */
function prepared(code: FaultCode, { secretsMode }: FaultCase): string {
  const folder = workFolder(join(fixtures, code));
  for (const golden of ['stderr.txt', 'check.json']) rmSync(join(folder, golden), { force: true });
  if (secretsMode !== undefined) chmodSync(join(folder, 'secrets.yaml'), secretsMode);
  return folder;
}

function called({ args, preload }: FaultCase, folder: string, more: readonly string[] = []): Promise<Called> {
  if (preload === undefined) return call([...args, ...more], folder);
  const module = new URL(`support/${preload}`, import.meta.url).href;
  return Promise.resolve(spawnCall([...args, ...more], folder, { preload: module }));
}

function assertGolden(code: FaultCode, name: string, text: string): void {
  const file = join(fixtures, code, name);
  if (recording) writeFileSync(file, text);
  assert.ok(existsSync(file), `there is no ${file}: RECORD=1`);
  assert.is(text, readFileSync(file, 'utf8'));
}

for (const code of codes) {
  const one = faultCases[code];
  test(`${code}: ${faultCodes[code]}`, async () => {
    const folder = prepared(code, one);
    const before = snapshot(folder);
    const { code: exit, stdout, stderr } = await called(one, folder);
    assert.is(exit, 1, stderr);
    assert.is(stdout, '');
    assert.equal(codesIn(stderr), [code], 'one mistake is one fault');
    assertGolden(code, 'stderr.txt', stderr);
    // What the other run of that case has written is its own.
    if (one.preload === undefined) assert.equal(snapshot(folder), before, 'nothing is written, nothing lost');
  });

  if (one.args[0] !== 'check') continue;
  test(`${code}, for a program`, async () => {
    const { code: exit, stdout, stderr } = await called(one, prepared(code, one), ['--json']);
    assert.is(exit, 1, stderr);
    assert.is(stderr, '');
    const rows = JSON.parse(stdout) as Record<string, unknown>[];
    assert.equal(
      rows.map((row) => row['code']),
      [code],
    );
    assertGolden(code, 'check.json', stdout);
  });
}

/** The codes of all faults in a report, in its order. */
function codesIn(report: string): string[] {
  return [...report.matchAll(/: error: .* \[([a-z-]+)\]$/gm)].map(([, code = '']) => code);
}

test('every fixture is of a code', () => {
  assert.equal(
    readdirSync(fixtures).filter((name) => !(name in faultCodes)),
    [],
  );
});

test('every code is given somewhere in src, and every code of src is in the table', () => {
  const root = fileURLToPath(new URL('../../src/', import.meta.url));
  const text = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('fault-codes.ts'))
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n');
  assert.equal(
    codes.filter((code) => !text.includes(`'${code}'`)),
    [],
  );
});

test('at least 25 codes beyond plain type errors, at least 20 of them about relations', () => {
  const plain = ['unknown-key', 'missing-key', 'wrong-type', 'unknown-value', 'out-of-bounds'];
  assert.ok(codes.length - plain.length >= 25);
  assert.ok(new Set(relationCodes).size >= 20);
});

test('a profile with a fault in it is short', () => {
  const long = codes.filter((code) => {
    const file = join(fixtures, code, 'profile.yaml');
    return existsSync(file) && readFileSync(file, 'utf8').trimEnd().split('\n').length >= 25;
  });
  assert.equal(long, []);
});

test('no report shows anything of a secrets file but names', () => {
  for (const code of codes) {
    const file = join(fixtures, code, 'secrets.yaml');
    if (!existsSync(file)) continue;
    const reports = ['stderr.txt', 'check.json'].map((name) => join(fixtures, code, name)).filter(existsSync);
    const words = readFileSync(file, 'utf8').match(/[A-Za-z0-9+/]{24,}/g) ?? [];
    assert.ok(words.length > 0);
    for (const report of reports) {
      const text = readFileSync(report, 'utf8');
      assert.equal(
        words.filter((word) => text.includes(word)),
        [],
      );
    }
  }
});

test('nothing is being recorded', () => {
  assert.not.ok(recording, 'RECORD=1 has written the golden files: look at them, then run this without');
});

test.run();
