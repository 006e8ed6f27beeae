import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { minimalProfile, workerPool } from '../support/profile.ts';
import { type Called, call } from './support/call.ts';
import { workFolder } from './support/folder.ts';

const card = { mac: '52:54:00:00:01:0b' };
const pools = [
  workerPool('debian-13', {
    nodes: [
      { name: 'worker-1', address: '10.0.1.11/24', ...card },
      { name: 'worker-2', address: '10.0.1.12/24' },
    ],
  }),
  {
    ...workerPool('flatcar-4593', { nodes: [{ name: 'storage-1', address: '10.0.2.11/24' }] }),
    name: 'storage',
  },
];

const folder = workFolder();
const showing = (node: string, ...more: string[]): Promise<Called> =>
  call(['show', 'p.yaml', '--secrets', 's.yaml', '--node', node, ...more], folder);

test.before(async () => {
  writeFileSync(join(folder, 'p.yaml'), minimalProfile({ pools }));
  await call(['secrets', 'new', 'p.yaml', '--out', 's.yaml'], folder);
  await call(['build', 'p.yaml', '--secrets', 's.yaml', '--out', 'out'], folder);
});

test('each rendering is what build has written', async () => {
  for (const [node, as, file] of [
    ['worker-1', 'user-data', 'user-data'],
    ['worker-1', 'meta-data', 'meta-data'],
    ['worker-1', 'network-config', 'network-config'],
    ['storage-1', 'ignition', 'config.ign'],
  ] as const) {
    const { code, stdout, stderr } = await showing(node, '--as', as);
    assert.equal([code, stderr], [0, '']);
    assert.is(stdout, readFileSync(join(folder, 'out/nodes', node, file), 'utf8'), as);
  }
});

test('without a question it is the tree, which shows no secret', async () => {
  for (const node of ['worker-1', 'storage-1']) {
    const { code, stdout } = await showing(node);
    assert.is(code, 0);
    assert.is(stdout, (await showing(node, '--as', 'tree')).stdout);
    assert.ok(stdout.includes('/var/lib/kubelet/config.yaml'));
    assert.not.match(stdout, /PRIVATE KEY|client-key-data/);
  }
});

test('a rendering that the system does not boot is a wrong call, which names what there is', async () => {
  for (const [node, as, says] of [
    ['worker-1', 'ignition', /debian-13 boots by cloud-init: .*user-data, meta-data/],
    ['storage-1', 'user-data', /flatcar-4593 boots by ignition: .*config\.ign/],
    ['storage-1', 'meta-data', /boots by ignition/],
    ['storage-1', 'network-config', /boots by ignition/],
    ['worker-2', 'network-config', /worker-2 has no network-config: .*mac or network\.interface/],
  ] as const) {
    const { code, stdout, stderr } = await showing(node, '--as', as);
    assert.equal([code, stdout], [2, ''], stderr);
    assert.match(stderr, says);
  }
});

test('one file, byte for byte', async () => {
  const { code, stdout } = await showing('worker-1', '--file', '/var/lib/kubelet/config.yaml');
  assert.is(code, 0);
  assert.match(stdout, /^apiVersion: kubelet\.config\.k8s\.io\/v1beta1\n/);
});

test('a node or a file that is not there is a wrong call, with what was probably meant', async () => {
  const node = await showing('worker-l');
  assert.equal([node.code, node.stdout], [2, '']);
  assert.match(node.stderr, /lab has no node worker-l; did you mean worker-1\?/);
  const file = await showing('worker-1', '--file', '/var/lib/kubelet/config.yml');
  assert.equal([file.code, file.stdout], [2, '']);
  assert.match(file.stderr, /did you mean \/var\/lib\/kubelet\/config\.yaml\?/);
});

test('a faulty profile is a fault of the input', async () => {
  const { code, stderr } = await call(
    ['show', 'missing.yaml', '--secrets', 's.yaml', '--node', 'worker-1'],
    folder,
  );
  assert.is(code, 1);
  assert.match(stderr, /^missing\.yaml:1:1: error: /);
  assert.not.ok(existsSync(join(folder, 'missing.yaml')));
});

test.run();
