import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { failure, inSandbox, succeeded } from './support/body.ts';
import { directory, machine, origin, service, textFile, unit } from './support/machine.ts';

const kubernetes = {
  groups: [{ name: 'kubernetes', gid: 888, origin }],
  users: [
    {
      name: 'kubernetes',
      uid: 887,
      group: 'kubernetes',
      home: '/etc/kubernetes',
      shell: '/bin/nologin',
      description: `50%h "of" it \\ 🙂`,
      origin,
    },
  ],
};
const owned = { user: 'kubernetes', group: 'kubernetes' };

inSandbox('accounts with their numbers, home and shell; folders, owners, links', async (sandbox) => {
  const strange = '/etc/kubernetes/a "b" %h \\ é';
  const whole = machine({
    ...kubernetes,
    directories: [
      directory('/etc/kubernetes', owned),
      directory('/etc/kubernetes/pki', { ...owned, mode: 0o700 }),
      directory('/etc/kubernetes/roots', { mode: 0o750 }),
      directory('/var/run/kubernetes', { ...owned, mode: 0o2770 }),
      directory(strange, owned),
      directory('/opt/%n "x" \\ é🙂', { mode: 0o711 }),
    ],
    files: [
      textFile('/etc/kubernetes/ca.pem', 'x', { ...owned, mode: 0o640 }),
      textFile('/run/kubernetes/env', 'A=1\n', { group: 'kubernetes', mode: 0o640 }),
    ],
    links: [
      { path: '/opt/link "1"', target: '../50% of "it" \\ é', origin },
      { path: '/var/run/link', target: '/opt', origin },
    ],
  });
  sandbox.write('/etc/tmpfiles.d/foreign.conf', 'd /opt/foreign\n');
  sandbox.lay(whole);
  succeeded(await sandbox.run());
  assert.match(sandbox.read('/etc/group'), /^kubernetes:x:888:$/m);
  assert.match(
    sandbox
      .read('/etc/passwd')
      .split('\n')
      .find((line) => line.startsWith('kubernetes')) ?? '',
    'kubernetes:x:887:888:50%h "of" it \\ 🙂:/etc/kubernetes:/bin/nologin',
  );
  assert.is(sandbox.rights('/etc/kubernetes'), 'd755 887:888');
  assert.is(sandbox.rights('/etc/kubernetes/pki'), 'd700 887:888');
  assert.is(sandbox.rights('/etc/kubernetes/roots'), 'd750 0:0');
  assert.is(sandbox.rights('/run/kubernetes'), 'd2770 887:888');
  assert.is(sandbox.rights(strange), 'd755 887:888');
  assert.is(sandbox.rights('/opt/%n "x" \\ é🙂'), 'd711 0:0');
  assert.is(sandbox.rights('/etc/kubernetes/ca.pem'), '-640 887:888');
  assert.is(sandbox.rights('/run/kubernetes/env'), '-640 0:888');
  assert.is(sandbox.read('/run/kubernetes/env'), 'A=1\n');
  assert.is(sandbox.link('/opt/link "1"'), '../50% of "it" \\ é');
  assert.is(sandbox.link('/run/link'), '/opt');
  assert.not.ok(sandbox.has('/opt/foreign'));

  const before = sandbox.snapshot();
  succeeded(await sandbox.run());
  assert.equal(sandbox.snapshot(), before);
});

inSandbox(
  'before anything is built on them, the files that brought it here are on the disk',
  async (sandbox) => {
    sandbox.lay(machine({ directories: [directory('/etc/kubernetes')] }));
    succeeded(await sandbox.run());
    assert.is(sandbox.calls('sync')[0], '-f /');
    assert.match(sandbox.read('/stub/calls'), /^sync -f \/\n/);
  },
);

inSandbox(
  'without sysusers the older tools make the accounts; other numbers are a failure',
  async (sandbox) => {
    sandbox.lay(machine(kubernetes));
    succeeded(await sandbox.run({ without: ['systemd-sysusers'] }));
    assert.match(
      sandbox.read('/etc/passwd'),
      'kubernetes:x:887:888:50%h "of" it \\ 🙂:/etc/kubernetes:/bin/nologin\n',
    );
    const [group] = kubernetes.groups;
    assert.ok(group);
    sandbox.lay(machine({ groups: [{ ...group, gid: 999 }] }));
    assert.match(failure(await sandbox.run()), 'group kubernetes: has gid 888, not 999');
  },
);

inSandbox('an owner is not given to what a link points to', async (sandbox) => {
  sandbox.lay(machine({ ...kubernetes, files: [textFile('/etc/kubernetes/x', '', owned)] }));
  sandbox.replaceByLink('/etc/kubernetes/x', '/etc/shadow');
  assert.match(failure(await sandbox.run()), '/etc/kubernetes/x: is missing or a link');
  assert.is(sandbox.rights('/etc/shadow'), '-600 0:0');
});

inSandbox('modules: loaded, or missing', async (sandbox) => {
  sandbox.lay(machine({ modules: ['br_netfilter', 'ip_vs', 'nf-x'] }));
  sandbox.write('/stub/no-module/ip_vs', '');
  sandbox.write('/stub/no-module/nf-x', '');
  sandbox.write('/sys/module/nf_x/refcnt', '');
  const outcome = await sandbox.run();
  assert.is(failure(outcome).split(';')[0], 'FAILED module ip_vs: modprobe: FATAL: Module ip_vs not found');
  assert.ok(outcome.lines.includes('module br_netfilter: loaded'));
  assert.ok(outcome.lines.includes('module nf-x: part of this kernel'));
  assert.is(sandbox.read('/etc/modules-load.d/nodeseed.conf'), 'br_netfilter\nip_vs\nnf-x\n');
});

inSandbox('sysctls: only ours count, and a later file does not win', async (sandbox) => {
  const sysctls = {
    'net.ipv4.ip_forward': '1',
    'net.ipv4.ip_local_port_range': '1024 65000',
    'net.ipv4.conf.eth0/100.forwarding': '1',
    'net/ipv4/conf/eth0.200/forwarding': '1',
  };
  const file = (name: string) => `/fake/sys/net/ipv4/${name}`;
  sandbox.write(file('ip_forward'), '0\n');
  sandbox.write(file('ip_local_port_range'), '1024\t65000\n');
  sandbox.write(file('conf/eth0.100/forwarding'), '1\n');
  sandbox.write(file('conf/eth0.200/forwarding'), '1\n');
  sandbox.lay(machine({ sysctls }));
  const outcome = await sandbox.run();
  succeeded(outcome);
  assert.is(sandbox.read(file('ip_forward')), '1\n');
  assert.is(sandbox.read(file('ip_local_port_range')), '1024\t65000\n');
  assert.ok(outcome.lines.includes('sysctl net/ipv4/ip_forward: set to 1'));
  sandbox.lay(machine({ sysctls: { 'net.none': '1' } }));
  assert.match(failure(await sandbox.run()), 'sysctl net/none: this kernel has no such key');
});

inSandbox('swap off: now, in fstab once, and its units', async (sandbox) => {
  const fstab = [
    '# /etc/fstab',
    'UUID=1 / ext4 defaults 0 1',
    'UUID=2 none swap sw 0 0',
    '  /swapfile\tnone\tswap',
    '#/old none swap sw 0 0',
    '/srv/swap /mnt ext4 swap 0 0',
    '',
  ];
  sandbox.write('/etc/fstab', fstab.join('\n'), 0o640);
  sandbox.write('/fake/swaps', 'Filename\n/dev/zram0 partition 1 0 1\n');
  sandbox.write('/stub/swap-units', 'dev-zram0.swap loaded active active Swap\n');
  sandbox.lay(machine({ swap: 'off' }));
  succeeded(await sandbox.run());
  const expected = [...fstab];
  expected[2] = `#${fstab[2]}`;
  expected[3] = `#${fstab[3]}`;
  assert.is(sandbox.read('/etc/fstab'), expected.join('\n'));
  assert.is(sandbox.rights('/etc/fstab'), '-640 0:0');
  assert.equal(sandbox.calls('swapoff'), ['-a']);
  assert.ok(sandbox.calls('systemctl').includes('mask dev-zram0.swap'));
  const before = sandbox.snapshot();
  succeeded(await sandbox.run());
  assert.equal(sandbox.snapshot(), before);
});

inSandbox('a clock before the issue date is moved forward', async (sandbox) => {
  sandbox.lay(machine());
  sandbox.write('/stub/now', '1000');
  const outcome = await sandbox.run();
  succeeded(outcome);
  assert.equal(sandbox.calls('date'), ['-u -s 2026-01-01 00:00:00']);
  assert.is(sandbox.read('/stub/now'), `${Date.parse('2026-01-01T00:00:00Z') / 1000}\n`);
  assert.match(outcome.lines[0] ?? '', 'moved forward to 2026-01-01 00:00:00 UTC');
  sandbox.write('/stub/now', '1000');
  sandbox.write('/stub/clock-is-fixed', '');
  assert.match(failure(await sandbox.run()), 'clock: before the secrets');
});

inSandbox('waits for time servers within a limit, then moves the clock all the same', async (sandbox) => {
  const timeSync = { servers: ['ntp.example'], timeoutSeconds: 0 };
  const conf = textFile('/etc/systemd/timesyncd.conf.d/nodeseed.conf', '[Time]\nNTP=ntp.example\n');
  sandbox.lay(
    machine({
      timeSync,
      files: [conf],
      units: [
        unit('systemd-timesyncd.service', undefined, {
          dropIns: [{ name: 'x.conf', text: '[Unit]\n', origin }],
        }),
      ],
    }),
  );
  for (const name of ['systemd-timesyncd.service', 'systemd-time-wait-sync.service'])
    sandbox.write(`/stub/known/${name}`, '');
  sandbox.write('/stub/active/systemd-timesyncd.service', '');
  sandbox.write('/stub/now', '1000');
  const outcome = await sandbox.run();
  succeeded(outcome);
  assert.match(outcome.lines.join('\n'), 'clock: not synchronised within 0 s');
  assert.match(outcome.lines.join('\n'), 'moved forward');
  assert.ok(sandbox.has('/stub/enabled/systemd-time-wait-sync.service'));
  const restarts = sandbox.calls('systemctl').filter((call) => call.startsWith('try-restart'));
  assert.equal(restarts, ['try-restart --no-block systemd-timesyncd.service']);

  sandbox.write('/stub/timedatectl', '       System clock synchronized: yes\n');
  succeeded(await sandbox.run());
  sandbox.write('/stub/now', '1000');
  assert.match(failure(await sandbox.run()), 'correct the servers or the date');
});

inSandbox('the trust store is refreshed when an authority changed', async (sandbox) => {
  const authority = (text: string) =>
    machine({ files: [textFile('/usr/local/share/ca-certificates/own.crt', text)] });
  for (const [text, times] of [
    ['1', 1],
    ['1', 1],
    ['2', 2],
  ] as const) {
    sandbox.lay(authority(text));
    succeeded(await sandbox.run());
    assert.is(
      sandbox
        .read('/stub/calls')
        .split('\n')
        .filter((line) => line.startsWith('update-ca')).length,
      times,
    );
  }
});

inSandbox(
  'packages: what is missing is installed, what is there removed, and nothing starts meanwhile',
  async (sandbox) => {
    sandbox.write('/stub/packages/firewalld', '');
    sandbox.write('/stub/packages/curl', '');
    sandbox.lay(
      machine({
        packages: { repositories: [], install: ['curl', 'containerd.io'], remove: ['firewalld', 'ufw'] },
      }),
    );
    const first = await sandbox.run();
    assert.match(failure(first), 'packages: remove firewalld : E: Could not resolve host');
    assert.match(first.lines.join('\n'), /^packages: remove: E: Could not resolve host; giving up$/m);
    sandbox.write('/stub/apt-works', '');
    sandbox.forgetCalls();
    succeeded(await sandbox.run());
    const words = sandbox.calls('apt-get').map((call) => call.replace(/^.*confold /, ''));
    assert.equal(words, [
      'remove --yes --no-install-recommends -- firewalld',
      'update',
      'install --yes --no-install-recommends -- containerd.io',
    ]);
    const starts = sandbox.calls('systemctl').filter((call) => call.startsWith('start'));
    assert.equal(starts, ['start --no-block new.service']);
    sandbox.forgetCalls();
    succeeded(await sandbox.run());
    assert.equal(sandbox.calls('apt-get'), []);
  },
);

inSandbox('packages: a change that was cut off is finished before any other', async (sandbox) => {
  sandbox.write('/stub/apt-works', '');
  sandbox.write('/var/lib/dpkg/updates/0001', 'Package: half\n');
  sandbox.lay(machine({ packages: { repositories: [], install: ['curl'], remove: [] } }));
  const { lines, status } = await sandbox.run();
  assert.is(status, 0, lines.join('\n'));
  assert.ok(lines.includes('packages: a change that was cut off is finished'), lines.join('\n'));
  assert.equal(sandbox.calls('dpkg'), ['--force-confdef --force-confold --configure --pending']);
});

inSandbox('packages: a policy that a power cut has left empty is taken away', async (sandbox) => {
  sandbox.lay(machine({}));
  const around = ': >/usr/sbin/policy-rc.d; sh /etc/nodeseed/install.sh; ls /usr/sbin/policy-rc.d 2>&1';
  const { lines } = await sandbox.run({ script: ['-c', around] });
  assert.match(lines.at(-1) ?? '', 'No such file');
});

inSandbox(
  'units: masked, disabled, static, enabled; restarted when a file they read has changed',
  async (sandbox) => {
    const units = [
      unit('a.service', service('/bin/true --config=/etc/a.yaml')),
      unit('image.service', undefined, {
        state: 'static',
        dropIns: [{ name: 'x.conf', text: '[Unit]\n', origin }],
      }),
      unit('off.service', undefined, { state: 'disabled' }),
      unit('never.service', undefined, { state: 'masked' }),
      unit('absent.service', undefined, { state: 'disabled' }),
      unit('of@.service', service('/bin/true')),
    ];
    const files = [textFile('/etc/a.yaml', 'see: /etc/deep.pem\n'), textFile('/etc/deep.pem', '1')];
    sandbox.lay(machine({ units, files }));
    sandbox.write('/stub/enabled/off.service', '');
    for (const name of ['image.service', 'off.service', 'never.service']) {
      sandbox.write(`/stub/known/${name}`, '');
      sandbox.write(`/stub/active/${name}`, '');
    }
    succeeded(await sandbox.run());
    const changes = () => sandbox.calls('systemctl').filter((call) => !/^(cat|is-|daemon-reload)/.test(call));
    assert.equal(changes(), [
      'mask never.service',
      'stop --no-block never.service',
      'disable off.service',
      'stop --no-block off.service',
      'try-restart --no-block image.service',
      'enable a.service',
      'start --no-block a.service',
      'enable nodeseed-install.timer',
      'start --no-block nodeseed-install.timer',
      'enable of@.service',
    ]);
    sandbox.forgetCalls();
    sandbox.lay(
      machine({
        units,
        files: files.map((one) => (one.path === '/etc/deep.pem' ? textFile(one.path, '2') : one)),
      }),
    );
    succeeded(await sandbox.run());
    assert.equal(changes(), ['try-restart --no-block a.service']);
  },
);

test.run();
