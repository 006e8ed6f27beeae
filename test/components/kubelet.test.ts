import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Machine } from '../../src/model/machine.ts';
import { argvOf, flagsOf, hasFile, settingOf, unitOf, yamlAt } from '../support/machine-parts.ts';
import {
  machineFrom,
  minimalProfile,
  releaseProfile,
  shippedProfile,
  workerPool,
} from '../support/profile.ts';

const unit = 'kubelet.service';
const configFile = '/var/lib/kubelet/config.yaml';
const taints = ['dedicated=gpu:NoSchedule', 'old:PreferNoSchedule'];

const flags = (machine: Machine) => flagsOf(machine, unit);
const config = (machine: Machine) => yamlAt(machine, configFile);
/** A machine of a release, on a system that releases of that time run on. */
const of = (version: string, settings: object = {}) =>
  machineFrom(releaseProfile(version, 'debian-12', settings));
const modern = (settings: object = {}) => machineFrom(minimalProfile(settings));

test('the command line of a modern kubelet has nothing that the file can say', () => {
  assert.equal(flags(modern()), {
    config: configFile,
    'hostname-override': 'worker-1',
    kubeconfig: '/etc/kubernetes/kubelet.conf',
    'node-ip': '10.0.1.11',
  });
});

test('the file of a modern kubelet says who may talk to it and how', () => {
  assert.equal(config(modern()), {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: '/etc/kubernetes/pki/ca.crt' },
    },
    authorization: { mode: 'Webhook' },
    cgroupDriver: 'systemd',
    clusterDomain: 'cluster.local',
    clusterDNS: ['10.96.0.10'],
    containerRuntimeEndpoint: 'unix:///run/containerd/containerd.sock',
    resolvConf: '/run/systemd/resolve/resolv.conf',
    staticPodPath: '/etc/kubernetes/manifests',
    tlsCertFile: '/var/lib/kubelet/pki/kubelet.crt',
    tlsPrivateKeyFile: '/var/lib/kubelet/pki/kubelet.key',
  });
});

test('settings: flags turns every setting that has a flag into one', () => {
  const settings = { containerRuntime: { type: 'docker' }, kubelet: { settings: 'flags' } };
  const machine = machineFrom(releaseProfile('v1.10.3', 'ubuntu-18.04', { ...settings, taints }));
  assert.equal(flags(machine), {
    'anonymous-auth': 'false',
    'authentication-token-webhook': 'true',
    'authorization-mode': 'Webhook',
    'cgroup-driver': 'systemd',
    'client-ca-file': '/etc/kubernetes/pki/ca.crt',
    'cluster-dns': '10.96.0.10',
    'cluster-domain': 'cluster.local',
    'container-runtime': 'docker',
    'hostname-override': 'worker-1',
    kubeconfig: '/etc/kubernetes/kubelet.conf',
    'network-plugin': 'cni',
    'node-ip': '10.0.1.11',
    'pod-manifest-path': '/etc/kubernetes/manifests',
    'register-with-taints': 'dedicated=gpu:NoSchedule,old=:PreferNoSchedule',
    'resolv-conf': '/run/systemd/resolve/resolv.conf',
    'tls-cert-file': '/var/lib/kubelet/pki/kubelet.crt',
    'tls-private-key-file': '/var/lib/kubelet/pki/kubelet.key',
  });
  assert.not(hasFile(machine, configFile));
});

test('taints are a flag before 1.23 and a field from then on', () => {
  const before = of('v1.22.17', { taints });
  assert.is(flags(before)['register-with-taints'], 'dedicated=gpu:NoSchedule,old=:PreferNoSchedule');
  assert.not('registerWithTaints' in config(before));
  const after = of('v1.23.17', { taints });
  assert.not('register-with-taints' in flags(after));
  assert.equal(config(after)['registerWithTaints'], [
    { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' },
    { key: 'old', value: '', effect: 'PreferNoSchedule' },
  ]);
});

test('the flag of the taints may be left out where the profile has none of its own', () => {
  const name = 'register-with-taints';
  const text = shippedProfile('kubeadm-layout');
  const line = `    ${name}: null\n`;
  assert.ok(text.includes(line));
  assert.not(name in flags(machineFrom(text)));
  const given = flags(machineFrom(text.replace(line, '')));
  assert.is(given[name], 'node-role.kubernetes.io/master=:NoSchedule');
  for (const [value, more] of [
    [null, { taints }],
    ['a=:NoSchedule', {}],
  ] as const) {
    const settings = { kubelet: { extraArgs: { [name]: value } }, ...more };
    assert.throws(() => of('v1.22.17', settings), /register-with-taints follows from another setting/);
  }
});

test('the runtime’s endpoint is a flag before 1.27 and a field from then on', () => {
  const endpoint = 'unix:///run/containerd/containerd.sock';
  const before = of('v1.26.15');
  assert.is(flags(before)['container-runtime-endpoint'], endpoint);
  assert.not('containerRuntimeEndpoint' in config(before));
  const after = of('v1.27.16');
  assert.not('container-runtime-endpoint' in flags(after));
  assert.is(config(after)['containerRuntimeEndpoint'], endpoint);
});

test('flags that went with dockershim are given before 1.24 only', () => {
  const before = flags(of('v1.23.17'));
  assert.is(before['network-plugin'], 'cni');
  assert.is(before['container-runtime'], 'remote');
  const after = flags(of('v1.24.17'));
  assert.not('network-plugin' in after);
  assert.not('container-runtime' in after);
});

test('--node-ip has one address of each family, the main one first', () => {
  const withAddresses = (...addresses: readonly string[]) =>
    flags(modern({ pools: [workerPool('debian-13', { nodes: [{ name: 'a', addresses }] })] }))['node-ip'];
  assert.is(withAddresses('10.0.1.11/24', '10.0.2.11/24'), '10.0.1.11');
  assert.is(
    withAddresses('10.0.1.11/24', '10.0.2.11/24', 'fd00:1::b/64', 'fd00:2::b/64'),
    '10.0.1.11,fd00:1::b',
  );
});

test('a node’s own name and address are left out where the profile says so', () => {
  const given = flags(modern({ kubelet: { hostnameOverride: false, nodeIP: false } }));
  assert.not('hostname-override' in given);
  assert.not('node-ip' in given);
});

test('labels keep the profile’s order and empty values', () => {
  const labels = { tier: 'compute', 'node.kubernetes.io/special': '' };
  assert.is(flags(modern({ labels }))['node-labels'], 'tier=compute,node.kubernetes.io/special=');
});

test('extraArgs add flags, replace ours and take them away', () => {
  const extraArgs = {
    v: '2',
    'container-runtime-endpoint': 'unix:///run/other.sock',
    'network-plugin': null,
  };
  const given = flags(of('v1.23.17', { kubelet: { extraArgs } }));
  assert.is(given['v'], '2');
  assert.is(given['container-runtime-endpoint'], 'unix:///run/other.sock');
  assert.not('network-plugin' in given);
});

test('a flag’s value reaches the kubelet as it stands in the profile', () => {
  for (const value of ['10%', '$HOME ${HOME} $$', `a "b" 'c' \\n; #d`, '-x --y=z', 'ä 🙂']) {
    const machine = modern({ kubelet: { extraArgs: { 'cloud-provider': value } } });
    assert.is(flags(machine)['cloud-provider'], value);
  }
});

test('a patch of the configuration adds, replaces and removes', () => {
  const patch = { maxPods: 60, staticPodPath: null, authentication: { webhook: { cacheTTL: '1m' } } };
  const machine = modern({ kubelet: { config: patch } });
  assert.is(config(machine)['maxPods'], 60);
  assert.not('staticPodPath' in config(machine));
  assert.equal(config(machine)['authentication'], {
    anonymous: { enabled: false },
    webhook: { enabled: true, cacheTTL: '1m' },
    x509: { clientCAFile: '/etc/kubernetes/pki/ca.crt' },
  });
  const folders = machine.directories.map(({ path }) => path);
  assert.not(folders.includes('/etc/kubernetes/manifests'));
});

test('a kubelet that bootstraps gets a token and no kubeconfig', () => {
  const machine = modern({ kubelet: { clientCertificate: 'bootstrap' } });
  assert.is(flags(machine)['bootstrap-kubeconfig'], '/etc/kubernetes/bootstrap-kubelet.conf');
  assert.ok(hasFile(machine, '/etc/kubernetes/bootstrap-kubelet.conf'));
  assert.is(flags(machine)['kubeconfig'], '/etc/kubernetes/kubelet.conf');
  assert.not(hasFile(machine, '/etc/kubernetes/kubelet.conf'));
  assert.is(config(machine)['rotateCertificates'], true);
});

test('where the certificate is that a kubelet shows', () => {
  const selfSigned = modern({ kubelet: { servingCertificate: 'self-signed' } });
  assert.not('tlsCertFile' in config(selfSigned));
  assert.not('tlsPrivateKeyFile' in config(selfSigned));
  const usages = ['client', 'server'];
  const shared = modern({ kubelet: { servingCertificate: 'client', clientCertificate: { usages } } });
  assert.is(config(shared)['tlsCertFile'], '/var/lib/kubelet/pki/kubelet-client.crt');
  assert.is(config(shared)['tlsPrivateKeyFile'], '/var/lib/kubelet/pki/kubelet-client.key');
  assert.ok(hasFile(shared, '/var/lib/kubelet/pki/kubelet-client.key'));
});

test('keys are for root alone, certificates for everybody', () => {
  const { files } = modern();
  const mode = (path: string) => files.find((file) => file.path === path)?.mode;
  assert.is(mode('/var/lib/kubelet/pki/kubelet.key'), 0o600);
  assert.is(mode('/etc/kubernetes/kubelet.conf'), 0o600);
  assert.is(mode('/var/lib/kubelet/pki/kubelet.crt'), 0o644);
  assert.is(mode('/etc/kubernetes/pki/ca.crt'), 0o644);
});

test('volume plugins lie where the system lets a kubelet write', () => {
  const folder = (os: string) => config(modern({ pools: [workerPool(os)] }))['volumePluginDir'];
  assert.is(folder('flatcar-4593'), '/var/lib/kubelet/volumeplugins');
  assert.is(folder('debian-13'), undefined);
});

test('swap: what a kubelet must be told of it', () => {
  const told = (swap: string) => {
    const { failSwapOn, memorySwap } = config(modern({ host: { swap } }));
    return { failSwapOn, memorySwap };
  };
  assert.equal(told('disabled'), { failSwapOn: undefined, memorySwap: undefined });
  assert.equal(told('limited'), { failSwapOn: false, memorySwap: { swapBehavior: 'LimitedSwap' } });
  assert.equal(told('unmanaged'), { failSwapOn: false, memorySwap: undefined });
});

test('the unit: keys are replaced, repeated and left out by the profile', () => {
  const patch = {
    Unit: { After: ['containerd.service', 'network-online.target'], Documentation: null },
    Service: { Restart: 'on-failure' },
  };
  const machine = modern({ kubelet: { unit: patch } });
  assert.equal(settingOf(machine, unit, 'Unit', 'After'), ['containerd.service', 'network-online.target']);
  assert.equal(settingOf(machine, unit, 'Unit', 'Documentation'), []);
  assert.equal(settingOf(machine, unit, 'Service', 'Restart'), ['on-failure']);
  assert.equal(settingOf(machine, unit, 'Service', 'RestartSec'), ['5']);
});

test('the unit is enabled, and runs the program that is placed', () => {
  const machine = modern();
  assert.is(unitOf(machine, unit).state, 'enabled');
  const targets = machine.placements.flatMap(({ files }) => files.map(({ target }) => target));
  assert.ok(targets.includes(argvOf(machine, unit)[0] ?? ''));
});

test.run();
