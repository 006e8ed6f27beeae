import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { hasFile, jsonAt, settingOf, unitOf } from '../support/machine-parts.ts';
import { machineFrom, releaseProfile } from '../support/profile.ts';

const of = (containerRuntime: object = {}, more: object = {}) =>
  machineFrom(
    releaseProfile('v1.10.3', 'ubuntu-18.04', {
      containerRuntime: { type: 'docker', ...containerRuntime },
      ...more,
    }),
  );

test('docker comes as the system’s package, with its own unit', () => {
  const machine = of();
  assert.equal(machine.packages.install, ['docker.io']);
  const { text, state } = unitOf(machine, 'docker.service');
  assert.equal([text, state], [undefined, 'enabled']);
  assert.not(machine.units.some(({ name }) => name === 'containerd.service'));
  assert.not(hasFile(machine, '/etc/containerd/config.toml'));
});

test('another package takes its place', () => {
  assert.equal(of({ package: 'docker-ce' }).packages.install, ['docker-ce']);
});

test('daemon.json has the cgroup driver and what the profile adds', () => {
  assert.equal(jsonAt(of(), '/etc/docker/daemon.json'), { 'exec-opts': ['native.cgroupdriver=systemd'] });
  const patched = of({ config: { 'log-driver': 'journald' } }, { cgroupDriver: 'cgroupfs' });
  assert.equal(jsonAt(patched, '/etc/docker/daemon.json'), {
    'exec-opts': ['native.cgroupdriver=cgroupfs'],
    'log-driver': 'journald',
  });
});

test('a patch of the unit is a drop-in, since the unit is the package’s', () => {
  const { dropIns } = unitOf(of({ unit: { Service: { LimitCORE: '0' } } }), 'docker.service');
  assert.is(dropIns.find(({ name }) => name === '30-profile.conf')?.text, '[Service]\nLimitCORE=0\n');
});

test('the kubelet waits for docker', () => {
  const machine = of();
  assert.equal(settingOf(machine, 'kubelet.service', 'Unit', 'After'), ['docker.service']);
  assert.equal(settingOf(machine, 'kubelet.service', 'Unit', 'Requires'), ['docker.service']);
});

test.run();
