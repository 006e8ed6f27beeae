import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { call } from './support/call.ts';
import { workFolder } from './support/folder.ts';

const profiles = new URL('../../profiles/', import.meta.url);
const names = readdirSync(profiles)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.replace('.yaml', ''));

test('every shipped profile is a template, and init writes a check that passes', async () => {
  const folder = workFolder();
  assert.ok(names.length >= 4);
  for (const name of names) {
    const out = await call(['init', '--template', name], folder);
    assert.equal([out.code, out.stderr], [0, '']);
    assert.is(out.stdout, readFileSync(new URL(`${name}.yaml`, profiles), 'utf8'));
    const file = `${name}.yaml`;
    assert.is((await call(['init', '--template', name, '--out', file], folder)).code, 0);
    assert.is(readFileSync(join(folder, file), 'utf8'), out.stdout);
    assert.is(statSync(join(folder, file)).mode & 0o777, 0o666 & ~process.umask() & 0o644);
  }
});

test('without a template it is the one that a stranger should begin with', async () => {
  const { code, stdout } = await call(['init'], workFolder());
  assert.is(code, 0);
  assert.is(stdout, readFileSync(new URL('single-node.yaml', profiles), 'utf8'));
});

test('a file that is there is not overwritten', async () => {
  const folder = workFolder();
  writeFileSync(join(folder, 'mine.yaml'), 'mine\n');
  const { code, stdout, stderr } = await call(['init', '--out', 'mine.yaml'], folder);
  assert.is(code, 1);
  assert.is(stdout, '');
  assert.match(stderr, /^mine\.yaml:1:1: error: the file exists/);
  assert.is(readFileSync(join(folder, 'mine.yaml'), 'utf8'), 'mine\n');
});

test('an unknown template is a wrong call, which names those that exist', async () => {
  const { code, stderr } = await call(['init', '--template', 'modern'], workFolder());
  assert.is(code, 2);
  for (const name of names) assert.ok(stderr.includes(name));
});

test.run();
