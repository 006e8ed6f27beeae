/** How nodeseed is called, and how it ends. */
import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { call, spawnCall } from './support/call.ts';
import { workFolder } from './support/folder.ts';

const folder = workFolder();
const version = (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version;

test('--version and --help are answers, not faults', async () => {
  assert.equal(spawnCall(['--version'], folder), { code: 0, stdout: `${version}\n`, stderr: '' });
  const help = spawnCall(['--help'], folder);
  assert.is(help.code, 0);
  assert.is(help.stderr, '');
  for (const command of ['init', 'secrets', 'check', 'build', 'show', 'lock', 'fetch', 'schema'])
    assert.match(help.stdout, new RegExp(`nodeseed ${command}`));
  const ofBuild = await call(['build', '--help'], folder);
  assert.is(ofBuild.code, 0);
  for (const option of ['--secrets', '--out', '--admin-kubeconfig', '--json'])
    assert.ok(ofBuild.stdout.includes(option));
});

const wrongCalls: readonly (readonly [what: string, args: readonly string[], says: RegExp])[] = [
  ['no command', [], /a command is needed/],
  ['an unknown command', ['chek', 'p.yaml'], /Did you mean check\?/],
  ['an unknown command of secrets', ['secrets', 'ad', 'p.yaml'], /Did you mean add\?/],
  ['secrets alone', ['secrets'], /secrets: new, import, add, token or renew/],
  ['an unknown option', ['check', 'p.yaml', '--secret', 's'], /secret/],
  ['one argument too many', ['check', 'p.yaml', 'q.yaml'], /q\.yaml/],
  ['no profile', ['check'], /profile|Not enough/],
  ['build without --secrets', ['build', 'p.yaml', '--out', 'o'], /secrets/],
  ['build without --out', ['build', 'p.yaml', '--secrets', 's'], /out/],
  ['secrets new without --out', ['secrets', 'new', 'p.yaml'], /out/],
  ['secrets import without --from', ['secrets', 'import', 'p.yaml', '--out', 'o'], /from/],
  ['secrets add without --secrets', ['secrets', 'add', 'p.yaml'], /secrets/],
  ['show without --node', ['show', 'p.yaml', '--secrets', 's'], /node/],
  ['an option without its value', ['build', 'p.yaml', '--secrets', 's', '--out'], /out/],
  ['an unknown rendering', ['show', 'p', '--secrets', 's', '--node', 'n', '--as', 'tar'], /user-data/],
  [
    'two questions at once',
    ['show', 'p', '--secrets', 's', '--node', 'n', '--as', 'tree', '--file', '/x'],
    /mutually exclusive/,
  ],
];

for (const [what, args, says] of wrongCalls) {
  test(`usage: ${what}`, async () => {
    const { code, stdout, stderr } = await call(args, folder);
    assert.is(code, 2, stderr);
    assert.is(stdout, '');
    assert.match(stderr, /^nodeseed: /);
    assert.match(stderr, says);
    assert.match(stderr, /nodeseed --help/);
  });
}

test('a fault of ours ends with 70 and says whose it is', async () => {
  await call(['init', '--out', 'bug.yaml', '--template', 'split-ca'], folder);
  const preload = new URL('support/little-randomness.mjs', import.meta.url).href;
  const { code, stdout, stderr } = spawnCall(['secrets', 'new', 'bug.yaml', '--out', 's.yaml'], folder, {
    preload,
  });
  assert.is(code, 70);
  assert.is(stdout, '');
  assert.match(
    stderr,
    /^nodeseed: this is a fault of nodeseed's, not of your input; please report it\nBug: asked for 32/,
  );
});

test('the exit code of a check of a good profile is 0', async () => {
  const { code, stdout, stderr } = await call(['check', 'bug.yaml'], folder);
  assert.equal([code, stdout, stderr], [0, 'bug.yaml: no faults\n', '']);
  const json = await call(['check', 'bug.yaml', '--json'], folder);
  assert.equal([json.code, JSON.parse(json.stdout), json.stderr], [0, [], '']);
});

test.run();
