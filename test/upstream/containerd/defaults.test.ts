/**
 * What a real containerd prints as its default must be known to our tables.
 * The fixtures are the output of `containerd config default` from Debian's packages 1.4.13, 1.6.20, 1.7.24 and 2.1.9.
 */
import { readFileSync } from 'node:fs';
import toml from '@iarna/toml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  configVersion,
  containerdConfigV2,
  containerdConfigV3,
} from '../../../src/upstream/containerd/index.ts';
import type { Release } from '../../../src/upstream/release.ts';
import { checkAgainst } from '../../../src/upstream/schema.ts';

const printed: readonly {
  release: Release;
  schema: typeof containerdConfigV2 | typeof containerdConfigV3;
}[] = [
  { release: '1.4', schema: containerdConfigV2 },
  { release: '1.6', schema: containerdConfigV2 },
  { release: '1.7', schema: containerdConfigV2 },
  { release: '2.1', schema: containerdConfigV3 },
];

for (const { release, schema } of printed) {
  test(`every key containerd ${release} prints is known, and lives in ${release}`, () => {
    const config = readDefault(release);
    assert.equal(checkAgainst(schema, config, release), []);
    assert.is(config['version'], configVersion(release));
  });
}

test('a default of 2.1 is not one of 1.7, nor of 2.0', () => {
  const config = readDefault('2.1');
  const unknown = checkAgainst(containerdConfigV2, config, '1.7').map(({ path }) => path.join('/'));
  assert.ok(unknown.includes('plugins/io.containerd.cri.v1.runtime'));
  const absent = checkAgainst(containerdConfigV3, config, '2.0').map(
    ({ kind, path }) => `${kind} ${path.at(-1)}`,
  );
  assert.ok(absent.includes('absent bin_dirs'));
});

function readDefault(release: Release): Record<string, unknown> {
  const url = new URL(`../../../fixtures/upstream/containerd-${release}-default.toml`, import.meta.url);
  return toml.parse(readFileSync(url, 'utf8'));
}

test.run();
