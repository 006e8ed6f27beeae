import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type BinarySource,
  binaryVersions,
  findBinary,
  type Program,
  programs,
} from '../../src/upstream/binaries.ts';
import { type Arch, architectures } from '../../src/upstream/pins/index.ts';

function found(program: Program, version: string, arch: Arch = 'amd64'): BinarySource {
  const source = findBinary(program, version, arch);
  if ('missing' in source) throw new Error(`not pinned: ${source.missing}`);
  return source;
}

const from = (source: BinarySource) =>
  source.members === 'whole-file' ? 'whole-file' : source.members.map((member) => member.from);

test('a program published as one file is fetched as that file', () => {
  const kubelet = found('kubelet', '1.36.4', 'arm64');
  assert.is(kubelet.pin.name, 'kubelet');
  assert.is(kubelet.members, 'whole-file');
  assert.is(found('runc', '1.0.0-rc93').members, 'whole-file');
});

test('without a pinned file it comes from the smallest archive that has it', () => {
  const cases: readonly [Program, string, string, string][] = [
    ['kubelet', '1.10.3', 'kubernetes-node', 'kubernetes/node/bin/kubelet'],
    ['kubectl', '1.10.3', 'kubernetes-node', 'kubernetes/node/bin/kubectl'],
    ['kube-proxy', '1.16.2', 'kubernetes-node', 'kubernetes/node/bin/kube-proxy'],
    ['kubelet', '1.36.5', 'kubernetes-node', 'kubernetes/node/bin/kubelet'],
    ['kube-apiserver', '1.21.0', 'kubernetes-server', 'kubernetes/server/bin/kube-apiserver'],
    ['kube-scheduler', '1.35.8', 'kubernetes-server', 'kubernetes/server/bin/kube-scheduler'],
  ];
  for (const [program, version, pin, member] of cases) {
    const source = found(program, version);
    assert.is(source.pin.name, pin);
    assert.equal(from(source), [member]);
  }
});

test('what the old guides install is all pinned', () => {
  const guides: readonly [Program, string][] = [
    ['kubelet', '1.10.3'],
    ['kubelet', '1.16.2'],
    ['kube-proxy', '1.16.2'],
    ['kubelet', '1.21.0'],
    ['crictl', '1.15.0'],
    ['cni-plugins', '0.6.0'],
    ['cni-plugins', '0.8.2'],
    ['cni-plugins', '0.9.1'],
    ['containerd', '1.4.4'],
    ['runc', '1.0.0-rc93'],
  ];
  for (const [program, version] of guides) assert.is(found(program, version).pin.version, version);
});

test('containerd brings the shims of its release', () => {
  const old = found('containerd', '1.4.4');
  assert.is(old.pin.name, 'cri-containerd-cni');
  assert.equal(from(old), [
    'usr/local/bin/containerd',
    'usr/local/bin/containerd-shim',
    'usr/local/bin/containerd-shim-runc-v1',
    'usr/local/bin/containerd-shim-runc-v2',
    'usr/local/bin/ctr',
  ]);
  assert.equal(from(found('containerd', '2.3.4')), [
    'bin/containerd',
    'bin/containerd-shim-runc-v2',
    'bin/ctr',
  ]);
});

test('CNI plugins are named one by one, by version', () => {
  const names = (version: string) => [from(found('cni-plugins', version))].flat().join(' ');
  assert.is(
    names('0.6.0'),
    'bridge dhcp flannel host-local ipvlan loopback macvlan portmap ptp sample tuning vlan',
  );
  assert.is(
    names('0.9.1'),
    'bandwidth bridge dhcp firewall flannel host-device host-local ipvlan loopback macvlan portmap ptp sbr static tuning vlan vrf',
  );
  assert.is(
    names('1.9.1'),
    'bandwidth bridge dhcp dummy firewall host-device host-local ipvlan loopback macvlan portmap ptp sbr static tap tuning vlan vrf',
  );
});

test('etcd lies under a top folder that says version and architecture', () => {
  assert.equal(from(found('etcd', '3.6.14', 'arm64')), [
    'etcd-v3.6.14-linux-arm64/etcd',
    'etcd-v3.6.14-linux-arm64/etcdctl',
  ]);
});

test('a missing version says which there would be', () => {
  const source = findBinary('runc', '1.0.0-rc93', 'arm64');
  assert.equal(source, { missing: 'runc 1.0.0-rc93 arm64', known: ['1.5.1', '1.4.3', '1.3.6', '1.2.9'] });
});

test('every version offered can be found, and no member lies outside its archive', () => {
  for (const program of programs) {
    for (const arch of architectures) {
      for (const version of binaryVersions(program, arch)) {
        for (const name of [from(found(program, version, arch))].flat())
          assert.not.match(name, /^\.?\/|\.\./);
      }
    }
  }
});

test.run();
