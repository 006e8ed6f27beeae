/** Hostile values in what the machine itself is told. */
import { test } from 'uvu';
import { parseUnit, valuesOf } from '../../support/systemd.ts';
import { hostileField } from './field.ts';
import { argument, only, records, systemdWords, textAt } from './read.ts';

const hostOf = (host: object) => ({ host });

hostileField({
  name: 'the contents of a file',
  base: 'hello\n',
  profile: (contents) => hostOf({ files: [{ path: '/etc/motd', contents }] }),
  read: ({ machine }) => ({ found: textAt(machine, '/etc/motd') }),
});

for (const kind of ['files', 'directories', 'links'] as const) {
  const more = { files: { contents: 'x' }, directories: {}, links: { target: '/x' } };
  hostileField({
    name: `the path of host.${kind}`,
    base: '/srv/some/place',
    profile: (path) => hostOf({ [kind]: [{ path, ...more[kind] }] }),
    read: ({ machine }, path) => ({ found: machine[kind].find((one) => one.path === path)?.path }),
  });
}

hostileField({
  name: 'the target of a link',
  base: '../place/with a space',
  profile: (target) => hostOf({ links: [{ path: '/srv/link', target }] }),
  read: ({ machine }) => {
    const line = textAt(machine, '/etc/tmpfiles.d/nodeseed.conf')
      .split('\n')
      .find((one) => one.startsWith('L+ /srv/link '));
    const target = line?.split(' - - - - ').slice(1).join(' - - - - ') ?? '';
    // tmpfiles.d(5): the rest of the line, C escapes and specifiers in it.
    return { found: target.replaceAll(/%%|\\(["\\])/g, (all, escaped?: string) => escaped ?? all.slice(1)) };
  },
});

hostileField({
  name: 'the name of a unit',
  base: 'hello@x.service',
  profile: (name) => hostOf({ units: [{ name, contents: '[Service]\nExecStart=/bin/true\n' }] }),
  read: ({ machine }, name) => ({ found: records(machine, 'unit').find((one) => one[1] === name)?.[1] }),
});

hostileField({
  name: 'the contents of a unit',
  base: '[Service]\nExecStart=/bin/true\n',
  profile: (contents) => hostOf({ units: [{ name: 'hello.service', contents }] }),
  read: ({ machine }) => ({ found: machine.units.find(({ name }) => name === 'hello.service')?.text }),
});

hostileField({
  name: 'the name of a drop-in',
  base: '20-limits.conf',
  profile: (name) =>
    hostOf({ units: [{ name: 'ssh.service', dropIns: [{ name, contents: '[Service]\nLimitNOFILE=9\n' }] }] }),
  read: ({ machine }, wanted) => ({
    found: machine.units
      .find(({ name }) => name === 'ssh.service')
      ?.dropIns.map(({ name }) => name)
      .filter((name) => name === wanted),
  }),
  expected: only,
});

for (const unit of ['kubelet', 'containerRuntime'] as const) {
  const name = unit === 'kubelet' ? 'kubelet.service' : 'containerd.service';
  hostileField({
    name: `a value in ${unit}.unit`,
    base: '"A=some thing" B=%%n',
    profile: (value) => ({ [unit]: { unit: { Service: { Environment: value } } } }),
    read: ({ machine }) => {
      const text = machine.units.find((one) => one.name === name)?.text ?? '';
      return { found: valuesOf(parseUnit(text), 'Service', 'Environment') };
    },
    // An empty value takes back those before it, of which there are none.
    expected: (value) => (value === '' ? [] : [value]),
  });
}

hostileField({
  name: 'a key in kubelet.unit',
  base: 'TimeoutStopSec',
  profile: (key) => ({ kubelet: { unit: { Service: { [key]: '9' } } } }),
  read: ({ machine }, key) => {
    const text = machine.units.find((one) => one.name === 'kubelet.service')?.text ?? '';
    return { found: valuesOf(parseUnit(text), 'Service', key) };
  },
  expected: () => ['9'],
});

hostileField({
  name: 'a user’s description',
  base: 'the "account" of 100 %',
  profile: (description) => hostOf({ users: [{ name: 'lab', uid: 990, description }] }),
  read: ({ machine }) => ({ found: sysusersWords(textAt(machine, '/etc/sysusers.d/nodeseed.conf'))[3] }),
  expected: (value) => (value === '' ? '-' : value),
});

for (const [key, index] of [
  ['home', 4],
  ['shell', 5],
] as const) {
  hostileField({
    name: `a user’s ${key}`,
    base: '/srv/some "place"',
    profile: (value) => hostOf({ users: [{ name: 'lab', uid: 990, [key]: value }] }),
    read: ({ machine }) => ({
      found: sysusersWords(textAt(machine, '/etc/sysusers.d/nodeseed.conf'))[index],
    }),
  });
}

hostileField({
  name: 'the name of a user',
  base: 'lab',
  profile: (name) => hostOf({ users: [{ name, uid: 990 }] }),
  read: ({ machine }) => ({ found: sysusersWords(textAt(machine, '/etc/sysusers.d/nodeseed.conf'))[1] }),
});

function sysusersWords(text: string): readonly string[] {
  const line = text.split('\n').find((one) => one.startsWith('u ')) ?? '';
  return systemdWords(line);
}

hostileField({
  name: 'a sysctl’s value',
  base: '|/bin/core %p %e',
  profile: (value) => hostOf({ sysctls: { 'kernel.core_pattern': value } }),
  read: ({ machine }) => {
    const lines = textAt(machine, '/etc/sysctl.d/90-nodeseed.conf').split('\n');
    return {
      found: lines.filter((line) => line.startsWith('kernel.')).map((line) => line.split(/ = (.*)/s)[1]),
    };
  },
  expected: only,
});

hostileField({
  name: 'a sysctl’s key',
  base: 'net/ipv4/conf/eth0.100/rp_filter',
  profile: (key) => hostOf({ sysctls: { [key]: 2 } }),
  read: ({ machine }) => {
    const paths = records(machine, 'sysctl').filter(([, value]) => value === '2');
    return { found: paths.map(([path]) => path) };
  },
  expected: (key) => [`/proc/sys/${key.includes('/') ? key : key.replaceAll('.', '/')}`],
});

hostileField({
  name: 'the comment of an SSH key',
  base: 'me@here',
  profile: (comment) => hostOf({ sshAuthorizedKeys: [`ssh-ed25519 AAAAC3Nz ${comment}`] }),
  read: ({ machine }) => ({ found: machine.authorizedKeys[0]?.keys }),
  expected: (comment) => [`ssh-ed25519 AAAAC3Nz ${comment}`],
});

hostileField({
  name: 'binaries.directory',
  base: '/opt/some "bin" %n',
  profile: (directory) => ({ binaries: { directory } }),
  read: argument('kubelet.service', ''),
  expected: (directory) => [
    `${directory}/kubelet`,
    ...['--config=/var/lib/kubelet/config.yaml', '--hostname-override=worker-1'],
    ...['--kubeconfig=/etc/kubernetes/kubelet.conf', '--node-ip=10.0.1.11'],
  ],
});

test.run();
