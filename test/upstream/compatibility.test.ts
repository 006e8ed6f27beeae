import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { containerdPairing, type RuntimeSetup, runtimeProblems } from '../../src/upstream/compatibility.ts';
import { parseVersion, type Release } from '../../src/upstream/release.ts';

const kinds = (setup: RuntimeSetup) => runtimeProblems(setup).map(({ kind }) => kind);
const containerd = (release: Release, runtimeType?: string) =>
  ({ name: 'containerd', release, ...(runtimeType && { runtimeType }) }) as const;
const docker = (through: 'dockershim' | 'cri-dockerd', release: Release = '20.10') =>
  ({ name: 'docker', release, through }) as const;

test('a kubelet and a containerd need one CRI version in common', () => {
  assert.equal(kinds({ kubelet: '1.21', runtime: containerd('1.4') }), []);
  assert.equal(kinds({ kubelet: '1.25', runtime: containerd('1.5') }), []);
  assert.equal(kinds({ kubelet: '1.26', runtime: containerd('1.5') }), ['no-common-cri']);
  assert.equal(kinds({ kubelet: '1.22', runtime: containerd('2.0') }), ['no-common-cri']);
  assert.equal(kinds({ kubelet: '1.36', runtime: containerd('2.3') }), []);
});

test('dockershim left with 1.24, cri-dockerd takes over', () => {
  assert.equal(kinds({ kubelet: '1.23', runtime: docker('dockershim') }), []);
  assert.equal(kinds({ kubelet: '1.24', runtime: docker('dockershim') }), ['dockershim-gone']);
  assert.equal(kinds({ kubelet: '1.36', runtime: docker('cri-dockerd') }), []);
});

test('cgroup v2 needs a kubelet, a runtime and a shim that know it', () => {
  const old: RuntimeSetup = { kubelet: '1.16', runtime: containerd('1.2'), cgroup: 2 };
  assert.equal(runtimeProblems(old), [
    { kind: 'cgroup-v2-unsupported', by: 'kubelet', since: '1.19' },
    { kind: 'cgroup-v2-unsupported', by: 'containerd', since: '1.4' },
  ]);
  const shim = containerd('1.4', 'io.containerd.runtime.v1.linux');
  assert.equal(kinds({ kubelet: '1.21', runtime: shim, cgroup: 2 }), ['shim-without-cgroup-v2']);
  assert.equal(kinds({ kubelet: '1.21', runtime: shim, cgroup: 1 }), []);
  assert.equal(kinds({ kubelet: '1.21', runtime: docker('dockershim', '19.03'), cgroup: 2 }), [
    'cgroup-v2-unsupported',
  ]);
});

test('the v1 shim is gone in containerd 2, a foreign one is not judged', () => {
  const kubelet = '1.36';
  assert.equal(kinds({ kubelet, runtime: containerd('2.1', 'io.containerd.runtime.v1.linux') }), [
    'shim-unavailable',
  ]);
  assert.equal(kinds({ kubelet, runtime: containerd('2.1', 'io.containerd.kata.v2'), cgroup: 2 }), []);
});

test('from 1.35 on a kubelet refuses cgroup v1 unless it is told not to', () => {
  const runtime = containerd('2.2');
  assert.equal(kinds({ kubelet: '1.34', runtime, cgroup: 1 }), []);
  assert.equal(runtimeProblems({ kubelet: '1.35', runtime, cgroup: 1 }), [
    { kind: 'cgroup-v1-refused', byDefaultSince: '1.35' },
  ]);
  assert.equal(kinds({ kubelet: '1.35', runtime, cgroup: 1, failCgroupV1: false }), []);
  assert.equal(kinds({ kubelet: '1.34', runtime, cgroup: 1, failCgroupV1: true }), ['cgroup-v1-refused']);
});

test('pairing: recommended from a patch on, or newer than the table', () => {
  const verdict = (kubernetes: Release, version: string) => {
    const parsed = parseVersion(version);
    if (!parsed) throw new Error(version);
    return containerdPairing(kubernetes, parsed).verdict;
  };
  assert.is(verdict('1.34', '2.1.3'), 'recommended');
  assert.is(verdict('1.34', '2.1.2'), 'untested');
  assert.is(verdict('1.34', '2.3.4'), 'recommended');
  assert.is(verdict('1.35', '2.1.9'), 'untested');
  assert.is(verdict('1.35', '1.7.34'), 'recommended');
  assert.is(verdict('1.21', '1.4.4'), 'unknown');
});

test.run();
