/** The facts are held against what was read out of the user-data. Here that is held equal to the Machine itself. */
import { posix } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Machine } from '../../src/model/machine.ts';
import { expectedFiles } from '../formats/support/on-disk.ts';
import type { GeneratedNode } from './facts.ts';
import { generated } from './generated.ts';
import { normalise } from './lookup.ts';
import { tableNames } from './tables.ts';
import { readUserData } from './user-data.ts';

const installer = 'nodeseed-install.service';

for (const name of tableNames) {
  const { nodes, machines, userData } = await generated(name);
  const pairs = machines.map(({ machine }) => ({ machine, node: nodeCalled(machine.name, nodes) }));

  test(`${name}: the user-data writes the machine’s files and unit files, byte for byte, and no others`, () => {
    for (const { machine } of pairs) {
      const { files } = readUserData(userData.get(machine.name) ?? '');
      const written = [...files].map(([path, { bytes, mode }]) => [path, mode, bytes.toString('base64')]);
      const expected = expectedFiles(machine, 'root').map(({ path, bytes, mode }) => {
        return [path, mode, Buffer.from(bytes).toString('base64')];
      });
      assert.equal(written.sort(byFirst), expected.sort(byFirst));
    }
  });

  test(`${name}: files and directories end with the machine’s owners and modes`, () => {
    for (const { machine, node } of pairs) {
      for (const { path, user, group, mode } of machine.files) {
        const { text: _, ...found } = node.files.get(path) ?? { text: '' };
        assert.equal([path, found], [path, { owner: user, group, mode }]);
      }
      const expected = machine.directories.map(({ path, user, group, mode }) => {
        return [normalise(path), { owner: user, group, mode }];
      });
      assert.equal([...node.directories].sort(byFirst), expected.sort(byFirst));
    }
  });

  test(`${name}: the installer enables and starts the machine’s units`, () => {
    for (const { machine, node } of pairs) {
      const units = machine.units.filter((unit) => unit.name !== installer);
      const expected = units.map(({ name: unit, text, state, dropIns }) => {
        const enabled = state === 'enabled';
        return [unit, text, enabled, enabled, dropIns.map((one) => [one.name, one.text])];
      });
      const found = [...node.units].map(([unit, { text, enabled, started, dropIns }]) => {
        return [unit, text, enabled, started, [...dropIns]];
      });
      assert.equal(found.sort(byFirst), expected.sort(byFirst));
    }
  });

  test(`${name}: no drop-in changes what the facts say of a unit’s text`, () => {
    for (const { node } of pairs) {
      for (const [unit, { text, dropIns }] of node.units) {
        if (text === undefined || unit.startsWith('nodeseed-')) continue;
        const texts = [...dropIns].map(([file, content]) => [file, content]);
        assert.equal(texts, [['10-nodeseed.conf', `[Unit]\nAfter=${installer}\n`]], unit);
      }
    }
  });

  test(`${name}: the installer places the machine’s programs`, () => {
    for (const { machine, node } of pairs) {
      const found = node.artifacts.map(({ program, version, urls, target, mode }) => {
        return [target, program, version, urls, mode];
      });
      assert.equal(found.sort(byFirst), placed(machine).sort(byFirst));
    }
  });

  test(`${name}: packages, modules, swap and accounts are the machine’s`, () => {
    for (const { machine, node } of pairs) {
      assert.equal(node.hostname, machine.hostname);
      assert.equal([...node.packages.install].sort(), machine.packages.install);
      assert.equal([...node.packages.remove].sort(), machine.packages.remove);
      assert.is(node.packages.repositories.length, machine.packages.repositories.length);
      assert.equal([...node.modules].sort(), machine.modules);
      assert.is(node.swap.now && node.swap.fstab, machine.swap === 'off');
      assert.equal(
        node.users,
        machine.users.map(({ name: user, uid, group, home, shell }) => ({
          name: user,
          uid,
          group,
          home,
          shell,
        })),
      );
      assert.equal(
        node.groups,
        machine.groups.map(({ name: group, gid }) => ({ name: group, gid })),
      );
    }
  });
}

function nodeCalled(name: string, nodes: readonly GeneratedNode[]): GeneratedNode {
  const node = nodes.find((one) => one.name === name);
  if (!node) throw new Error(`no node ${name}`);
  return node;
}

function placed(machine: Machine) {
  return machine.placements.flatMap(({ artifact, files }) =>
    files.map(({ member, target, mode }) => {
      const program = member === undefined ? artifact.name : posix.basename(member);
      return [target, program, artifact.version.replace(/^v/, ''), artifact.sources, mode];
    }),
  );
}

function byFirst(a: readonly unknown[], b: readonly unknown[]): number {
  return String(a[0]) < String(b[0]) ? -1 : 1;
}

test.run();
