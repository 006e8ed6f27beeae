import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { IgnitionConfig } from '../../src/formats/ignition/model.ts';
import { type IgnitionOptions, ignition, specVersions } from '../../src/formats/ignition.ts';
import type { Machine } from '../../src/model/machine.ts';
import { InputError } from '../../src/shared/fault.ts';
import { machine, origin, publicFile } from '../support/machine.ts';
import fc from '../support/property.ts';
import { anyFiles, machineWith } from './support/arbitrary.ts';
import { canIgnite, ignite, validate } from './support/ignition-program.ts';
import {
  assertDirectory,
  assertFiles,
  assertLink,
  debianRoot,
  expectedFiles,
  fillEveryPath,
  put,
  scratchFolder,
} from './support/on-disk.ts';

const scratch = scratchFolder();
const options: IgnitionOptions = { specVersion: '3.3.0', networkRenderer: 'networkd' };
let count = 0;
const newRoot = (): string => {
  const root = join(scratch, `root-${++count}`);
  mkdirSync(root);
  return debianRoot(root);
};
const textOf = (one: Machine, more: Partial<IgnitionOptions> = {}): string =>
  Buffer.from(ignition(one, { ...options, ...more }).reveal()).toString();
const read = (one: Machine): IgnitionConfig => JSON.parse(textOf(one));

function save(one: Machine, more: Partial<IgnitionOptions> = {}): string {
  const path = join(scratch, 'config.ign');
  writeFileSync(path, textOf(one, more));
  return path;
}

const text = (path: string, data: string, mode = 0o644) => ({
  path,
  bytes: Buffer.from(data),
  mode,
  uid: 0,
  gid: 0,
});

function assertAll(root: string): void {
  assertFiles(root, [
    ...expectedFiles(machine, 'numeric'),
    text('/etc/hostname', 'worker-001.lab.example\n'),
  ]);
  for (const { path, target } of machine.links.slice(0, 3)) assertLink(root, path, target);
  assertDirectory(root, '/etc/kubernetes/pki', 0o700, 990, 991);
  assertDirectory(root, '/var/lib/kubelet', 0o750, 0, 0);
  assertLink(root, '/etc/systemd/system/firewalld.service', '/dev/null');
  const preset = readFileSync(join(root, '/etc/systemd/system-preset/20-ignition.preset'), 'utf8');
  assert.equal(preset.trimEnd().split('\n').sort(), [
    'disable kubelet.service',
    'enable nodeseed-install.service',
  ]);
}

if (canIgnite()) {
  test('ignition-validate finds nothing to say, whoever configures the network', () => {
    assert.is(validate(save(machine)), '');
    assert.is(validate(save(machine, { networkRenderer: 'networkmanager' })), '');
    assert.is(validate(save({ ...machine, directories: [], links: [], authorizedKeys: [], units: [] })), '');
  });

  test('the files stage leaves every file, directory, link and unit on an empty root', () => {
    const root = newRoot();
    ignite(save(machine), root, scratch);
    assertAll(root);
    const keys = readFileSync(join(root, 'home/debian/.ssh/authorized_keys.d/ignition'), 'utf8');
    assert.is(keys.trim(), machine.authorizedKeys[0]?.keys[0]);
  });

  test('the same on a root where every path is there already, as a file, a folder or a dangling link', () => {
    const root = newRoot();
    fillEveryPath(root, machine);
    put(root, '/etc/systemd/system/firewalld.service', 'old\n');
    put(root, '/etc/hostname', 'old\n');
    ignite(save(machine), root, scratch);
    assertAll(root);
  });

  test('any content under any path comes out as it went in', () => {
    fc.assert(
      fc.property(anyFiles, (files) => {
        const root = newRoot();
        ignite(save(machineWith(files)), root, scratch);
        assertFiles(root, expectedFiles(machineWith(files), 'numeric'));
      }),
      { numRuns: 4, seed: 20260901, endOnFailure: true },
    );
  });
}

test('every data URL holds its bytes, in the shortest of its encodings', async () => {
  const { files } = read(machine).storage;
  for (const { path, contents } of files) {
    const wanted = machine.files.find((file) => file.path === path)?.content.reveal();
    const fetched = Buffer.from(await (await fetch(contents.source)).arrayBuffer());
    if (wanted) assert.equal(contents.compression ? gunzipSync(fetched) : fetched, Buffer.from(wanted), path);
  }
  const sourceOf = (path: string) => files.find((file) => file.path === path)?.contents.source ?? '';
  assert.is(sourceOf('/etc/hostile/empty'), 'data:,');
  assert.is(sourceOf('/etc/owned/by-somebody'), 'data:,theirs%0A');
  assert.match(sourceOf('/etc/hostile/noise'), /^data:;base64,/);
  assert.is(files.find(({ path }) => path === '/etc/hostile/repetitive')?.contents.compression, 'gzip');
});

test('the spec version is all that differs between versions', () => {
  const [first, ...others] = specVersions.map((specVersion) => textOf(machine, { specVersion }));
  for (const [index, other] of others.entries()) {
    assert.is(other, first?.replace('"version": "3.3.0"', `"version": "${specVersions[index + 1]}"`));
  }
});

test('only the installer is enabled, the other units of ours are held back for it, and what only it acts on is left out', () => {
  const { units } = read(machine).systemd;
  assert.equal(
    units.map(({ name, enabled, mask }) => [name, enabled, mask]),
    [
      ['firewalld.service', undefined, true],
      ['kubelet.service', false, undefined],
      ['nodeseed-install.service', true, undefined],
      ['sshd.service', undefined, undefined],
    ],
  );
});

test('no folder of the system is a directory of ours, and nothing is below /run', () => {
  const { directories = [], links = [] } = read(machine).storage;
  assert.equal(
    directories.map(({ path }) => path),
    ['/etc/kubernetes/pki', '/opt/shared', '/var/lib/kubelet'],
  );
  assert.is(links.length, 3);
});

test('special mode bits need 3.6.0: an error before, with the line that asked for them', () => {
  const one = machineWith([publicFile('/opt/x', '', 0o4755)]);
  assert.is(JSON.parse(textOf(one, { specVersion: '3.6.0' })).storage.files[0].mode, 0o4755);
  try {
    textOf(one, { specVersion: '3.5.0' });
    assert.unreachable();
  } catch (error) {
    assert.instance(error, InputError);
    const [fault] = (error as InputError).faults;
    assert.equal([fault?.code, fault?.path], ['ignition-special-mode', origin.path]);
    assert.match(fault?.message ?? '', '/opt/x the mode 04755');
  }
});

test("a machine's own /etc/hostname is the only one", () => {
  const files = read(machineWith([publicFile('/etc/hostname', 'own\n')])).storage.files;
  assert.is(files.filter(({ path }) => path === '/etc/hostname').length, 1);
});

test('the configuration is as secret as the strictest file in it', () => {
  assert.is(ignition(machine, options).secrecy, 'node');
  assert.is(ignition(machineWith([]), options).secrecy, 'public');
});

test.run();
