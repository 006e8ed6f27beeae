import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { installerParts, installTable, withInstaller } from '../../../src/machine/install/index.ts';
import type { Machine } from '../../../src/model/machine.ts';
import { Bug } from '../../../src/shared/fault.ts';
import { available, run } from '../../support/judges.ts';
import { binary, directory, machine, origin, placement, service, textFile, unit } from './support/machine.ts';
import { artifact } from './support/mirror.ts';

const pinned = artifact('kubelet', 'binary', `sha256:${'a'.repeat(64)}`, 'https://example.org/a?b=c&d');

function textOf(whole: Machine, path: string): string {
  const file = whole.files.find((one) => one.path === path);
  assert.ok(file, path);
  return Buffer.from(file.content.reveal()).toString();
}

const full = machine({
  directories: [directory('/etc/kubernetes', { user: 'k', group: 'k' }), directory('/etc/kubernetes/root')],
  files: [
    textFile('/etc/kubernetes/ca.pem', '', { user: 'k', group: 'k', mode: 0o640 }),
    textFile('/etc/kubelet.yaml', 'clientCAFile: /etc/kubernetes/ca.pem\n'),
    textFile('/run/x/env', 'A=1\n'),
  ],
  groups: [{ name: 'k', gid: 300, origin }],
  users: [
    {
      name: 'k',
      uid: 301,
      group: 'k',
      home: '/etc/kubernetes',
      shell: '/usr/sbin/nologin',
      description: '',
      origin,
    },
  ],
  modules: ['overlay'],
  sysctls: { 'net.ipv4.ip_forward': '1', 'net.ipv4.conf.*.rp_filter': '0' },
  swap: 'off',
  timeSync: { servers: ['a'], timeoutSeconds: 45 },
  packages: { repositories: [], install: ['socat'], remove: ['firewalld'] },
  units: [
    unit('containerd.service', undefined, { origin: { component: 'containerd', path: [] } }),
    unit('kubelet.service', service('/opt/bin/kubelet --config=/etc/kubelet.yaml')),
    unit('systemd-timesyncd.service'),
    unit('early.service', '[Unit]\nDefaultDependencies=no\n[Service]\nExecStart=/bin/true\n'),
    unit('firewall.service', '[Unit]\nBefore=network-pre.target\n[Service]\nExecStart=/bin/true\n'),
    unit('x.timer', '[Timer]\nOnCalendar=daily\n'),
    unit('y.service', undefined, { state: 'disabled' }),
  ],
  placements: [
    binary(pinned, '/opt/bin/kubelet'),
    binary({ ...pinned, name: 'again', sources: ['https://two.example/'] }, '/opt/bin/again', 0o700),
  ],
});

test('the table as a whole', () => {
  const table = textOf(withInstaller(full), '/etc/nodeseed/install.table');
  const receipt = `/var/lib/nodeseed/receipts/sha256-${'a'.repeat(64)}`;
  assert.equal(table.split('\n'), [
    'nodeseed-install 1',
    'setting rounds 8',
    'setting pause 2',
    'setting pause-limit 60',
    'setting connect-limit 30',
    'setting transfer-limit 1800',
    'time-daemon systemd-timesyncd.service',
    'time-sync 45 systemd-time-wait-sync.service',
    'clock 1767225600 2026-01-01\\004000:00:00',
    'group k 300',
    'user k 301 k /etc/kubernetes /usr/sbin/nologin -',
    'directory root root 0755 /etc/kubernetes/root',
    'owner k k 0640 /etc/kubernetes/ca.pem',
    'remove firewalld',
    'install socat',
    'module overlay',
    'sysctl /proc/sys/net/ipv4/ip_forward 1',
    'swap off',
    `artifact 1 sha256:${'a'.repeat(64)} binary kubelet\\0040v1.2.3`,
    'source 1 https://example.org/a\\0077b=c\\0046d',
    'source 1 https://two.example/',
    'place 1 0755 /opt/bin/kubelet -',
    'place 1 0700 /opt/bin/again -',
    'unit disabled y.service',
    'unit enabled containerd.service',
    'unit enabled early.service /etc/systemd/system/early.service',
    'unit enabled firewall.service /etc/systemd/system/firewall.service',
    `unit enabled kubelet.service /etc/kubelet.yaml /etc/kubernetes/ca.pem /etc/systemd/system/kubelet.service ${receipt}`,
    'unit enabled nodeseed-install.timer /etc/systemd/system/nodeseed-install.timer',
    'unit enabled systemd-timesyncd.service',
    'unit enabled x.timer /etc/systemd/system/x.timer',
    'end',
    '',
  ]);
});

test('what is a file on every system', () => {
  const whole = withInstaller(full);
  assert.is(textOf(whole, '/etc/sysusers.d/nodeseed.conf'), 'g k 300\nu k 301:300 - "/etc/kubernetes"\n');
  assert.is(
    textOf(whole, '/etc/tmpfiles.d/nodeseed.conf'),
    [
      'd /etc/nodeseed 0755 root root -',
      'd /var/lib/nodeseed 0700 root root -',
      'd /etc/kubernetes 0755 k k -',
      'C /run/x/env 0644 root root - /etc/nodeseed/volatile/run/x/env',
      '',
    ]
      .join('\n')
      .replaceAll(/ -$/gm, ' - -'),
  );
  assert.is(
    textOf(whole, '/etc/sysctl.d/90-nodeseed.conf'),
    'net.ipv4.ip_forward = 1\nnet.ipv4.conf.*.rp_filter = 0\n',
  );
  assert.is(textOf(whole, '/etc/modules-load.d/nodeseed.conf'), 'overlay\n');
  assert.is(textOf(whole, '/etc/nodeseed/volatile/run/x/env'), 'A=1\n');
  const modes = whole.files.filter(({ path }) => path.startsWith('/etc/nodeseed/install'));
  assert.equal(
    modes.map(({ mode }) => mode),
    [0o755, 0o600],
  );
});

test('units of the machine come after the installer, but for those it waits for; their text is untouched', () => {
  const whole = withInstaller(full);
  const after = whole.units.filter(({ dropIns }) =>
    dropIns.some(({ text }) => text.includes('After=nodeseed-install')),
  );
  assert.equal(
    after.map(({ name }) => name),
    ['containerd.service', 'kubelet.service'],
  );
  for (const { name, text } of full.units)
    assert.is(whole.units.find((one) => one.name === name)?.text, text);
  const wait = whole.units.find(({ name }) => name === 'systemd-time-wait-sync.service');
  assert.is(wait?.dropIns[0]?.text, '[Service]\nTimeoutStartSec=45\n');
  assert.is(wait?.text, undefined);
});

test('a machine that asks for nothing gets the installer alone', () => {
  const { files, units } = installerParts(machine());
  const paths = ['/etc/tmpfiles.d/nodeseed.conf', '/etc/nodeseed/install.sh', '/etc/nodeseed/install.table'];
  assert.equal(
    files.map(({ path }) => path),
    paths,
  );
  assert.equal(
    units.map(({ name }) => name),
    ['nodeseed-install.service', 'nodeseed-install.timer'],
  );
});

const armoured = (body: string) =>
  `-----BEGIN PGP PUBLIC KEY BLOCK-----\nComment: x\n\n${body}\n=abcd\n-----END PGP PUBLIC KEY BLOCK-----\n`;

test('repositories as files of their package manager', () => {
  const key = armoured(Buffer.from('a key').toString('base64'));
  const packages = (fields: Record<string, string>) => ({
    repositories: [{ name: 'docker', fields, key, origin }],
    install: [],
    remove: [],
  });
  const apt = withInstaller(machine({ packages: packages({ Types: 'deb', URIs: 'https://x/' }) }));
  assert.is(textOf(apt, '/etc/apt/keyrings/docker.gpg'), 'a key');
  assert.is(
    textOf(apt, '/etc/apt/sources.list.d/docker.sources'),
    'Types: deb\nURIs: https://x/\nSigned-By: /etc/apt/keyrings/docker.gpg\n',
  );
  const yum = withInstaller(
    machine({ system: 'centos-7', packages: packages({ name: 'docker', baseurl: 'https://x/' }) }),
  );
  assert.is(textOf(yum, '/etc/pki/rpm-gpg/RPM-GPG-KEY-docker'), key);
  assert.is(
    textOf(yum, '/etc/yum.repos.d/docker.repo'),
    '[docker]\nname=docker\nbaseurl=https://x/\ngpgkey=file:///etc/pki/rpm-gpg/RPM-GPG-KEY-docker\n',
  );
});

test('what no line of those files can hold is a Bug', () => {
  const user = { name: 'k', uid: 1, group: 'root', home: '/', shell: '/bin/sh', description: '', origin };
  const impossible: Partial<Machine>[] = [
    { sysctls: { a: '1\nb = 2' } },
    { sysctls: { '-a': '1' } },
    { modules: ['a\nb'] },
    { modules: ['-a'] },
    { users: [{ ...user, description: 'a:b' }] },
    { users: [{ ...user, group: 'nobody-knows' }] },
    { directories: [directory('/a\nb')] },
    { links: [{ path: '/a', target: ' b', origin }] },
    { placements: [binary({ ...pinned, format: 'tar.gz' }, '/opt/x')] },
    { placements: [placement(pinned, { member: 'a', target: '/opt/x', mode: 0o755 })] },
    { placements: [binary(pinned, '/opt/a\0b')] },
    { notBefore: 'soon' },
    { system: 'toString' },
  ];
  for (const parts of impossible)
    assert.throws(
      () => withInstaller(machine(parts)),
      (error: unknown) => error instanceof Bug,
      JSON.stringify(parts),
    );
});

test('the same machine, the same bytes', () => {
  assert.is(installTable(full), installTable(structuredClone({ ...full, files: [] }) && full));
  assert.equal(installerParts(full), installerParts(full));
});

test('systemd has nothing to say about the units, with or without the units they refer to', () => {
  if (!available('systemd-analyze', 'systemd')) return;
  const folder = mkdtempSync(join(tmpdir(), 'nodeseed-units-'));
  try {
    const put = (path: string, text: string) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    };
    const kubelet = unit('kubelet.service', service('/bin/true'));
    const { units } = withInstaller(
      machine({ units: [kubelet], timeSync: { servers: ['a'], timeoutSeconds: 5 } }),
    );
    for (const { name, text, dropIns } of units) {
      if (text !== undefined) put(name, text);
      for (const dropIn of dropIns) put(`${name}.d/${dropIn.name}`, dropIn.text);
    }
    const names = units.filter(({ text }) => text !== undefined).map(({ name }) => join(folder, name));
    const { status, stderr } = run(
      'systemd-analyze',
      ['verify', '--man=no', '--recursive-errors=yes', ...names],
      {
        env: { ...process.env, SYSTEMD_UNIT_PATH: `${folder}:` },
      },
    );
    assert.is(
      stderr
        .split('\n')
        .filter((line) => /nodeseed|kubelet|cycle/.test(line))
        .join('\n'),
      '',
    );
    assert.is(status, 0, stderr);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.run();
