import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { controlPlaneImages } from '../../src/upstream/kubeadm.ts';
import { companionsOf, newestRelease, oldestRelease } from '../../src/upstream/kubernetes.ts';
import { parseVersion, type Release } from '../../src/upstream/release.ts';

const minor = (release: Release) => Number(release.split('.')[1]);
const releases = Array.from(
  { length: minor(newestRelease) - minor(oldestRelease) + 1 },
  (_, i): Release => `1.${minor(oldestRelease) + i}`,
);

test('units and static pods of one release run the same minor of etcd', () => {
  const pairs = releases.map((release) => [
    parseVersion(companionsOf(release).etcd ?? '')?.release,
    parseVersion(controlPlaneImages(release)?.etcd ?? '')?.release,
  ]);
  assert.ok(pairs.filter(([unit]) => unit !== undefined).length >= 8);
  for (const [unit, image] of pairs) assert.is(unit, image);
  assert.is(companionsOf('1.37').etcd, '3.7.1');
  assert.is(companionsOf('1.16').etcd, undefined);
});

test.run();
