/** `nodeseed lock`, and what the other commands make of its file. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { build } from '../../src/index.ts';
import { answer, upstream, type Way } from '../artifacts/support/upstream.ts';
import { heldBytes } from '../support/held.ts';
import { minimalProfile, workerPool } from '../support/profile.ts';
import { call } from './support/call.ts';
import { workFolder } from './support/folder.ts';

const hex = (digit: string, length = 64) => digit.repeat(length);
const text =
  (body: string): Way =>
  (_request, response) =>
    void response.end(body);

/** None of these versions is in the catalogue; each publisher states digests in a form of its own. */
const unpinned = {
  kubernetesVersion: 'v1.36.99',
  containerRuntime: { version: 'v2.3.99' },
  binaries: {
    runc: { version: 'v1.4.99' },
    cniPlugins: { version: 'v1.9.99' },
    crictl: { version: 'v1.36.99' },
  },
};
const containerd = '/containerd/containerd/releases/download/v2.3.99/containerd-2.3.99-linux-amd64.tar.gz';
const published: Readonly<Record<string, Way>> = {
  [`${containerd}.sha256sum`]: text(`${hex('a')}  containerd-2.3.99-linux-amd64.tar.gz\n`),
  '/opencontainers/runc/releases/download/v1.4.99/runc.sha256sum': text(
    `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n${hex('b')}  runc.amd64\n${hex('c')}  runc.arm64\n-----BEGIN PGP SIGNATURE-----\n\nwsB\n-----END PGP SIGNATURE-----\n`,
  ),
  '/containernetworking/plugins/releases/download/v1.9.99/cni-plugins-linux-amd64-v1.9.99.tgz.sha256': text(
    `${hex('d')}  cni-plugins-linux-amd64-v1.9.99.tgz\n`,
  ),
  '/kubernetes-sigs/cri-tools/releases/download/v1.36.99/crictl-v1.36.99-linux-amd64.tar.gz.sha256': text(
    hex('e'),
  ),
  // Of the two forms only the second one is there.
  '/release/v1.36.99/bin/linux/amd64/kubelet.sha512': text(`${hex('f', 128)}\n`),
};
const digests = [
  `sha256:${hex('d')}`,
  `sha256:${hex('a')}`,
  `sha256:${hex('e')}`,
  `sha512:${hex('f', 128)}`,
  `sha256:${hex('b')}`,
];

/** With `address` in the place of every publisher. */
function profileAt(address: string, settings: { binaries?: object } = unpinned): string {
  const mirrors = ['https://github.com/', 'https://dl.k8s.io/'].map((prefix) => ({
    prefix,
    replacement: `${address}/`,
  }));
  return minimalProfile({ ...settings, binaries: { ...settings.binaries, mirrors, upstream: false } });
}

function folderWith(profile: string, lock?: string): string {
  const folder = workFolder();
  writeFileSync(join(folder, 'p.yaml'), profile);
  if (lock !== undefined) writeFileSync(join(folder, 'p.lock.yaml'), lock);
  return folder;
}
const lockIn = (folder: string) => readFileSync(join(folder, 'p.lock.yaml'), 'utf8');
const valuesOf = (lock: string, key: string) =>
  [...lock.matchAll(new RegExp(`^ +(?:- )?${key}: '?([^'\n]*)'?$`, 'gm'))].map(([, value]) => value);

test('what the catalogue does not know is asked of the publishers, in each of their forms', async () => {
  const server = await upstream(published);
  const folder = folderWith(profileAt(server.address));
  const refused = await call(['check', 'p.yaml'], folder);
  assert.is(refused.code, 1);
  assert.match(refused.stderr, /\[digest-unknown\]/);
  assert.match(refused.stderr, /hint: nodeseed lock p\.yaml/);
  const { code, stdout, stderr } = await call(['lock', 'p.yaml', '--allow-http'], folder);
  assert.is(code, 0, stderr);
  assert.match(stdout, /^p\.lock\.yaml: 5 files, 5 of them new here$/m);
  assert.match(
    stdout,
    new RegExp(
      `^runc 1.4.99 amd64\n  sha256:${hex('b')}\n  as stated by ${server.address}/open.*/runc.sha256sum$`,
      'm',
    ),
  );
  const lock = lockIn(folder);
  assert.equal(valuesOf(lock, 'name'), ['cni-plugins', 'containerd', 'crictl', 'kubelet', 'runc']);
  assert.equal(valuesOf(lock, 'digest'), digests);
  assert.ok(
    lock.includes(
      `      - https://github.com${containerd}\n    from: ${server.address}${containerd}.sha256sum\n`,
    ),
  );

  const asked = server.questions.length;
  assert.is((await call(['check', 'p.yaml'], folder)).stdout, 'p.yaml: no faults\n');
  const again = await call(['lock', 'p.yaml', '--offline'], folder);
  assert.is(again.stdout, 'p.lock.yaml: 5 files, 0 of them new here\n');
  assert.is(lockIn(folder), lock, 'the same lock, byte for byte');
  assert.is(server.questions.length, asked, 'what is locked is not asked again');
  await server.close();
});

test('build and the library use what the lock says', async () => {
  const server = await upstream(published);
  const profile = profileAt(server.address);
  const folder = folderWith(profile);
  await call(['lock', 'p.yaml', '--allow-http'], folder);
  await server.close();
  await call(['secrets', 'new', 'p.yaml', '--out', 's.yaml'], folder);
  const built = await call(['build', 'p.yaml', '--secrets', 's.yaml', '--out', 'out'], folder);
  assert.is(built.code, 0, built.stderr);
  const table = await call(
    ['show', 'p.yaml', '--secrets', 's.yaml', '--node', 'worker-1', '--file', '/etc/nodeseed/install.table'],
    folder,
  );
  const secrets = readFileSync(join(folder, 's.yaml'), 'utf8');
  const files = await build({ profile, secrets, lock: lockIn(folder) });
  const written = readFileSync(join(folder, 'out/nodes/worker-1/user-data'));
  const same = files.find(({ path }) => path === 'nodes/worker-1/user-data');
  assert.ok(same && written.equals(heldBytes(same)));
  assert.is(table.code, 0, table.stderr);
  for (const digest of digests) assert.ok(table.stdout.includes(digest));
  const without = await build({ profile, secrets }).then(
    () => 'built',
    (error: Error) => error.name,
  );
  assert.is(without, 'InputError');
});

test('--offline fails on everything that is not pinned, all of it named', async () => {
  const folder = folderWith(minimalProfile(unpinned));
  const { code, stdout, stderr } = await call(['lock', 'p.yaml', '--offline'], folder);
  assert.equal([code, stdout], [1, '']);
  const named = [...stderr.matchAll(/no published digest is known for (\S+ \S+ \S+) \[digest-unknown\]/g)];
  assert.equal(named.map(([, title]) => title).sort(), [
    'cni-plugins 1.9.99 amd64',
    'containerd 2.3.99 amd64',
    'crictl 1.36.99 amd64',
    'kubelet 1.36.99 amd64',
    'runc 1.4.99 amd64',
  ]);
  assert.not(existsSync(join(folder, 'p.lock.yaml')));
});

const wrongAnswers: readonly (readonly [what: string, way: Way, says: RegExp])[] = [
  ['404', answer(404), /it answers 404/],
  ['a page that is no list', text('<html>moved</html>'), /it is no file of checksums/],
  [
    'a list without the file',
    text(`${hex('a')}  other.tar.gz\n`),
    /it says nothing of containerd-2\.3\.99-linux-amd64\.tar\.gz/,
  ],
  ['far too much', text('x'.repeat(2 ** 20 + 1)), /it is far too large for a file of checksums/],
  ['a circle', answer(302, { location: `${containerd}.sha256sum` }), /more than 5 redirects/],
];
for (const [what, way, says] of wrongAnswers)
  test(`a publisher that answers with ${what}: nothing is written`, async () => {
    const server = await upstream({ ...published, [`${containerd}.sha256sum`]: way });
    const folder = folderWith(profileAt(server.address));
    const { code, stderr } = await call(['lock', 'p.yaml', '--allow-http'], folder);
    await server.close();
    assert.is(code, 1);
    assert.match(stderr, /^p\.yaml:\d+:\d+: error: nobody states the digest of containerd 2\.3\.99 amd64: /);
    assert.match(stderr, says);
    assert.match(stderr, /\[checksum-unavailable\]$/m);
    assert.not(existsSync(join(folder, 'p.lock.yaml')));
  });

test('without TLS nobody is believed unless the user says so', async () => {
  const server = await upstream(published);
  const folder = folderWith(profileAt(server.address));
  const { code, stderr } = await call(['lock', 'p.yaml'], folder);
  await server.close();
  assert.is(code, 1);
  assert.match(stderr, /not asked: it is not https/);
  assert.equal(server.questions, []);
});

test('the profile’s digest goes before the lock, the lock before the catalogue', async () => {
  const digest = `sha256:${hex('7')}`;
  const folder = folderWith(minimalProfile({ binaries: { kubelet: { digest } } }));
  assert.is((await call(['lock', 'p.yaml', '--offline'], folder)).code, 0);
  const lock = lockIn(folder);
  assert.equal(valuesOf(lock, 'from'), ['catalogue', 'catalogue', 'catalogue', 'profile', 'catalogue']);
  assert.is(valuesOf(lock, 'digest')[3], digest);
  assert.is((await call(['check', 'p.yaml'], folder)).code, 0);

  writeFileSync(
    join(folder, 'p.yaml'),
    minimalProfile({ binaries: { kubelet: { digest: `sha256:${hex('8')}` } } }),
  );
  const { code, stderr } = await call(['check', 'p.yaml'], folder);
  assert.is(code, 1);
  assert.match(
    stderr,
    /^p\.lock\.yaml:\d+:13: error: the profile has another digest of kubelet 1\.36\.4 amd64/,
  );
  assert.match(stderr, /expected: sha256:8888/);
  assert.match(stderr, /hint: nodeseed lock p\.yaml/);
  assert.is((await call(['lock', 'p.yaml', '--offline'], folder)).code, 0);
  assert.is((await call(['check', 'p.yaml'], folder)).code, 0);
});

test('a lock that does not fit is told of what it lacks and what nothing needs', async () => {
  const folder = folderWith(minimalProfile());
  await call(['lock', 'p.yaml', '--offline'], folder);
  const arm = minimalProfile({ pools: [workerPool('debian-13', { arch: 'arm64' })] });
  writeFileSync(join(folder, 'p.yaml'), arm);
  const five = ['cni-plugins 1.9.1', 'containerd 2.3.4', 'crictl 1.36.0', 'kubelet 1.36.4', 'runc 1.4.3'];
  const all = (arch: string) => five.map((one) => `${one} ${arch}`).join(', ');
  for (const command of ['check', 'fetch']) {
    const { code, stderr } = await call([command, 'p.yaml'], folder);
    assert.is(code, 1);
    assert.ok(
      stderr.includes(`it lacks ${all('arm64')}; nothing needs ${all('amd64')} [lock-stale]`),
      stderr,
    );
  }
});

const misshapen: readonly (readonly [what: string, change: (lock: string) => string, says: RegExp])[] = [
  [
    'a key that is none',
    (lock) => lock.replace('    from:', '    form:'),
    /^p\.lock\.yaml:12:5: error: .*"form".*\[unknown-key\]/,
  ],
  [
    'a digest that is none',
    (lock) => lock.replace(/sha256:\w/, 'sha256:'),
    /^p\.lock\.yaml:9:13: error: .*\[digest-syntax\]/,
  ],
  [
    'a name that is none',
    (lock) => lock.replace('name: runc', 'name: rnc'),
    /^p\.lock\.yaml:\d+:11: error: .*\[unknown-value\]/,
  ],
  ['no YAML', (lock) => `${lock}{`, /^p\.lock\.yaml:\d+:\d+: error: .*\[yaml-syntax\]/],
  [
    'another kind of file',
    (lock) => lock.replace('kind: Lock', 'kind: Secrets'),
    /^p\.lock\.yaml:4:7: error: .*\[unknown-value\]/,
  ],
  [
    'an entry that is there twice',
    (lock) => lock + lock.slice(lock.indexOf('  - name: runc')),
    /^p\.lock\.yaml:\d+:11: error: runc 1\.4\.3 amd64 is there twice \[lock-contradiction\]/,
  ],
];
for (const [what, change, says] of misshapen)
  test(`a lock with ${what} is a fault with its place, and left as it is`, async () => {
    const folder = folderWith(minimalProfile());
    await call(['lock', 'p.yaml', '--offline'], folder);
    const changed = change(lockIn(folder));
    writeFileSync(join(folder, 'p.lock.yaml'), changed);
    for (const command of ['check', 'lock']) {
      const { code, stderr } = await call([command, 'p.yaml'], folder);
      assert.is(code, 1);
      assert.match(stderr, says);
    }
    assert.is(lockIn(folder), changed);
  });

test.run();
