import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { configVersion, configVersionsReadBy } from '../../../src/upstream/containerd/index.ts';
import type { Release } from '../../../src/upstream/release.ts';

test('the version written is the newest every daemon of that line reads', () => {
  const written: readonly [Release, number][] = [
    ['1.2', 1],
    ['1.3', 2],
    ['1.4', 2],
    ['1.7', 2],
    ['2.0', 3],
    ['2.2', 3],
    ['2.4', 3],
  ];
  for (const [release, version] of written) {
    assert.is(configVersion(release), version, release);
    assert.ok(configVersionsReadBy(release).includes(configVersion(release)));
  }
});

test('older versions stay readable, newer ones are not, and the version-less form ends with 1.x', () => {
  assert.equal(configVersionsReadBy('1.2'), [1]);
  assert.equal(configVersionsReadBy('1.4'), [1, 2]);
  assert.equal(configVersionsReadBy('1.7'), [1, 2]);
  assert.equal(configVersionsReadBy('2.2'), [2, 3]);
  assert.equal(configVersionsReadBy('2.3'), [2, 3, 4]);
});

test.run();
