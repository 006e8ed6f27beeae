import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Machine } from '../../src/model/machine.ts';
import { InputError } from '../../src/shared/fault.ts';
import { hasFile, textAt, unitOf } from '../support/machine-parts.ts';
import { machineFrom, machinesFrom, minimalProfile, workerPool } from '../support/profile.ts';
import { parseUnit, valuesOf } from '../support/systemd.ts';

const of = (host: object, more: object = {}) => machineFrom(minimalProfile({ host, ...more }));
const on = (os: string, host: object) => of(host, { pools: [workerPool(os)] });

/** The proxy variables that the installer and everything it runs is given. */
function environment(machine: Machine): Record<string, string> {
  const lines = textAt(machine, '/etc/nodeseed/environment').trimEnd().split('\n');
  return Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2)));
}

const proxy = { httpProxy: 'http://proxy.example:3128', noProxy: ['.lab.example', '10.96.0.0/12'] };

test('NO_PROXY is completed with everything inside the cluster, each once', () => {
  const pools = [
    workerPool('debian-13', { nodes: [{ name: 'a', addresses: ['10.0.1.11/24', 'fd00:1::b/64'] }] }),
    workerPool('debian-13', {
      name: 'more',
      nodes: [{ name: 'b', addresses: ['10.0.2.12/24', 'fd00:1::c/64'] }],
    }),
  ];
  const networking = { podSubnet: '10.244.0.0/16,fd00:10:244::/56', dnsDomain: 'lab.local' };
  const { NO_PROXY = '' } = environment(of({ proxy }, { pools, networking }));
  assert.equal(NO_PROXY.split(','), [
    '.lab.example',
    '10.96.0.0/12',
    'localhost',
    '127.0.0.1',
    '::1',
    '10.0.1.0/24',
    'fd00:1::/64',
    '10.0.2.0/24',
    '10.244.0.0/16',
    'fd00:10:244::/56',
    '.svc',
    '.lab.local',
    'api.lab.example',
  ]);
});

test('the endpoint is an address, too, and without its brackets', () => {
  const { NO_PROXY = '' } = environment(of({ proxy }, { controlPlaneEndpoint: '[fd00:9::1]:6443' }));
  assert.is(NO_PROXY.split(',').at(-1), 'fd00:9::1');
});

test('proxies reach the runtime, the kubelet and the installer, in capital and in small letters', () => {
  const machine = of({ proxy });
  const variables = environment(machine);
  assert.equal(Object.keys(variables).sort(), ['HTTP_PROXY', 'NO_PROXY', 'http_proxy', 'no_proxy']);
  assert.is(variables['http_proxy'], 'http://proxy.example:3128');
  for (const name of ['containerd.service', 'kubelet.service']) {
    const text = unitOf(machine, name).dropIns.find((one) => one.name === '20-proxy.conf')?.text ?? '';
    const assignments = valuesOf(parseUnit(text), 'Service', 'Environment');
    assert.equal(
      assignments,
      Object.entries(variables).map(([variable, value]) => `${variable}=${value}`),
    );
  }
});

test('time servers are those of the system’s own service', () => {
  const timeServers = ['a.example', 'b.example'];
  const timesyncd = on('debian-13', { timeServers });
  assert.is(
    textAt(timesyncd, '/etc/systemd/timesyncd.conf.d/nodeseed.conf'),
    '[Time]\nNTP=a.example b.example\n',
  );
  assert.is(unitOf(timesyncd, 'systemd-timesyncd.service').state, 'enabled');
  const chrony = on('rocky-9', { timeServers });
  assert.match(textAt(chrony, '/etc/chrony.conf'), /^server a\.example iburst\nserver b\.example iburst\n/);
  assert.is(unitOf(chrony, 'chronyd.service').state, 'enabled');
  assert.equal(chrony.timeSync, { servers: timeServers, timeoutSeconds: 60 });
  assert.is(on('debian-13', {}).timeSync, undefined);
});

test('a user without a group gets one of its own name and number', () => {
  const users = [
    { name: 'alone', uid: 901 },
    { name: 'member', uid: 902, group: 'team', home: '/srv/team', shell: '/bin/sh' },
  ];
  const machine = of({ users, groups: [{ name: 'team', gid: 990 }] });
  assert.equal(
    machine.groups.map(({ name, gid }) => [name, gid]),
    [
      ['alone', 901],
      ['team', 990],
    ],
  );
  assert.equal(
    machine.users.map(({ name, uid, group, home, shell }) => [name, uid, group, home, shell]),
    [
      ['alone', 901, 'alone', '/nonexistent', '/usr/sbin/nologin'],
      ['member', 902, 'team', '/srv/team', '/bin/sh'],
    ],
  );
});

test('keys without a name are for the image’s own account', () => {
  const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea a@b';
  const machine = on('ubuntu-24.04', { sshAuthorizedKeys: [key, { user: 'root', keys: [key] }] });
  assert.equal(
    machine.authorizedKeys.map(({ user, keys }) => [user, keys]),
    [
      ['root', [key]],
      ['ubuntu', [key]],
    ],
  );
});

test('swap is off unless something else is asked for', () => {
  assert.is(of({}).swap, 'off');
  assert.is(of({ swap: 'disabled' }).swap, 'off');
  assert.is(of({ swap: 'limited' }).swap, 'keep');
  assert.is(of({ swap: 'unmanaged' }).swap, 'keep');
});

test('what cluster, pool and node say of packages, modules and files adds up', () => {
  const layer = (name: string) => ({
    packages: { install: [name] },
    modules: [name],
    files: [{ path: `/etc/${name}`, contents: name }],
  });
  const nodes = [{ name: 'a', address: '10.0.1.11/24', host: layer('node') }];
  const machine = of(layer('cluster'), { pools: [workerPool('debian-13', { host: layer('pool'), nodes })] });
  assert.equal(machine.packages.install, ['cluster', 'node', 'pool']);
  for (const name of ['cluster', 'pool', 'node']) {
    assert.ok(machine.modules.includes(name), name);
    assert.is(textAt(machine, `/etc/${name}`), name);
  }
});

test('one’s own files have the owner and the mode that are given, and root’s 0644 otherwise', () => {
  const files = [
    { path: '/etc/plain', contents: 'x' },
    { path: '/etc/special', contents: 'x', mode: '0440', owner: 'team', group: 'team' },
  ];
  const machine = of({ files, users: [{ name: 'team', uid: 901 }] });
  const rights = (path: string) => {
    const file = machine.files.find((one) => one.path === path);
    return [file?.mode, file?.user, file?.group];
  };
  assert.equal(rights('/etc/plain'), [0o644, 'root', 'root']);
  assert.equal(rights('/etc/special'), [0o440, 'team', 'team']);
});

test('one’s own units are enabled when they can be', () => {
  const install = '[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\n';
  const units = [
    { name: 'a.service', contents: install },
    { name: 'b.service', contents: '[Service]\nExecStart=/bin/true\n' },
    { name: 'c.service', state: 'masked' },
  ];
  const machine = of({ units });
  assert.is(unitOf(machine, 'a.service').state, 'enabled');
  assert.is(unitOf(machine, 'a.service').text, install);
  assert.is(unitOf(machine, 'b.service').state, 'static');
  assert.is(unitOf(machine, 'c.service').state, 'masked');
});

test('two owners of a path are a fault at the line of the profile’s own', () => {
  const files = [{ path: '/etc/containerd/config.toml', contents: '' }];
  try {
    machinesFrom(minimalProfile({ host: { files } }));
    assert.unreachable();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const [fault, ...more] = error.faults;
    assert.equal([fault?.code, fault?.path, more.length], ['path-two-owners', ['host', 'files', 0], 0]);
  }
});

test('without proxies nothing is told of any', () => {
  const machine = of({});
  assert.not(hasFile(machine, '/etc/nodeseed/environment'));
  const dropIns = machine.units.flatMap((unit) => unit.dropIns.map(({ name }) => name));
  assert.not(dropIns.includes('20-proxy.conf'));
});

test('a sysctl may be written with slashes', () => {
  assert.is(of({ sysctls: { 'net/core/somaxconn': 4096 } }).sysctls['net.core.somaxconn'], '4096');
});

test.run();
