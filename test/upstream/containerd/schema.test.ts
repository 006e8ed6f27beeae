import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type ContainerdConfigV1,
  type ContainerdConfigV3,
  containerdConfigV1,
  containerdConfigV2,
  containerdConfigV3,
  hostsConfig,
} from '../../../src/upstream/containerd/index.ts';
import { checkAgainst } from '../../../src/upstream/schema.ts';

const versionless: ContainerdConfigV1 = {
  grpc: { address: '/var/run/containerd/containerd.sock', uid: 0, gid: 1001 },
  plugins: {
    cri: {
      containerd: {
        snapshotter: 'overlayfs',
        default_runtime: {
          runtime_type: 'io.containerd.runtime.v1.linux',
          runtime_engine: '/usr/local/bin/runc',
          runtime_root: '',
        },
      },
    },
  },
};

test('the version-less form of the old guides is good for 1.2 and 1.4', () => {
  assert.equal(checkAgainst(containerdConfigV1, versionless, '1.2'), []);
  assert.equal(checkAgainst(containerdConfigV1, versionless, '1.4'), []);
});

test('the runtime those guides choose is gone in containerd 2', () => {
  const [problem] = checkAgainst(containerdConfigV1, versionless, '2.1');
  assert.is(problem?.kind, 'absent');
  assert.equal(problem?.path, ['plugins', 'cri', 'containerd', 'default_runtime']);
});

test('a plugin nobody knows is refused, and so is a key', () => {
  const config = {
    plugins: { 'io.containerd.grpc.v1.crl': {}, 'io.containerd.grpc.v1.cri': { sandboximage: 'pause' } },
  };
  const paths = checkAgainst(containerdConfigV2, config, '1.7').map(
    ({ kind, path }) => `${kind} ${path.join('/')}`,
  );
  assert.equal(paths, [
    'unknown plugins/io.containerd.grpc.v1.crl',
    'unknown plugins/io.containerd.grpc.v1.cri/sandboximage',
  ]);
});

test('the folder of CNI plugins is one before 2.1 and a list from there on', () => {
  const config: ContainerdConfigV3 = {
    plugins: { 'io.containerd.cri.v1.runtime': { cni: { bin_dirs: ['/opt/cni/bin'] } } },
  };
  assert.is(checkAgainst(containerdConfigV3, config, '2.0')[0]?.kind, 'absent');
  assert.equal(checkAgainst(containerdConfigV3, config, '2.3'), []);
});

test('the CRI tables of version 2 are not taken in version 3', () => {
  const config = { plugins: { 'io.containerd.grpc.v1.cri': { sandbox_image: 'pause' } } };
  assert.is(checkAgainst(containerdConfigV3, config, '2.1')[0]?.kind, 'unknown');
});

test('hosts.toml: capabilities and durations are checked, unknown keys refused', () => {
  const good = {
    server: 'https://registry.example',
    host: {
      'https://mirror.example:5000': { capabilities: ['pull', 'resolve'], ca: 'ca.crt', dial_timeout: '3s' },
    },
  };
  assert.equal(checkAgainst(hostsConfig, good, '2.1'), []);
  const bad = { host: { 'https://m': { capabilities: ['pul'], skipverify: true } } };
  assert.equal(
    checkAgainst(hostsConfig, bad, '2.1').map(({ kind }) => kind),
    ['type', 'unknown'],
  );
});

test.run();
