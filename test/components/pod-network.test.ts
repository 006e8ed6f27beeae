/** The pod network between nodes: routes in the machines' networks or by the script, and the one rule for what leaves the pods. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { podNetworkScript } from '../../src/components/pod-network/script.ts';
import type { Machine } from '../../src/model/machine.ts';
import { InputError } from '../../src/shared/fault.ts';
import { available, missing, run } from '../support/judges.ts';
import { hasFile, jsonAt, textAt, unitOf } from '../support/machine-parts.ts';
import { machinesFrom, minimalProfile } from '../support/profile.ts';

const table = '/etc/nodeseed/pod-network.table';

function machines(nodes: readonly object[], more: object = {}): Machine[] {
  const [first, ...others] = nodes;
  return machinesFrom(
    minimalProfile({
      controlPlane: { run: 'systemd' },
      pools: [
        { name: 'control', role: 'control-plane', os: 'debian-13', nodes: [first] },
        ...(others.length > 0 ? [{ name: 'worker', role: 'worker', os: 'debian-13', nodes: others }] : []),
      ],
      ...more,
    }),
  ).machines.map(({ machine }) => machine);
}
const cards = [
  { name: 'a', address: '10.0.1.11/24', mac: '52:54:00:00:01:11' },
  { name: 'b', address: '10.0.1.12/24', mac: '52:54:00:00:01:12' },
  { name: 'c', address: '10.0.1.13/24', mac: '52:54:00:00:01:13' },
];
const noCards = cards.map(({ mac: _, ...node }) => node);
const bridge = (machine: Machine | undefined) => {
  if (!machine) throw new Error('no machine');
  const { plugins } = jsonAt(machine, '/etc/cni/net.d/10-bridge.conflist') as {
    plugins: { ipMasq: boolean }[];
  };
  return plugins[0]?.ipMasq;
};
const codes = (nodes: readonly object[], more: object = {}): string[] => {
  try {
    machines(nodes, more);
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.faults.map(({ code }) => code);
  }
};

test('a card of ours has a route to every other node’s pods', () => {
  const [a, b] = machines(cards);
  assert.equal(a?.network.interfaces[0]?.routes, [
    { to: '10.244.1.0/24', via: '10.0.1.12' },
    { to: '10.244.2.0/24', via: '10.0.1.13' },
  ]);
  assert.equal(b?.network.interfaces[0]?.routes, [
    { to: '10.244.0.0/24', via: '10.0.1.11' },
    { to: '10.244.2.0/24', via: '10.0.1.13' },
  ]);
});

test('a card that is left alone gets them by the script, and networkd lets them be', () => {
  const [a] = machines(noCards);
  assert.equal(a?.network.interfaces, []);
  if (!a) return;
  assert.is(
    textAt(a, table),
    'masquerade 4 10.244.0.0/24 10.244.0.0/16\nroute 4 10.244.1.0/24 10.0.1.12\nroute 4 10.244.2.0/24 10.0.1.13\n',
  );
  assert.match(textAt(a, '/etc/systemd/networkd.conf.d/10-nodeseed.conf'), 'ManageForeignRoutes=no');
});

test('pods are hidden from what is no pod, by a rule of the machine’s', () => {
  const [a] = machines(cards);
  if (!a) throw new Error('no machine');
  assert.is(bridge(a), false);
  assert.is(textAt(a, table), 'masquerade 4 10.244.0.0/24 10.244.0.0/16\n');
  assert.is(unitOf(a, 'nodeseed-pod-network.service').state, 'enabled');
  assert.ok(a.packages.install.includes('nftables'));
});

test('the profile may leave it to the plugin, or to nobody', () => {
  for (const ipMasq of [true, false]) {
    const [a] = machines(cards, { podNetwork: { ipMasq } });
    assert.is(bridge(a), ipMasq);
    assert.is(a && hasFile(a, table), false);
    assert.is(a?.network.interfaces[0]?.routes.length, 2);
  }
});

test('both families, each by its own address', () => {
  const [a] = machines(
    [
      { name: 'a', addresses: ['10.0.1.11/24', 'fd00:1::b/64'], mac: '52:54:00:00:01:11' },
      { name: 'b', addresses: ['10.0.1.12/24', 'fd00:1::c/64'], mac: '52:54:00:00:01:12' },
    ],
    {
      networking: {
        podSubnet: '10.244.0.0/16,fd00:10:244::/56',
        serviceSubnet: '10.96.0.0/16,fd00:10:96::/112',
      },
    },
  );
  assert.equal(a?.network.interfaces[0]?.routes, [
    { to: '10.244.1.0/24', via: '10.0.1.12' },
    { to: 'fd00:10:244:1::/64', via: 'fd00:1::c' },
  ]);
  if (a) assert.match(textAt(a, table), 'masquerade 6 fd00:10:244::/64 fd00:10:244::/56\n');
});

test('nodes that share no network are refused, unless routers know the way', () => {
  const apart = [
    cards[0] ?? {},
    { name: 'b', address: '10.0.2.12/24' },
    { name: 'c', address: '10.0.2.13/24' },
  ];
  assert.equal(codes(apart), ['no-pod-route']);
  assert.equal(codes(apart, { podNetwork: { routes: false } }), []);
  assert.equal(codes(apart, { podNetwork: { type: 'none' } }), []);
});

test('with an external control plane the profile is asked', () => {
  const external = (podNetwork: object) =>
    machinesFrom(
      minimalProfile({
        podNetwork,
        pools: [{ name: 'worker', role: 'worker', os: 'debian-13', nodes: cards }],
      }),
    ).machines[0]?.machine;
  const untold = external({});
  assert.equal(untold?.network.interfaces[0]?.routes, []);
  assert.is(bridge(untold), true);
  assert.is(external({ routes: true })?.network.interfaces[0]?.routes.length, 2);
});

if (available('shellcheck', 'shellcheck')) {
  test('shellcheck has nothing to say', () => {
    const done = run('shellcheck', ['--shell=sh', '-'], { input: podNetworkScript });
    assert.is(done.status, 0, done.stdout);
  });
}

/** The script in a network of its own, twice; then what `show` says there. Undefined where such networks are not allowed. */
function inNetwork(shell: string, path: string | undefined, rows: string, show: string): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'nodeseed-network-'));
  // Which tools there are is decided by PATH, which the script sets itself.
  const script =
    path === undefined ? podNetworkScript : podNetworkScript.replace(/^PATH=.*$/m, `PATH=${path}`);
  writeFileSync(join(folder, 'script'), script);
  writeFileSync(join(folder, 'table'), rows);
  const again = `${shell} ${folder}/script ${folder}/table`;
  const card =
    'ip link add card type bridge && ip addr add 10.0.1.11/24 dev card && ip addr add fd00:1::b/64 dev card';
  const done = run('unshare', [
    '--net',
    'sh',
    '-ec',
    `${card}; ip link set card up; ${again}; ${again}; ${show}`,
  ]);
  rmSync(folder, { recursive: true });
  if (/unshare|Operation not permitted/.test(done.stderr)) {
    missing(`a network of its own: ${done.stderr.trim()}`);
    return undefined;
  }
  assert.is(done.status, 0, done.stdout + done.stderr);
  return done.stdout;
}

const rows =
  'masquerade 4 10.244.0.0/24 10.244.0.0/16\nmasquerade 6 fd00:10:244::/64 fd00:10:244::/56\nroute 4 10.244.1.0/24 10.0.1.12\nroute 6 fd00:10:244:1::/64 fd00:1::c\n';

for (const shell of ['dash', 'busybox sh', 'bash --posix']) {
  if (!available('ip', 'iproute2') || !available(shell.split(' ')[0] ?? '', shell)) continue;

  if (available('iptables', 'iptables')) {
    test(`${shell}: iptables has the rule once, however often it runs`, () => {
      const said = inNetwork(
        shell,
        undefined,
        rows,
        'iptables -t nat -S; ip6tables -t nat -S; ip route; ip -6 route',
      );
      if (said === undefined) return;
      for (const line of [
        '-A POSTROUTING -j NODESEED-PODS',
        '-A NODESEED-PODS -d 10.244.0.0/16 -j RETURN',
        '-A NODESEED-PODS -s 10.244.0.0/24 -j MASQUERADE',
        '-A NODESEED-PODS -s fd00:10:244::/64 -j MASQUERADE',
      ]) {
        const times = line.startsWith('-A POSTROUTING') ? 2 : 1;
        assert.is(said.split('\n').filter((one) => one === line).length, times, said);
      }
      assert.match(said, '10.244.1.0/24 via 10.0.1.12 dev card');
      assert.match(said, 'fd00:10:244:1::/64 via fd00:1::c dev card');
    });
  }

  if (available('nft', 'nftables')) {
    test(`${shell}: and so has nft where there is no iptables`, () => {
      const tools = mkdtempSync(join(tmpdir(), 'nodeseed-tools-'));
      for (const tool of ['nft', 'ip', 'printf', 'cat'])
        run('sh', ['-c', `ln -s "$(command -v ${tool})" ${tools}/`]);
      const said = inNetwork(shell, tools, rows, 'nft list ruleset');
      rmSync(tools, { recursive: true });
      if (said === undefined) return;
      const rule = 'ip saddr 10.244.0.0/24 ip daddr != 10.244.0.0/16 ip daddr != 224.0.0.0/4 masquerade';
      assert.is(said.split(rule).length, 2, said);
      assert.match(said, 'ip6 saddr fd00:10:244::/64 ip6 daddr != fd00:10:244::/56');
    });
  }
}

test.run();
