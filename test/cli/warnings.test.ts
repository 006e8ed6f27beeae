/**
 * Every warning, word for word, from the profile (and secrets) of its name in `fixtures/warnings`. `RECORD=1 npx tsx test/run.ts
 * cli/warnings` writes what is said now, and then fails: look at the difference before it is committed.
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type WarningCode, warningCodes } from '../../src/shared/warning.ts';
import { minimalProfile } from '../support/profile.ts';
import { call } from './support/call.ts';
import { workFolder } from './support/folder.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/warnings/', import.meta.url));
const recording = process.env['RECORD'] === '1';
const codes = Object.keys(warningCodes) as WarningCode[];
/** All four of them are written for it. */
const today = '2026-01-02T00:00:00Z';

function prepared(code: WarningCode): { folder: string; args: string[] } {
  const folder = workFolder(join(fixtures, code));
  for (const golden of ['stderr.txt', 'check.json']) rmSync(join(folder, golden), { force: true });
  const secrets = existsSync(join(folder, 'secrets.yaml')) ? ['--secrets', 'secrets.yaml'] : [];
  return { folder, args: ['check', 'profile.yaml', ...secrets] };
}

function assertGolden(code: WarningCode, name: string, text: string): void {
  const file = join(fixtures, code, name);
  if (recording) writeFileSync(file, text);
  assert.ok(existsSync(file), `there is no ${file}: RECORD=1`);
  assert.is(text, readFileSync(file, 'utf8'));
}

for (const code of codes) {
  test(`${code}: ${warningCodes[code]}`, async () => {
    const { folder, args } = prepared(code);
    const { code: exit, stdout, stderr } = await call(args, folder, today);
    assert.equal([exit, stdout], [0, 'profile.yaml: no faults\n']);
    assert.match(stderr, new RegExp(`^[^\n]+:\\d+:\\d+: warning: [^\n]+ \\[${code}\\]\n$`), 'one line');
    assertGolden(code, 'stderr.txt', stderr);
  });

  test(`${code}, for a program`, async () => {
    const { folder, args } = prepared(code);
    const { code: exit, stdout, stderr } = await call([...args, '--json'], folder, today);
    assert.equal([exit, stderr], [0, '']);
    const rows = JSON.parse(stdout) as Record<string, unknown>[];
    assert.equal(
      rows.map((row) => [row['code'], row['severity']]),
      [[code, 'warning']],
    );
    assertGolden(code, 'check.json', stdout);
  });
}

test('every fixture is of a code', () => {
  assert.equal(
    readdirSync(fixtures).filter((name) => !(name in warningCodes)),
    [],
  );
});

test('a build says the same, and is done; what ended long ago is no fault either', async () => {
  const { folder } = prepared('certificates-end');
  const build = ['build', 'profile.yaml', '--secrets', 'secrets.yaml', '--out', 'out'];
  const { code, stdout, stderr } = await call(build, folder, today);
  assert.is(code, 0);
  assert.match(stdout, /\nlab: 1 node, /);
  assert.is(stderr, readFileSync(join(fixtures, 'certificates-end/stderr.txt'), 'utf8'));
  const manifest = await call([...build, '--json'], folder, '2040-01-01T00:00:00Z');
  assert.is(manifest.code, 0);
  JSON.parse(manifest.stdout);
  assert.match(manifest.stderr, /worker-1 ended at 2026-01-10T00:00:00Z/);
});

test('what is said comes 30 days before the end, and the command in it helps', async () => {
  const folder = workFolder();
  writeFileSync(join(folder, 'p.yaml'), minimalProfile());
  const issue = ['--issued-at', '2026-01-01T00:00:00Z'];
  await call(['secrets', 'new', 'p.yaml', '--out', 'my secrets.yaml', ...issue], folder);
  const checking = (at: string) => call(['check', 'p.yaml', '--secrets', 'my secrets.yaml'], folder, at);
  assert.is((await checking('2026-12-01T23:59:59Z')).stderr, '');
  const { stderr } = await checking('2026-12-02T00:00:00Z');
  assert.match(stderr, /^my secrets\.yaml:4:11: warning: the certificates of worker-1 end at 2027-01-01T/);
  const command = /\(nodeseed (.*)\)/.exec(stderr)?.[1];
  assert.is(command, "secrets renew p.yaml --secrets 'my secrets.yaml'");
  const args = ['secrets', 'renew', 'p.yaml', '--secrets', 'my secrets.yaml'];
  assert.is((await call(args, folder, '2026-12-02T00:00:00Z')).code, 0);
  assert.is((await checking('2026-12-02T00:00:00Z')).stderr, '');
});

test('nothing is being recorded', () => {
  assert.not.ok(recording, 'RECORD=1 has written the golden files: look at them, then run this without');
});

test.run();
