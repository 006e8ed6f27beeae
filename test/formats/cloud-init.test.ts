import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { WriteFile } from '../../src/formats/cloud-init/model.ts';
import { cloudInit } from '../../src/formats/cloud-init.ts';
import type { Machine } from '../../src/model/machine.ts';
import { missing } from '../support/judges.ts';
import { hostileContents, machine, publicFile } from '../support/machine.ts';
import fc from '../support/property.ts';
import { anyFiles, machineWith } from './support/arbitrary.ts';
import { cloudInits, schema, writeFilesOf } from './support/cloud-inits.ts';
import {
  assertFiles,
  debianRoot,
  type ExpectedFile,
  expectedFiles,
  scratchFolder,
} from './support/on-disk.ts';

const scratch = scratchFolder();
const options = { defaultUser: 'debian' };
const programs = cloudInits();
const isRoot = process.getuid?.() === 0;
if (!isRoot) missing('running write_files in a changed root needs root');

let count = 0;
const newRoot = (): string => {
  const root = join(scratch, `root-${++count}`);
  mkdirSync(root);
  return debianRoot(root);
};

function save(one: Machine): { userData: string; networkConfig: string } {
  const { userData, networkConfig } = cloudInit(one, options);
  const paths = { userData: join(scratch, 'user-data'), networkConfig: join(scratch, 'network-config') };
  writeFileSync(paths.userData, userData.reveal());
  writeFileSync(paths.networkConfig, networkConfig?.reveal() ?? '');
  return paths;
}

/** What `write_files` alone can do: a file with no permission at all is closed by a command afterwards. */
const written = (one: Machine): ExpectedFile[] =>
  expectedFiles(one, 'root').map((file) => ({ ...file, mode: file.mode === 0 ? 0o644 : file.mode }));

const textOf = (one: Machine): string => Buffer.from(cloudInit(one, options).userData.reveal()).toString();
interface Read {
  readonly write_files: readonly WriteFile[];
  readonly runcmd: readonly (readonly string[])[];
  readonly [key: string]: unknown;
}
const read = (one: Machine): Read => load(textOf(one)) as Read;

for (const program of programs) {
  test(`${program.name}: the schema takes user-data and network-config`, () => {
    const { userData, networkConfig } = save(machine);
    const user = schema(program, '--config-file', userData);
    assert.equal([user.status, user.stderr], [0, ''], user.stdout);
    if (program.name === 'system') return;
    const network = schema(program, '-t', 'network-config', '--config-file', networkConfig);
    assert.equal([network.status, network.stderr], [0, ''], network.stdout);
  });

  if (!isRoot) continue;
  test(`${program.name}: write_files leaves every file and unit as root's, with its bytes and mode`, () => {
    const root = newRoot();
    const understood = writeFilesOf(program, save(machine).userData, root);
    assertFiles(root, written(machine));
    assert.is(understood.hostname, machine.hostname);
    assert.is(understood.fqdn, machine.hostname);
    assert.equal(understood.users['root']?.ssh_authorized_keys, machine.authorizedKeys[1]?.keys);
    assert.equal(understood.users['debian']?.ssh_authorized_keys, machine.authorizedKeys[0]?.keys);
    assert.is(understood.config['ssh_authorized_keys'], undefined, 'that list would open root too');
  });

  test(`${program.name}: any content under any path comes out as it went in`, () => {
    fc.assert(
      fc.property(anyFiles, (files) => {
        const root = newRoot();
        writeFilesOf(program, save(machineWith(files)).userData, root);
        assertFiles(root, written(machineWith(files)));
      }),
      { numRuns: 4, seed: 20260901, endOnFailure: true },
    );
  });

  test(`${program.name}: a file that looks like an e-mail does not make user-data one`, () => {
    const one = {
      ...machineWith([publicFile('/etc/a-mime-version: 1', 'MIME-Version: 1.0\n\nx\n')]),
      authorizedKeys: [],
    };
    const root = newRoot();
    writeFilesOf(program, save(one).userData, root);
    assertFiles(root, expectedFiles(one, 'root'));
  });
}

test('public text stays readable; what no YAML reader keeps, and large secrets, are encoded', () => {
  const files = read(machine).write_files;
  const encodingOf = (path: string) => files.find((file) => file.path === path)?.encoding;
  const opaque = Object.keys(hostileContents).filter(
    (name) => encodingOf(`/etc/hostile/${name}`) !== undefined,
  );
  assert.equal(opaque.sort(), ['bom', 'controls', 'every-byte', 'half-utf8', 'noise', 'separators']);
  assert.is(encodingOf('/etc/secret/repetitive'), 'gz+b64');
  assert.is(encodingOf('/etc/secret/noise'), 'b64');
  assert.is(encodingOf('/etc/secret/shell'), undefined);
});

test('files of many megabytes are carried too', () => {
  const digests = Array.from({ length: 50_000 }, (_, index) =>
    createHash('sha512').update(`${index}`).digest(),
  );
  const noise = Buffer.concat(digests);
  const large = machineWith([
    publicFile('/opt/noise', noise),
    publicFile('/opt/lines', 'a line of text: and more\n'.repeat(700_000)),
  ]);
  const files = read(large).write_files.filter(({ path }) => path.startsWith('/opt/'));
  assert.equal(
    files.map(({ path, encoding }) => `${path} ${encoding}`),
    ['/opt/noise b64', '/opt/lines gz+b64'],
  );
  assert.ok(Buffer.from(files[0]?.content ?? '', 'base64').equals(noise));
});

test('nobody owns anything yet, modes are strings, and nothing is deferred', () => {
  for (const file of read(machine).write_files) {
    for (const key of Object.keys(file))
      assert.ok(['path', 'permissions', 'encoding', 'content'].includes(key), key);
    assert.match(file.permissions, /^0[0-7]{3}$/);
  }
});

test('the commands are argument vectors and end in starting the installer without waiting', () => {
  assert.equal(read(machine).runcmd, [
    ['chmod', '--', '0000', '/etc/owned/nobody-may-read'],
    ['systemctl', 'mask', '--', 'firewalld.service'],
    ['systemctl', 'daemon-reload'],
    ['systemctl', 'enable', 'nodeseed-install.service'],
    ['systemctl', 'start', '--no-block', 'nodeseed-install.service'],
  ]);
  assert.is(read({ ...machine, files: [], units: [] }).runcmd.length, 3);
});

test("keys of the image's own account need no users; root's are not disarmed", () => {
  const [debian] = machine.authorizedKeys;
  const { users, disable_root, ssh_authorized_keys } = read({
    ...machine,
    authorizedKeys: debian ? [debian] : [],
  });
  assert.equal([users, disable_root, ssh_authorized_keys], [undefined, undefined, debian?.keys]);
  assert.is(read(machine)['disable_root'], false);
  const none = read({ ...machine, authorizedKeys: [] });
  assert.equal(Object.keys(none), [
    'hostname',
    'fqdn',
    'preserve_hostname',
    'manage_etc_hosts',
    'write_files',
    'runcmd',
  ]);
});

test("a machine's own /etc/hosts is left to it", () => {
  assert.is(read(machineWith([publicFile('/etc/hosts', '')]))['manage_etc_hosts'], undefined);
});

test('the instance-id changes with the content and the network, and with nothing else', () => {
  const id = (one: Machine) => Buffer.from(cloudInit(one, options).metaData.reveal()).toString();
  assert.match(
    id(machine),
    /^instance-id: worker-001-[0-9a-f]{12}\nlocal-hostname: worker-001\.lab\.example\n$/,
  );
  assert.is(id(machine), id({ ...machine }));
  assert.is.not(id(machine), id(machineWith(machine.files.slice(1))));
  assert.is.not(
    id(machine),
    id({ ...machine, network: { interfaces: machine.network.interfaces.slice(1) } }),
  );
});

test('without interfaces there is no network-config', () => {
  assert.is(cloudInit({ ...machine, network: { interfaces: [] } }, options).networkConfig, undefined);
});

test('user-data is as secret as the strictest file; the others are public', () => {
  const { userData, metaData, networkConfig } = cloudInit(machine, options);
  assert.equal([userData.secrecy, metaData.secrecy, networkConfig?.secrecy], ['node', 'public', 'public']);
});

test.run();
