/** What is compressed for a platform, given to cloud-inits of three generations the way the platform's data source does, and to Ignition. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { NodeMachine } from '../../src/build.ts';
import { bootFiles, renderings } from '../../src/formats/node-files.ts';
import { type PlatformName, platformNames, platformRow } from '../../src/upstream/platforms.ts';
import { cloudInits } from '../formats/support/cloud-inits.ts';
import { canIgnite, ignite, validate } from '../formats/support/ignition-program.ts';
import { debianRoot, scratchFolder } from '../formats/support/on-disk.ts';
import { machinesFrom, minimalProfile, workerPool } from '../support/profile.ts';
import { assertMachine } from './support/on-disk.ts';

const scratch = scratchFolder();
const script = fileURLToPath(new URL('support/platforms.py', import.meta.url));
const limited = platformNames.filter((name) => platformRow(name).limit !== undefined);

/** A text as long as the platform takes and as compressible as can be: compressed it fits. */
function longFile(platform: PlatformName): object[] {
  const bytes = platformRow(platform).limit?.bytes ?? 0;
  return [{ path: '/etc/long', contents: 'nothing but the same\n'.repeat(bytes / 21 + 1) }];
}

function nodeOn(platform: PlatformName, os: string, files: object[], more: object = {}): NodeMachine {
  const pool = workerPool(os, { platform, host: { files }, ...more });
  const [one] = machinesFrom(minimalProfile({ pools: [pool] })).machines;
  if (!one) throw new Error('no machine');
  return one;
}

async function given({ node, machine }: NodeMachine, name: string): Promise<Uint8Array> {
  const { files, fit } = await bootFiles(node, machine);
  assert.is(fit.how, 'compressed');
  return files[name]?.reveal() ?? new Uint8Array();
}

for (const { name, packages } of cloudInits()) {
  test(`${name}: reads what is compressed, on every platform that takes a whole worker`, async () => {
    // KubeVirt's 2048 bytes hold a pointer and no worker.
    for (const platform of limited.filter((one) => one !== 'kubevirt')) {
      const one = nodeOn(platform, 'debian-13', longFile(platform));
      const file = join(scratch, 'user-data');
      writeFileSync(file, await given(one, 'user-data'));
      const done = spawnSync('/usr/bin/python3', [script, packages, platform, file], { maxBuffer: 1 << 28 });
      assert.is(done.status, 0, `${platform}: ${done.stderr}`);
      const whole = Buffer.from(renderings(one.node, one.machine)['user-data']?.reveal() ?? []);
      assert.ok(whole.equals(done.stdout), `${platform} gives it other bytes`);
    }
  });
}

if (canIgnite()) {
  test('Ignition reads what is compressed, without being told', async () => {
    // Each file is compressed already; what is left are the words around many.
    const files = Array.from({ length: 200 }, (_, i) => ({ path: `/etc/many/${i}`, contents: `${i}\n` }));
    const one = nodeOn('hetzner', 'flatcar-4593', files, {
      ignitionVersion: '3.3.0',
      containerRuntime: { source: 'system' },
    });
    const file = join(scratch, 'config.ign');
    writeFileSync(file, await given(one, 'config.ign'));
    assert.is(validate(file), '');
    const root = mkdtempSync(join(scratch, 'root-'));
    chmodSync(root, 0o755);
    ignite(file, debianRoot(root), scratch);
    assertMachine(root, one.machine);
  });
}

test('there is something to judge', () => assert.ok(limited.length >= 8));

test.run();
