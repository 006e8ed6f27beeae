import { mkdirSync, readdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { rootfs, rootfsEntries } from '../../src/formats/rootfs.ts';
import type { Machine } from '../../src/model/machine.ts';
import { Bug, InputError } from '../../src/shared/fault.ts';
import { available, missing, run } from '../support/judges.ts';
import { machine, origin, publicFile } from '../support/machine.ts';
import fc from '../support/property.ts';
import { anyFiles, machineWith } from './support/arbitrary.ts';
import {
  assertDirectory,
  assertFiles,
  assertLink,
  debianRoot,
  expectedFiles,
  scratchFolder,
} from './support/on-disk.ts';

const scratch = scratchFolder();
let roots = 0;
const newRoot = (): string => {
  const root = join(scratch, `root-${++roots}`);
  mkdirSync(root);
  return debianRoot(root);
};

async function unpack(one: Machine, root: string): Promise<void> {
  const archive = join(scratch, 'x.rootfs.tar.gz');
  writeFileSync(archive, (await rootfs(one)).reveal());
  const done = run('tar', ['--numeric-owner', '--keep-directory-symlink', '-xpzf', archive, '-C', root]);
  assert.equal([done.status, done.stderr], [0, '']);
}

const canOwn = process.getuid?.() === 0 && available('tar', 'tar');
if (!canOwn) missing('unpacking with owners needs root and GNU tar');

if (canOwn) {
  test('GNU tar unpacks every file, unit, directory and link as the machine has it', async () => {
    const root = newRoot();
    await unpack(machine, root);
    assertFiles(root, expectedFiles(machine, 'numeric'));
    assertFiles(root, [
      { path: '/etc/hostname', bytes: Buffer.from('worker-001.lab.example\n'), mode: 0o644, uid: 0, gid: 0 },
    ]);
    assertDirectory(root, '/etc/kubernetes/pki', 0o700, 990, 991);
    assertDirectory(root, '/opt/shared', 0o1777, 0, 991);
    assertDirectory(root, '/etc/kubernetes', 0o755, 0, 0);
    assertLink(root, '/etc/systemd/system/firewalld.service', '/dev/null');
    for (const { path, target } of machine.links.filter((link) => !link.path.startsWith('/var/run'))) {
      assertLink(root, path, target);
    }
    const wants = '/etc/systemd/system/multi-user.target.wants';
    assert.equal(readdirSync(join(root, wants)), ['nodeseed-install.service']);
    assertLink(root, `${wants}/nodeseed-install.service`, '/etc/systemd/system/nodeseed-install.service');
  });

  test('folders that are links stay links, and what they lead to is written', async () => {
    const root = newRoot();
    for (const folder of ['opt', 'root', 'home', 'usr/local']) {
      mkdirSync(join(root, 'var', folder), { recursive: true });
      if (folder !== 'usr/local') renameSync(join(root, folder), join(root, `${folder}.was`));
      symlinkSync(folder === 'usr/local' ? '../var/usr/local' : `var/${folder}`, join(root, folder));
    }
    await unpack(machine, root);
    await unpack(machine, root);
    assertLink(root, '/opt', 'var/opt');
    assertLink(root, '/usr/local', '../var/usr/local');
    for (const name of ['bin', 'sbin', 'lib', 'lib64']) assertLink(root, `/${name}`, `usr/${name}`);
    assertLink(root, '/var/run', '../run');
    assert.equal(readdirSync(join(root, 'run')), []);
    assertFiles(root, expectedFiles(machine, 'numeric'));
  });

  test('any content under any path comes out as it went in', async () => {
    await fc.assert(
      fc.asyncProperty(anyFiles, async (files) => {
        const root = newRoot();
        await unpack(machineWith(files), root);
        assertFiles(root, expectedFiles(machineWith(files), 'numeric'));
      }),
      { numRuns: 8, seed: 20260901, endOnFailure: true },
    );
  });
}

test('no entry is a folder of the system, none is below /run, and there is no time in it', async () => {
  const names = rootfsEntries(machine).map(({ name }) => name);
  const folders = rootfsEntries(machine).filter(({ type }) => type === 'directory');
  assert.equal(folders.map(({ name }) => name).sort(), [
    'etc/kubernetes/pki',
    'opt/shared',
    'var/lib/kubelet',
  ]);
  for (const name of names) assert.not.match(name, /^(bin|sbin|lib|lib64|run|var\/run)(\/|$)/);
  assert.equal((await rootfs(machine)).reveal(), (await rootfs(machine)).reveal());
});

test("a machine's own /etc/hostname is the only one", () => {
  const own = machineWith([publicFile('/etc/hostname', 'other\n')]);
  assert.is(rootfsEntries(own).filter(({ name }) => name === 'etc/hostname').length, 1);
});

test('a file that no boot would find again is a fault at the line that asked for it', () => {
  for (const path of ['/run/x', '/var/run/x/y', '/var/lock/x', '/dev/x', '/proc/x', '/sys/x']) {
    try {
      rootfsEntries(machineWith([publicFile(path, '')]));
      assert.unreachable(path);
    } catch (error) {
      assert.instance(error, InputError);
      const [fault] = (error as InputError).faults;
      assert.equal([fault?.code, fault?.path], ['volatile-file', origin.path]);
    }
  }
  rootfsEntries(machineWith([publicFile('/runner/x', ''), publicFile('/var/running', '')]));
});

test('an owner without a number is a bug', () => {
  assert.throws(
    () => rootfsEntries(machineWith([publicFile('/etc/x', '', 0o644, 'stranger')])),
    (error: unknown) => error instanceof Bug,
  );
});

test('the archive is as secret as the strictest file in it', async () => {
  assert.is((await rootfs(machine)).secrecy, 'node');
  assert.is((await rootfs(machineWith([publicFile('/etc/x', '')]))).secrecy, 'public');
});

test.run();
