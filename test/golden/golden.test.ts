/**
 * What the shipped profiles come out as, held against the files in fixtures/golden. `RECORD=1 npx tsx test/run.ts golden` writes
 * those files anew and fails, so that it cannot be left on: the difference is then for `git diff` and its reader.
 */
import { readdirSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { differences } from './difference.ts';
import { builtFiles, recordedFiles, recordFiles } from './files.ts';
import { goldenFolder, recordSecrets, shippedNames } from './shipped.ts';

const recording = process.env['RECORD'] === '1';

for (const name of shippedNames()) {
  test(name, async () => {
    if (recording) recordSecrets(name);
    const built = await builtFiles(name);
    const found = differences(recordedFiles(name), built);
    if (recording) {
      recordFiles(name, built);
      throw new Error(
        `recorded ${built.size} files, ${found.length} of them changed; run again without RECORD`,
      );
    }
    if (found.length > 0) throw new Error(found.join('\n'));
  });
}

test('nothing is kept of profiles that are gone', () => {
  const known = shippedNames().flatMap((name) => [name, `${name}.secrets.yaml`]);
  assert.equal(
    readdirSync(goldenFolder).filter((entry) => !known.includes(entry)),
    [],
  );
});

test('a difference is told by path and line; files too many and too few are differences', () => {
  const files = (...entries: [string, string][]) =>
    new Map(entries.map(([path, text]) => [path, Buffer.from(text)]));
  const [changed = '', ...others] = differences(
    files(['a', 'one\ntwo\n'], ['b', 'x'], ['same', 'y']),
    files(['a', 'one\nthree\n'], ['c', 'x'], ['same', 'y']),
  );
  assert.match(changed, '--- recorded/a');
  assert.match(changed, '-two\n+three');
  assert.equal(others, ['b is no longer made', 'c is new']);
});

test('bytes that differ in their line ends alone differ', () => {
  const one = new Map([['a', Buffer.from('x\n')]]);
  assert.equal(differences(one, new Map([['a', Buffer.from('x\r\n')]])).length, 1);
});

test.run();
