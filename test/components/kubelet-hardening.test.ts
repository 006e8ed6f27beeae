/** What a kubelet is told for safety's sake, where, since when, and how it is taken back. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { InputError } from '../../src/shared/fault.ts';
import { yamlAt } from '../support/machine-parts.ts';
import { machinesFrom, minimalProfile } from '../support/profile.ts';
import { singleNode } from './support/profiles.ts';

const machine = (text: string) => {
  const [first] = machinesFrom(text).machines;
  if (!first) throw new Error('no machine');
  return first.machine;
};
const configuration = (text: string) => yamlAt(machine(text), '/var/lib/kubelet/config.yaml');
const protectedKeys = [
  'kernel.keys.root_maxbytes',
  'kernel.keys.root_maxkeys',
  'kernel.panic',
  'kernel.panic_on_oops',
  'vm.overcommit_memory',
  'vm.panic_on_oom',
];
const sysctls = (text: string) =>
  Object.entries(machine(text).sysctls).filter(([key]) => protectedKeys.includes(key));

test('strict by default on a cluster of ours', () => {
  const config = configuration(singleNode());
  assert.is(config['readOnlyPort'], 0);
  assert.is(config['seccompDefault'], true);
  assert.is(config['protectKernelDefaults'], true);
  assert.is(config['rotateCertificates'], true);
  assert.is(config['tlsMinVersion'], 'VersionTLS12');
  assert.ok((config['tlsCipherSuites'] as string[]).every((suite) => /_ECDHE_.*_GCM_/.test(suite)));
  assert.not.ok('eventRecordQPS' in config);
});

test('with the kernel parameters that it would otherwise set itself', () => {
  assert.equal(sysctls(singleNode()), [
    ['kernel.keys.root_maxbytes', '25000000'],
    ['kernel.keys.root_maxkeys', '1000000'],
    ['kernel.panic', '10'],
    ['kernel.panic_on_oops', '1'],
    ['vm.overcommit_memory', '1'],
    ['vm.panic_on_oom', '0'],
  ]);
});

test('nothing of it on a cluster that somebody else has built', () => {
  const config = configuration(minimalProfile());
  for (const key of [
    'readOnlyPort',
    'seccompDefault',
    'protectKernelDefaults',
    'tlsMinVersion',
    'tlsCipherSuites',
  ])
    assert.not.ok(key in config, key);
  assert.equal(sysctls(minimalProfile()), []);
  assert.is(sysctls(minimalProfile({ kubelet: { config: { protectKernelDefaults: true } } })).length, 6);
});

test('no default of seccomp before there is one', () => {
  const old = singleNode({
    kubernetesVersion: 'v1.19.5',
    containerRuntime: { type: 'docker', source: 'package' },
    binaries: { cniPlugins: { version: 'v0.9.1' } },
    pools: [
      {
        name: 'a',
        role: 'control-plane',
        os: 'ubuntu-20.04',
        nodes: [{ name: 'cp-1', address: '10.0.1.11/24' }],
      },
    ],
  });
  assert.not.ok('seccompDefault' in configuration(old));
});

test('the profile takes each of them back by null, the kernel parameters with it', () => {
  const keys = [
    'readOnlyPort',
    'seccompDefault',
    'protectKernelDefaults',
    'tlsMinVersion',
    'tlsCipherSuites',
  ];
  const config = Object.fromEntries(keys.map((key) => [key, null]));
  const patched = singleNode({ kubelet: { config } });
  for (const key of keys) assert.not.ok(key in configuration(patched), key);
  assert.equal(sysctls(patched), []);
});

test('a kernel parameter that contradicts them is an error, at its line', () => {
  const text = singleNode({ host: { sysctls: { 'vm.overcommit_memory': 0 } } });
  try {
    machinesFrom(text);
    assert.unreachable();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    assert.equal(
      error.faults.map(({ code, path }) => ({ code, path })),
      [{ code: 'sysctl-contradiction', path: ['host', 'sysctls', 'vm.overcommit_memory'] }],
    );
  }
});

test('a control-plane node is kept free by its taint, unless workloads are welcome', () => {
  const taints = (controlPlane: object, more: object = {}) =>
    configuration(singleNode({ controlPlane: { run: 'systemd', ...controlPlane }, ...more }))[
      'registerWithTaints'
    ];
  const own = { key: 'node-role.kubernetes.io/control-plane', value: '', effect: 'NoSchedule' };
  assert.equal(taints({}), [own]);
  assert.is(taints({ schedulable: true }), undefined);
  assert.equal(taints({}, { taints: ['dedicated=infra:NoExecute'] }), [
    own,
    { key: 'dedicated', value: 'infra', effect: 'NoExecute' },
  ]);
  assert.equal(taints({}, { taints: ['node-role.kubernetes.io/control-plane:NoSchedule'] }), [own]);
});

test.run();
