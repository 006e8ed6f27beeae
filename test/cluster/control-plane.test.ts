/** Control planes that could not come up, endpoints that would lead nowhere. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Fault, InputError } from '../../src/shared/fault.ts';
import { machinesFrom, minimalProfile } from '../support/profile.ts';

const servers = (count: number, more: (index: number) => object = () => ({})) => ({
  name: 'control',
  role: 'control-plane',
  os: 'debian-13',
  nodes: Array.from({ length: count }, (_, i) => ({
    name: `cp-${i + 1}`,
    address: `10.0.1.${i + 11}/24`,
    ...more(i),
  })),
});
const workers = {
  name: 'worker',
  role: 'worker',
  os: 'debian-13',
  nodes: [{ name: 'w-1', address: '10.0.1.21/24' }],
};

function faults(overrides: object): readonly Fault[] {
  try {
    machinesFrom(
      minimalProfile({ controlPlane: { run: 'systemd' }, pools: [servers(3), workers], ...overrides }),
    );
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.faults;
  }
}
const found = (overrides: object) => faults(overrides).map(({ code, path }) => `${code} ${path.join('.')}`);

test('three servers and a worker are fine, and so are one and two', () => {
  for (const count of [1, 2, 3]) assert.equal(found({ pools: [servers(count), workers] }), []);
});

test('somebody must serve the API', () => {
  assert.equal(found({ pools: [workers] }), ['control-plane-missing controlPlane']);
});

test('a release that is too old for it', () => {
  const old = {
    kubernetesVersion: 'v1.18.0',
    containerRuntime: { type: 'docker', source: 'package' },
    pools: [{ ...servers(1), os: 'ubuntu-20.04' }],
  };
  assert.ok(found(old).includes('control-plane-version kubernetesVersion'));
});

test('images that no release names must be given', () => {
  const between = { kubernetesVersion: 'v1.30.14', controlPlane: { run: 'static-pods' } };
  const places = found(between).filter((one) => one.startsWith('version-needed'));
  assert.ok(places.includes('version-needed controlPlane.etcd.version'), places.join('\n'));
  assert.ok(places.includes('version-needed addons.coreDNS.image'), places.join('\n'));
  const given = {
    ...between,
    controlPlane: { run: 'static-pods', etcd: { version: '3.5.21-0' } },
    addons: { coreDNS: 'none' },
  };
  assert.not.ok(found(given).some((one) => /etcd|coreDNS/.test(one)));
});

test('somebody must be there to be joined, and only a member joins', () => {
  const join = { etcd: { join: 'existing' } };
  assert.equal(found({ pools: [servers(2, () => join)] }), ['etcd-join pools.0.nodes.0.etcd.join']);
  assert.equal(found({ pools: [servers(2, (i) => (i === 1 ? join : {}))] }), []);
  const worker = { ...workers, nodes: [{ name: 'w-1', address: '10.0.1.21/24', ...join }] };
  assert.equal(found({ pools: [servers(1), worker] }), ['etcd-join pools.1.nodes.0.etcd.join']);
  const etcd = {
    name: 'etcd',
    role: 'etcd',
    os: 'debian-13',
    nodes: [{ name: 'e-1', address: '10.0.1.31/24' }],
  };
  assert.equal(found({ pools: [servers(2, (i) => (i === 1 ? join : {})), etcd] }), [
    'etcd-join pools.0.nodes.1.etcd.join',
  ]);
});

const asking = { kubelet: { config: { serverTLSBootstrap: true } } };
const approving = (more: string) => ({
  ...asking,
  manifests: { own: [{ name: 'some', contents: `apiVersion: v1\nkind: ConfigMap\n${more}\n` }] },
});

test('serving certificates that kubelets ask for need somebody who approves', () => {
  assert.equal(found(asking), ['serving-csr-approver kubelet.config.serverTLSBootstrap']);
  assert.equal(found(approving('data: {}')), ['serving-csr-approver kubelet.config.serverTLSBootstrap']);
  assert.equal(found(approving('data: { signer: kubernetes.io/kubelet-serving }')), []);
  const url = 'https://example.org/approver.yaml';
  const digest = `sha256:${'0'.repeat(64)}`;
  assert.equal(found({ ...asking, manifests: { own: [{ name: 'csr-approver', url, digest }] } }), []);
});

const vip = (controlPlaneEndpoint: string) => ({
  controlPlaneEndpoint,
  controlPlane: { run: 'systemd', endpoint: { type: 'kube-vip', interface: 'eth0' } },
});

test('a virtual address is nobody’s own, in the servers’ network, on their port', () => {
  assert.equal(found(vip('10.0.1.10:6443')), []);
  for (const wrong of ['api.lab.example:6443', '10.0.1.21:6443', '10.0.2.10:6443', '10.0.1.10:443'])
    assert.equal(found(vip(wrong)), ['virtual-address controlPlaneEndpoint'], wrong);
});

test('a local proxy keeps off other programs’ ports', () => {
  const proxy = (port: number) => ({
    controlPlane: { run: 'systemd', endpoint: { type: 'local-proxy', port } },
  });
  assert.equal(found(proxy(7443)), []);
  for (const port of [6443, 10250, 2379])
    assert.equal(found(proxy(port)), ['local-proxy-port controlPlane.endpoint.port']);
});

test.run();
