import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Machine } from '../../src/model/machine.ts';
import { jsonAt } from '../support/machine-parts.ts';
import { machineFrom, minimalProfile, workerPool } from '../support/profile.ts';

const folder = '/etc/cni/net.d';
const of = (podNetwork: object = {}, more: object = {}) =>
  machineFrom(minimalProfile({ podNetwork, ...more }));
const configurations = (machine: Machine) =>
  machine.files.map(({ path }) => path).filter((path) => path.startsWith(`${folder}/`));

const dualStack = {
  networking: { podSubnet: '10.244.0.0/16,fd00:10:244::/56' },
  pools: [workerPool('debian-13', { nodes: [{ name: 'a', addresses: ['10.0.1.11/24', 'fd00:1::b/64'] }] })],
};

test('a list of plugins: a bridge with the node’s own network, and port mappings', () => {
  const machine = of();
  assert.equal(configurations(machine), [`${folder}/10-bridge.conflist`]);
  assert.equal(jsonAt(machine, `${folder}/10-bridge.conflist`), {
    cniVersion: '1.0.0',
    name: 'bridge',
    plugins: [
      {
        type: 'bridge',
        bridge: 'cni0',
        isGateway: true,
        ipMasq: true,
        hairpinMode: true,
        ipam: {
          type: 'host-local',
          ranges: [[{ subnet: '10.244.0.0/24' }]],
          routes: [{ dst: '0.0.0.0/0' }],
        },
      },
      { type: 'portmap', capabilities: { portMappings: true } },
    ],
  });
});

test('a single plugin’s file, with a loopback beside it', () => {
  const machine = of({ list: false, cniVersion: '0.4.0', bridge: 'br0', ipMasq: false });
  assert.equal(configurations(machine), [`${folder}/10-bridge.conf`, `${folder}/99-loopback.conf`]);
  assert.equal(jsonAt(machine, `${folder}/10-bridge.conf`), {
    cniVersion: '0.4.0',
    name: 'bridge',
    type: 'bridge',
    bridge: 'br0',
    isGateway: true,
    ipMasq: false,
    ipam: {
      type: 'host-local',
      ranges: [[{ subnet: '10.244.0.0/24' }]],
      routes: [{ dst: '0.0.0.0/0' }],
    },
  });
  const loopback = { cniVersion: '0.4.0', name: 'lo', type: 'loopback' };
  assert.equal(jsonAt(machine, `${folder}/99-loopback.conf`), loopback);
});

test('the loopback alone, and nothing at all', () => {
  assert.equal(configurations(of({ type: 'loopback' })), [`${folder}/99-loopback.conf`]);
  const none = of({ type: 'none' });
  assert.equal(configurations(none), []);
  const folders = none.directories.map(({ path }) => path);
  for (const path of [folder, '/opt/cni/bin']) assert.ok(folders.includes(path), path);
});

test('a range and a route for each family of a dual-stack node', () => {
  const { plugins } = jsonAt(of({}, dualStack), `${folder}/10-bridge.conflist`);
  const [bridge] = plugins as { ipam: object }[];
  assert.equal(bridge?.ipam, {
    type: 'host-local',
    ranges: [[{ subnet: '10.244.0.0/24' }], [{ subnet: 'fd00:10:244::/64' }]],
    routes: [{ dst: '0.0.0.0/0' }, { dst: '::/0' }],
  });
});

test('forwarding and bridged traffic are switched on for the families that pods have', () => {
  const { sysctls } = of();
  assert.is(sysctls['net.ipv4.ip_forward'], '1');
  assert.not('net.ipv6.conf.all.forwarding' in sysctls);
  assert.is(of({}, dualStack).sysctls['net.ipv6.conf.all.forwarding'], '1');
});

test.run();
