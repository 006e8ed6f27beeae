import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { minimalProfile } from '../support/profile.ts';
import { call, callTime } from './support/call.ts';
import { workFolder } from './support/folder.ts';

interface SecretsFile {
  readonly issuedAt: string;
  readonly leafSeed: string;
  readonly authorities: Record<string, { certificate: string; key?: string }>;
  readonly bootstrapTokens?: readonly { id: string; secret: string }[];
  readonly registries?: Record<string, { username: string; password: string }>;
}

const mirrors = ['https://mirror.lab.example'];
const everything = {
  pki: { authorities: { kubelet: {}, cluster: { intermediates: ['cp1-ca'] } } },
  kubelet: { clientCertificate: 'bootstrap' },
  containerRuntime: { registries: { 'docker.io': { mirrors, credentials: { username: 'nodes' } } } },
};

function folderWith(settings: object): string {
  const folder = workFolder();
  writeFileSync(join(folder, 'p.yaml'), minimalProfile(settings));
  return folder;
}

const read = (folder: string, file = 's.yaml') =>
  load(readFileSync(join(folder, file), 'utf8')) as SecretsFile;
const modeOf = (folder: string, file: string) => statSync(join(folder, file)).mode & 0o777;

test('new: exactly what the profile needs, for its owner alone', async () => {
  const folder = folderWith({});
  const { code, stdout, stderr } = await call(['secrets', 'new', 'p.yaml', '--out', 's.yaml'], folder);
  assert.equal([code, stderr], [0, '']);
  assert.match(stdout, /^s\.yaml: /);
  assert.is(modeOf(folder, 's.yaml'), 0o600);
  const secrets = read(folder);
  assert.equal(Object.keys(secrets.authorities), ['cluster']);
  assert.not('bootstrapTokens' in secrets);
  assert.not('registries' in secrets);
  assert.not(stdout.includes(secrets.leafSeed));
  assert.is(secrets.issuedAt, callTime);

  const other = folderWith(everything);
  await call(['secrets', 'new', 'p.yaml', '--out', 's.yaml'], other);
  const more = read(other);
  assert.equal(Object.keys(more.authorities).sort(), ['cluster', 'cluster/cp1-ca', 'kubelet']);
  assert.is(more.bootstrapTokens?.length, 1);
  assert.is(more.registries?.['docker.io']?.username, 'nodes');
  assert.is.not(more.leafSeed, secrets.leafSeed);
});

test('new: a mask that lets others read does not', async () => {
  const folder = folderWith({});
  const mask = process.umask(0);
  await call(['secrets', 'new', 'p.yaml', '--out', 's.yaml'], folder);
  process.umask(mask);
  assert.is(modeOf(folder, 's.yaml'), 0o600);
});

test('no command overwrites a secrets file, or writes through a link', async () => {
  const folder = folderWith({});
  await call(['secrets', 'new', 'p.yaml', '--out', 's.yaml'], folder);
  const before = readFileSync(join(folder, 's.yaml'), 'utf8');
  symlinkSync('nowhere.yaml', join(folder, 'link.yaml'));
  for (const out of ['s.yaml', 'link.yaml']) {
    const { code, stderr } = await call(['secrets', 'new', 'p.yaml', '--out', out], folder);
    assert.is(code, 1);
    assert.match(stderr, /\[file-exists\]/);
  }
  assert.is(readFileSync(join(folder, 's.yaml'), 'utf8'), before);
  assert.not.ok(existsSync(join(folder, 'nowhere.yaml')));
});

test('--issued-at takes RFC 3339, and keeps it in UTC with whole seconds', async () => {
  const given = [
    ['2026-11-21T00:00:00Z', '2026-11-21T00:00:00Z'],
    ['2026-11-21T01:30:00+01:30', '2026-11-21T00:00:00Z'],
    ['2026-11-21T00:00:00.999Z', '2026-11-21T00:00:00Z'],
  ] as const;
  const folder = folderWith({});
  for (const [i, [text, kept]] of given.entries()) {
    await call(['secrets', 'new', 'p.yaml', '--out', `${i}.yaml`, '--issued-at', text], folder);
    assert.is(read(folder, `${i}.yaml`).issuedAt, kept);
  }
  const wrong = [
    '2026-11-21',
    'yesterday',
    '2026-11-21T00:00:00',
    '2026-02-30T00:00:00Z',
    '1969-12-31T23:59:59Z',
    '1',
  ];
  for (const text of wrong) {
    const { code, stderr } = await call(
      ['secrets', 'new', 'p.yaml', '--out', 'w.yaml', '--issued-at', text],
      folder,
    );
    assert.is(code, 2, text);
    assert.match(stderr, /RFC 3339/);
    assert.not.ok(existsSync(join(folder, 'w.yaml')));
  }
});

test('add: what is missing is added, what is there stays', async () => {
  const folder = folderWith({});
  await call(['secrets', 'new', 'p.yaml', '--out', 's.yaml'], folder);
  const before = read(folder);
  writeFileSync(join(folder, 'p.yaml'), minimalProfile(everything));
  const missing = await call(['build', 'p.yaml', '--secrets', 's.yaml', '--out', 'o'], folder);
  assert.is(missing.code, 1);
  for (const what of [
    'authority kubelet',
    'authority cluster/cp1-ca',
    'bootstrap token',
    'registry docker.io',
  ])
    assert.ok(missing.stderr.includes(`no ${what},`), what);
  const command = /hint: (nodeseed secrets add p\.yaml --secrets s\.yaml) /.exec(missing.stderr)?.[1] ?? '';
  const added = await call(command.split(' ').slice(1), folder);
  assert.equal([added.code, added.stderr], [0, '']);
  const after = read(folder);
  assert.equal(after.authorities['cluster'], before.authorities['cluster']);
  assert.is(after.leafSeed, before.leafSeed);
  assert.is(Object.keys(after.authorities).length, 3);
  assert.is(modeOf(folder, 's.yaml'), 0o600);
  assert.is((await call(['build', 'p.yaml', '--secrets', 's.yaml', '--out', 'o'], folder)).code, 0);
  const text = readFileSync(join(folder, 's.yaml'), 'utf8');
  const again = await call(command.split(' ').slice(1), folder);
  assert.match(again.stdout, /nothing was missing/);
  assert.is(readFileSync(join(folder, 's.yaml'), 'utf8'), text);
  assert.equal(readdirSync(folder).sort(), ['o', 'p.yaml', 's.yaml']);
});

test('add: a file that cannot be written is a fault, and the old one stays', async () => {
  const folder = folderWith({});
  await call(['secrets', 'new', 'p.yaml', '--out', 's.yaml'], folder);
  const before = readFileSync(join(folder, 's.yaml'), 'utf8');
  writeFileSync(join(folder, 'p.yaml'), minimalProfile(everything));
  // A folder in the place of the temporary file: it may not be removed, nor written.
  const { code, stderr } = await withFolder(join(folder, 's.yaml.new'), () =>
    call(['secrets', 'add', 'p.yaml', '--secrets', 's.yaml'], folder),
  );
  assert.is(code, 1, stderr);
  assert.match(stderr, /^s\.yaml:1:1: error: cannot write the file: .* \[file-unwritable\]/);
  assert.is(readFileSync(join(folder, 's.yaml'), 'utf8'), before);
});

async function withFolder<T>(path: string, work: () => Promise<T>): Promise<T> {
  const { mkdirSync, rmdirSync } = await import('node:fs');
  mkdirSync(path);
  try {
    return await work();
  } finally {
    rmdirSync(path);
  }
}

test('a secrets file that others can read is refused by every command', async () => {
  const folder = folderWith({});
  await call(['secrets', 'new', 'p.yaml', '--out', 's.yaml'], folder);
  for (const mode of [0o644, 0o640, 0o604, 0o620]) {
    chmodSync(join(folder, 's.yaml'), mode);
    for (const args of [
      ['check', 'p.yaml', '--secrets', 's.yaml'],
      ['build', 'p.yaml', '--secrets', 's.yaml', '--out', 'o'],
      ['show', 'p.yaml', '--secrets', 's.yaml', '--node', 'worker-1'],
      ['secrets', 'add', 'p.yaml', '--secrets', 's.yaml'],
    ]) {
      const { code, stderr } = await call(args, folder);
      assert.is(code, 1);
      assert.match(stderr, /\[secrets-readable\]/);
    }
  }
  chmodSync(join(folder, 's.yaml'), 0o400);
  assert.is((await call(['check', 'p.yaml', '--secrets', 's.yaml'], folder)).code, 0);
});

test('whatever is broken in a secrets file, nothing of it is said', async () => {
  const folder = folderWith(everything);
  await call(['secrets', 'new', 'p.yaml', '--out', 's.yaml'], folder);
  const good = readFileSync(join(folder, 's.yaml'), 'utf8');
  const { leafSeed, registries, bootstrapTokens } = read(folder);
  const password = registries?.['docker.io']?.password ?? '';
  const token = bootstrapTokens?.[0]?.secret ?? '';
  const broken = [
    good.replace(leafSeed, `0${'1234567'.repeat(4)}`),
    good.replace(leafSeed, `${leafSeed}: x`),
    good.replace(leafSeed, `${leafSeed} {`),
    good.replace(leafSeed, `[${leafSeed}`),
    good.replace(leafSeed, `*${leafSeed.replaceAll(/\W/g, '')}`),
    good.replace(leafSeed, `!${leafSeed.replaceAll(/\W/g, '')} x`),
    good.replace(leafSeed, `"\\${leafSeed}"`),
    good.replace('leafSeed:', `${leafSeed}:`),
    good.replace(password, '0777123456'),
    good.replace(password, `${password}\n    ${password}: 1`),
    good.replace(password, `"a\\u0007${password}"`),
    good.replace(token, `${token}${token}`),
    good.replace(/-----BEGIN EC PRIVATE KEY-----/g, ''),
    good.replace('authorities:', `authorities:\n  ${token}: ${password}`),
  ];
  const words = [leafSeed, leafSeed.replaceAll(/\W/g, ''), password, token, '0777123456', '1234567'];
  for (const text of broken) {
    writeFileSync(join(folder, 's.yaml'), text);
    for (const more of [[], ['--json']]) {
      const { code, stdout, stderr } = await call(
        ['check', 'p.yaml', '--secrets', 's.yaml', ...more],
        folder,
      );
      assert.is(code, 1, text);
      const said = stdout + stderr;
      assert.equal(
        words.filter((word) => said.includes(word)),
        [],
        said,
      );
    }
  }
});

test.run();
