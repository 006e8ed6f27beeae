/** Static pods and the files they read: a kubelet looks at the manifest alone. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { machinesOf } from '../../src/build.ts';
import { renewNodes } from '../../src/secrets/renew.ts';
import { textAt } from '../support/machine-parts.ts';
import { profileFrom, secretsFor } from '../support/profile.ts';
import { ownControlPlane } from './support/profiles.ts';

const control = (endpoint: object) => ownControlPlane({ controlPlane: { run: 'static-pods', endpoint } });
const pods = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'];
const kinds: [string, string, string[]][] = [
  ['external', control({ type: 'external' }), []],
  [
    'kube-vip',
    ownControlPlane({
      controlPlaneEndpoint: '10.0.1.10:6443',
      controlPlane: { run: 'static-pods', endpoint: { type: 'kube-vip', interface: 'eth0' } },
    }),
    ['kube-vip'],
  ],
];

for (const [kind, text, more] of kinds) {
  test(`${kind}: renewed certificates change every manifest of a pod that reads them, on that node alone`, () => {
    const profile = profileFrom(text);
    const secrets = secretsFor(profile);
    const renewed = renewNodes(secrets, ['cp-1'], '2026-12-01T00:00:00Z');
    const manifests = (given: typeof secrets, node: string) => {
      const machine = machinesOf(profile, given).machines.find((one) => one.node.name === node)?.machine;
      if (!machine) throw new Error(`no ${node}`);
      return [...pods, ...more].map((pod) => textAt(machine, `/etc/kubernetes/manifests/${pod}.yaml`));
    };
    const [before, after] = [manifests(secrets, 'cp-1'), manifests(renewed, 'cp-1')];
    assert.equal(
      [...pods, ...more].filter((_, i) => before[i] === after[i]),
      [],
    );
    // The digest alone is another one.
    const rest = (all: string[]) => all.map((one) => one.replace(/nodeseed\/reads: \S+/, ''));
    assert.equal(rest(before), rest(after));
    assert.equal(manifests(secrets, 'cp-2'), manifests(renewed, 'cp-2'));
  });
}

test('a proxy in a pod starts anew when it is told of another server', () => {
  const proxy = (pools: object[]) => {
    const text = ownControlPlane({
      controlPlane: { run: 'static-pods', endpoint: { type: 'local-proxy' } },
      pools,
    });
    const profile = profileFrom(text);
    const machine = machinesOf(profile, secretsFor(profile)).machines.find(
      ({ node }) => node.name === 'w-1',
    )?.machine;
    if (!machine) throw new Error('no w-1');
    return textAt(machine, '/etc/kubernetes/manifests/nodeseed-api-proxy.yaml');
  };
  const servers = (count: number) => ({
    name: 'control',
    role: 'control-plane',
    os: 'flatcar-4593',
    nodes: ['cp-1', 'cp-2', 'cp-3']
      .slice(0, count)
      .map((name, i) => ({ name, address: `10.0.1.1${i}/24`, podCIDRs: [`10.244.1${i}.0/24`] })),
  });
  const worker = {
    name: 'worker',
    role: 'worker',
    os: 'flatcar-4593',
    nodes: [{ name: 'w-1', address: '10.0.1.21/24', podCIDRs: ['10.244.2.0/24'] }],
  };
  assert.is(proxy([servers(2), worker]), proxy([servers(2), worker]));
  assert.is.not(proxy([servers(2), worker]), proxy([servers(3), worker]));
});

test.run();
