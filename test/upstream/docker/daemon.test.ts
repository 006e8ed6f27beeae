import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type DockerDaemonConfig, dockerDaemonConfig } from '../../../src/upstream/docker/daemon.ts';
import { checkAgainst } from '../../../src/upstream/schema.ts';

const usual: DockerDaemonConfig = {
  'exec-opts': ['native.cgroupdriver=systemd'],
  'log-driver': 'json-file',
  'log-opts': { 'max-size': '100m' },
  'storage-driver': 'overlay2',
  'default-ulimits': { nofile: { Name: 'nofile', Soft: 64000, Hard: 64000 } },
};

test('the usual file of a Kubernetes node is good for every Docker', () => {
  for (const release of ['18.06', '20.10', '28.5'] as const) {
    assert.equal(checkAgainst(dockerDaemonConfig, usual, release), []);
  }
});

test('dockerd stops at a key it does not know, so we do before', () => {
  const found = checkAgainst(dockerDaemonConfig, { 'exec-opt': [], 'firewall-backend': 'nftables' }, '28.5');
  assert.equal(
    found.map(({ kind }) => kind),
    ['unknown', 'absent'],
  );
});

test.run();
