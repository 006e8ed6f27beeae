/**
 * Ignition on its own configurations. Debian's program reads them up to 3.3.0, so it is given that rendering; the others are
 * the same text but for the version, so its word holds for them.
 */
import { chmodSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { networkd } from '../../src/formats/network/networkd.ts';
import { renderings } from '../../src/formats/node-files.ts';
import type { IgnitionVersion } from '../../src/upstream/systems.ts';
import { canIgnite, ignite, validate } from '../formats/support/ignition-program.ts';
import { assertFiles, debianRoot, fillEveryPath, scratchFolder } from '../formats/support/on-disk.ts';
import { type BuiltNode, everyNode, filesOf, onePerPool } from './outputs.ts';
import { assertMachine } from './support/on-disk.ts';

const scratch = scratchFolder();
const booted = (nodes: readonly BuiltNode[]) => nodes.filter(({ node }) => node.system.boots === 'ignition');

function rendering({ node, machine }: BuiltNode, ignitionVersion: IgnitionVersion): string {
  const content = renderings({ ...node, ignitionVersion }, machine)['config.ign'];
  return Buffer.from(content?.reveal() ?? []).toString();
}

function save(config: string): string {
  const path = join(scratch, 'config.ign');
  writeFileSync(path, config);
  return path;
}

function newRoot(): string {
  const root = mkdtempSync(join(scratch, 'root-'));
  // Ignition writes keys as the account that they are for, who has to get there.
  chmodSync(root, 0o755);
  return debianRoot(root);
}

function assertIgnited(root: string, { node, machine }: BuiltNode): void {
  assertMachine(root, machine);
  const rest = { mode: 0o644, uid: 0, gid: 0 };
  const hostname = { path: '/etc/hostname', bytes: Buffer.from(`${machine.hostname}\n`), ...rest };
  const network = node.system.networkRenderer === 'networkd' ? networkd(machine.network) : [];
  assertFiles(root, [
    hostname,
    ...network.map(({ path, content }) => ({ path, bytes: content.reveal(), ...rest })),
  ]);
  assert.equal(readdirSync(join(root, 'etc/systemd/system-preset')), ['20-ignition.preset']);
  const preset = readFileSync(join(root, 'etc/systemd/system-preset/20-ignition.preset'), 'utf8');
  const held = machine.units.filter(
    ({ name, text }) => text !== undefined && name !== 'nodeseed-install.service',
  );
  assert.equal(
    preset.trimEnd().split('\n').sort(),
    [...held.map(({ name }) => `disable ${name}`), 'enable nodeseed-install.service'].sort(),
    'only the installer runs by itself',
  );
  for (const { user, keys } of machine.authorizedKeys) {
    const home = join(root, user === 'root' ? 'root' : `home/${user}`);
    const found = readFileSync(join(home, '.ssh/authorized_keys.d/ignition'), 'utf8');
    assert.equal(found.trim().split(/\n+/), keys);
  }
}

if (canIgnite()) {
  test('ignition-validate has nothing to say, not even of an unused key', () => {
    for (const one of booted(everyNode())) {
      assert.is(validate(save(rendering(one, '3.3.0'))), '', one.title);
    }
  });

  test('ignition-validate would not overlook an unused key', () => {
    const misspelt = '{"ignition":{"version":"3.3.0"},"storage":{"files":[{"path":"/x","modus":420}]}}';
    assert.match(validate(save(misspelt)), 'modus');
  });

  for (const one of booted(onePerPool())) {
    test(`${one.title}: the files stage leaves the whole machine on an empty root`, () => {
      const root = newRoot();
      ignite(save(rendering(one, '3.3.0')), root, scratch);
      assertIgnited(root, one);
    });

    test(`${one.title}: and on one where something is at every path already`, () => {
      const root = newRoot();
      fillEveryPath(root, one.machine);
      ignite(save(rendering(one, '3.3.0')), root, scratch);
      assertIgnited(root, one);
    });
  }
}

test('what is shipped is in the version that was asked for', async () => {
  for (const one of booted(onePerPool())) {
    const files = await filesOf(one);
    // Of a pointer it is what that leads to.
    const name = [...files.keys()].find((file) => /^[0-9a-f]{64}\.ign$/.test(file)) ?? 'config.ign';
    const config = Buffer.from(files.get(name) ?? []).toString();
    assert.is(config, rendering(one, one.node.ignitionVersion), one.title);
    assert.is(JSON.parse(config).ignition.version, one.node.ignitionVersion);
  }
});

test('3.4.0, 3.5.0 and 3.6.0 are the text of 3.3.0 but for the version', () => {
  for (const one of booted(onePerPool())) {
    const judged = rendering(one, '3.3.0');
    for (const version of ['3.4.0', '3.5.0', '3.6.0'] as const) {
      assert.is(rendering(one, version), judged.replace('"version": "3.3.0"', `"version": "${version}"`));
    }
  }
});

test('there is something to judge', () => assert.ok(booted(onePerPool()).length > 0));

test.run();
