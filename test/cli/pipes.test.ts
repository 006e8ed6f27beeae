/** Standard output that ends early, is closed or is full. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { shCommand } from '../../src/shared/sh.ts';
import { run } from '../support/judges.ts';
import { minimalProfile } from '../support/profile.ts';
import { call, shellCommand } from './support/call.ts';
import { workFolder } from './support/folder.ts';

const folder = workFolder();
const shell = (command: string) =>
  run('bash', ['-c', command.replaceAll('nodeseed', shCommand(shellCommand))], { cwd: folder });

test.before(async () => {
  writeFileSync(join(folder, 'p.yaml'), minimalProfile());
  await call(['secrets', 'new', 'p.yaml', '--out', 's.yaml'], folder);
});

test('a reader that has seen enough is no error', () => {
  for (const command of [
    'schema',
    'init',
    'show p.yaml --secrets s.yaml --node worker-1 --as user-data',
    '--version',
  ]) {
    const { stdout, stderr } = shell(`nodeseed ${command} | head -c 1 > /dev/null; echo "\${PIPESTATUS[0]}"`);
    assert.equal([stdout, stderr], ['0\n', ''], command);
    const gone = shell(`nodeseed ${command} | true; echo "\${PIPESTATUS[0]}"`);
    assert.equal([gone.stdout, gone.stderr], ['0\n', ''], command);
  }
});

test('nobody who reads the faults changes the exit code', () => {
  const { stdout } = shell('nodeseed check missing.yaml 2>&1 >/dev/null | true; echo "${PIPESTATUS[0]}"');
  assert.is(stdout, '1\n');
  const json = shell('nodeseed check missing.yaml --json | true; echo "${PIPESTATUS[0]}"');
  assert.equal([json.stdout, json.stderr], ['1\n', '']);
});

test('closed streams are none of our business', () => {
  const { status, stdout, stderr } = shell(
    'nodeseed schema >&-; echo "$?"; nodeseed check missing.yaml 2>&-; echo "$?"',
  );
  assert.equal([status, stdout, stderr], [0, '0\n1\n', '']);
});

test('a full disk behind standard output is said', () => {
  const { status, stderr } = shell('nodeseed schema > /dev/full');
  assert.is(status, 1);
  assert.match(stderr, /^nodeseed: error: cannot write to standard output: ENOSPC\n$/);
});

test.run();
