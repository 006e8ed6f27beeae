import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { available, run } from '../support/judges.ts';
import { minimalProfile, workerPool } from '../support/profile.ts';
import { call } from './support/call.ts';
import { snapshot, workFolder } from './support/folder.ts';

const pools = [
  workerPool('debian-13', { nodes: { names: 'worker-[1-2]', addresses: '10.0.1.[11-12]/24' } }),
  {
    ...workerPool('flatcar-4593', { nodes: [{ name: 'storage-1', address: '10.0.2.11/24' }] }),
    name: 'storage',
  },
];
const split = { pki: { apiServerKubeletClient: { commonName: 'apiserver' } } };

async function prepared(settings: object = {}): Promise<string> {
  const folder = workFolder();
  writeFileSync(join(folder, 'p.yaml'), minimalProfile({ pools, ...split, ...settings }));
  const args = ['secrets', 'new', 'p.yaml', '--out', 's.yaml', '--issued-at', '2026-01-01T00:00:00Z'];
  assert.is((await call(args, folder)).code, 0);
  return folder;
}

const building = (folder: string, ...more: string[]) =>
  call(['build', 'p.yaml', '--secrets', 's.yaml', '--out', 'out', ...more], folder);

test('a tree with a folder for each node; a table of it, and what to do next', async () => {
  const folder = await prepared();
  const { code, stdout, stderr } = await building(folder);
  assert.equal([code, stderr], [0, '']);
  assert.match(
    stdout,
    /^POOL +NODES +SYSTEM +BOOTS BY +SIZE\nworker +2 +debian-13 +cloud-init +\d+ KiB\nstorage +1 /,
  );
  assert.match(stdout, /\nNext: look at out\/nodes\/worker-1\//);
  const listed = (path: string) => readdirSync(join(folder, 'out', path)).sort();
  assert.equal(listed('nodes'), ['storage-1', 'worker-1', 'worker-2']);
  assert.equal(listed('nodes/worker-1'), ['meta-data', 'user-data', 'worker-1.rootfs.tar.gz']);
  assert.equal(listed('nodes/storage-1'), ['config.ign', 'storage-1.rootfs.tar.gz']);
  assert.equal(readdirSync(folder).sort(), ['out', 'p.yaml', 's.yaml'], 'nothing is left beside it');
});

test('of a tree to boot from over the network it says what lies in it', async () => {
  const folder = workFolder();
  const pxe = {
    url: 'http://10.0.1.1/pxe',
    kernel: 'http://10.0.1.1/kernel',
    initrd: ['http://10.0.1.1/initrd'],
  };
  writeFileSync(join(folder, 'p.yaml'), minimalProfile({ media: ['pxe'], pxe }));
  await call(['secrets', 'new', 'p.yaml', '--out', 's.yaml'], folder);
  const { stdout } = await building(folder);
  assert.match(stdout, /^out\/pxe\/ has the machines' keys: serve it in a network of their own\.$/m);
});

test('of a cluster that brings itself up it says how to ask it', async () => {
  const own = [
    {
      name: 'cp',
      role: 'control-plane',
      os: 'debian-13',
      nodes: [{ name: 'cp-1', address: '10.0.1.11/24' }],
    },
  ];
  const folder = await prepared({ controlPlane: { run: 'static-pods' }, pki: {}, pools: own });
  assert.match(
    (await building(folder)).stdout,
    /\nTo ask the cluster once it runs, build with --admin-kubeconfig\.\n/,
  );
  const { stdout } = await building(folder, '--admin-kubeconfig');
  assert.match(stdout, /\nOnce they have booted: kubectl --kubeconfig out\/admin\.conf get nodes\n/);
});

test('others can read neither the folder nor, in it, a file with a secret', async () => {
  const folder = await prepared();
  const mask = process.umask(0);
  await building(folder);
  process.umask(mask);
  const modeOf = (path: string) => statSync(join(folder, 'out', path)).mode & 0o7777;
  assert.is(modeOf('.'), 0o700);
  for (const path of [
    ...['nodes/worker-1/user-data', 'nodes/worker-1/worker-1.rootfs.tar.gz', 'nodes/storage-1/config.ign'],
    'control-plane/apiserver-kubelet-client.key',
  ])
    assert.is(modeOf(path), 0o600, path);
  for (const path of ['manifest.json', 'SHA256SUMS', 'nodes/worker-1/meta-data'])
    assert.is(modeOf(path), 0o644, path);
});

test('manifest.json and SHA256SUMS list every file, and nothing secret', async () => {
  const folder = await prepared();
  await building(folder);
  const out = join(folder, 'out');
  const all = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(out, path)).isFile(),
  );
  const text = readFileSync(join(out, 'manifest.json'), 'utf8');
  const manifest = JSON.parse(text) as {
    version: string;
    files: { path: string; size: number; node?: string }[];
  };
  assert.equal(
    manifest.files.map(({ path }) => path).sort(),
    all.filter((path) => !['manifest.json', 'SHA256SUMS'].includes(path)).sort(),
  );
  for (const { path, size } of manifest.files) assert.is(size, statSync(join(out, path)).size, path);
  assert.is(manifest.files.find(({ path }) => path === 'nodes/worker-1/user-data')?.node, 'worker-1');
  assert.match(manifest.version, /^\d+\.\d+\.\d+/);
  const sums = run('sha256sum', ['--strict', '-c', 'SHA256SUMS'], { cwd: out });
  assert.is(sums.status, 0, sums.stderr);
  assert.is(sums.stdout.trimEnd().split('\n').length, all.length - 1);
  const { leafSeed } = load(readFileSync(join(folder, 's.yaml'), 'utf8')) as { leafSeed: string };
  assert.not.ok(text.includes(leafSeed));
});

test('the same again gives the same bytes, and a node less takes its folder away', async () => {
  const folder = await prepared();
  await building(folder);
  const before = snapshot(join(folder, 'out'));
  assert.is((await building(folder)).code, 0);
  assert.equal(snapshot(join(folder, 'out')), before);
  writeFileSync(join(folder, 'p.yaml'), minimalProfile({ pools: pools.slice(0, 1), ...split }));
  assert.is((await building(folder)).code, 0);
  assert.equal(readdirSync(join(folder, 'out/nodes')).sort(), ['worker-1', 'worker-2']);
});

test('a fault writes nothing: neither where nothing was nor over what was', async () => {
  const folder = await prepared();
  const good = readFileSync(join(folder, 'p.yaml'), 'utf8');
  const bad = good.replace('10.0.2.11/24', '10.0.1.12/24');
  writeFileSync(join(folder, 'p.yaml'), bad);
  assert.is((await building(folder)).code, 1);
  assert.not.ok(existsSync(join(folder, 'out')));
  writeFileSync(join(folder, 'p.yaml'), good);
  await building(folder);
  const before = snapshot(join(folder, 'out'));
  writeFileSync(join(folder, 'p.yaml'), bad);
  assert.is((await building(folder)).code, 1);
  assert.equal(snapshot(join(folder, 'out')), before);
});

test('a folder that is somebody else’s is left alone, an empty one is used', async () => {
  const folder = await prepared();
  mkdirSync(join(folder, 'out'));
  assert.is((await building(folder)).code, 0);
  writeFileSync(join(folder, 'out/notes.txt'), 'mine\n');
  const { code, stderr } = await building(folder);
  assert.is(code, 1);
  assert.match(stderr, /out holds what nodeseed did not write: notes\.txt \[output-not-empty\]/);
  const home = await call(['build', 'p.yaml', '--secrets', 's.yaml', '--out', '.'], folder);
  assert.is(home.code, 1, home.stderr);
  assert.ok(existsSync(join(folder, 's.yaml')));
});

test('an administrator’s kubeconfig is made when it is asked for, and not otherwise', async () => {
  const folder = await prepared();
  await building(folder);
  assert.not.ok(existsSync(join(folder, 'out/admin.conf')));
  assert.is((await building(folder, '--admin-kubeconfig')).code, 0);
  assert.is(statSync(join(folder, 'out/admin.conf')).mode & 0o777, 0o600);
  await building(folder);
  assert.not.ok(existsSync(join(folder, 'out/admin.conf')));
});

test('--json prints the manifest, and nothing else', async () => {
  const folder = await prepared();
  const { code, stdout, stderr } = await building(folder, '--json');
  assert.equal([code, stderr], [0, '']);
  assert.is(stdout, readFileSync(join(folder, 'out/manifest.json'), 'utf8'));
});

test('a file system that is read-only says so', async () => {
  const folder = await prepared();
  mkdirSync(join(folder, 'place'));
  const place = join(folder, 'place');
  const mounted =
    available('mount', 'mount') && run('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', place]).status === 0;
  if (!mounted) {
    console.log('NOT RUN: a read-only file system (mount is not allowed here)');
    return;
  }
  try {
    const build = await call(['build', 'p.yaml', '--secrets', 's.yaml', '--out', 'place/out'], folder);
    assert.is(build.code, 1, build.stderr);
    assert.match(
      build.stderr,
      /place\/out cannot be written: the file system is read-only \[output-not-writable\]/,
    );
    for (const args of [
      ['init', '--out', 'place/p.yaml'],
      ['secrets', 'new', 'p.yaml', '--out', 'place/s.yaml'],
    ]) {
      const { code, stderr } = await call(args, folder);
      assert.is(code, 1);
      assert.match(stderr, /cannot write the file: the file system is read-only \[file-unwritable\]/);
    }
  } finally {
    run('umount', [place]);
  }
});

test.run();
