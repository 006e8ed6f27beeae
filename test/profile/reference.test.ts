/**
 * `RECORD=1 npx tsx test/run.ts profile/reference` writes profiles/README.md anew and fails, so that it cannot be left on: the
 * difference is then for `git diff` and its reader.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { profileSchema } from '../../src/profile/schema/profile.ts';
import { newestRelease, oldestRelease } from '../../src/upstream/kubernetes.ts';
import { allSettings } from './reference/all-settings.ts';
import { reference, referenceFile } from './reference/reference.ts';

test('profiles/README.md is what the schema says', () => {
  const text = reference();
  const recorded = existsSync(referenceFile) ? readFileSync(referenceFile, 'utf8') : '';
  if (process.env['RECORD'] === '1') {
    writeFileSync(referenceFile, text);
    throw new Error(`recorded ${text.split('\n').length} lines; run again without RECORD`);
  }
  assert.is(recorded, text, 'RECORD=1 npx tsx test/run.ts profile/reference');
});

test('no setting is without a description', () => {
  const silent = allSettings().filter(({ description }) => description === undefined);
  assert.equal(silent, []);
});

test('no setting is left out of the tables', () => {
  const text = reference();
  const leaves = allSettings().filter(({ hasParts }) => !hasParts);
  assert.ok(leaves.length > 100);
  const absent = leaves.filter(({ description }) => !text.includes(`| ${description} |`));
  assert.equal(absent, []);
});

test('the description of the version names the oldest and the newest', () => {
  const { description } = profileSchema.shape.kubernetesVersion;
  assert.match(description ?? '', `from ${oldestRelease} to ${newestRelease},`);
});

test.run();
