import { test } from 'uvu';
import * as assert from 'uvu/assert';
import * as names from '../../src/shared/names.ts';
import { available, run } from '../support/judges.ts';
import fc from '../support/property.ts';

const long = (length: number, unit = 'a'): string => unit.repeat(length);

interface Table {
  readonly yes: readonly string[];
  readonly no: readonly string[];
}

const tables: Readonly<Record<string, readonly [check: (text: string) => boolean, Table]>> = {
  isDnsLabel: [
    names.isDnsLabel,
    {
      yes: ['a', '0', 'a-b', 'a--b', long(63)],
      no: ['', '-a', 'a-', 'A', 'a.b', 'a_b', long(64), 'é', 'a\n'],
    },
  ],
  isDnsSubdomain: [
    names.isDnsSubdomain,
    {
      yes: ['a.b', '1.2', `${long(63)}.${long(63)}`],
      no: ['', '.', 'a.', '.a', 'a..b', 'A.b', `${long(50)}.`.repeat(5) + long(4)],
    },
  ],
  isImageReference: [
    names.isImageReference,
    {
      yes: [
        'pause',
        'registry.k8s.io/pause:3.10.2',
        'registry.example:5000/a/b_c:V1.0-rc.1',
        `registry.k8s.io/pause@sha256:${'0'.repeat(64)}`,
        `registry.k8s.io/pause:3.10.2@sha256:${'a'.repeat(64)}`,
        '[fd00::1]:5000/pause',
      ],
      no: [
        '',
        'Pause',
        'a//b',
        'a/',
        'pause:',
        'pause:-1',
        'pause 3',
        'https://registry.k8s.io/pause',
        `pause@sha256:${'A'.repeat(64)}`,
        'pause@sha256:00',
        `pause@${'0'.repeat(64)}`,
      ],
    },
  ],
  isImageRepository: [
    names.isImageRepository,
    {
      yes: ['registry.k8s.io', 'registry.example:5000/kubernetes', 'localhost/a/b'],
      no: ['', 'registry.k8s.io/', 'registry.k8s.io/pause:3.10', 'https://registry.k8s.io', 'a b'],
    },
  ],
  isHostname: [
    names.isHostname,
    {
      yes: ['cp-1', 'cp-1.lab.example', `${long(61)}.ab`, '0a'],
      no: ['', 'CP', '10.0.0.1', '1', long(64), `${long(61)}.abc`, 'a b', '-a'],
    },
  ],
  isQualifiedName: [
    names.isQualifiedName,
    {
      yes: ['tier', 'a.b/c', 'node-role.kubernetes.io/control-plane', 'A_b.c', long(63), `x/${long(63)}`],
      no: ['', '/', 'a/', '/a', 'a/b/c', '-a', 'a-', '_', 'A.b/c', long(64), 'a b', 'a\n'],
    },
  ],
  isLabelValue: [
    names.isLabelValue,
    { yes: ['', 'a', 'A_b.c-d', '1.30', long(63)], no: ['-a', 'a.', 'a/b', long(64), ' ', 'a\n'] },
  ],
  isTaintEffect: [names.isTaintEffect, { yes: [...names.taintEffects], no: ['', 'noschedule', 'NoExec'] }],
  isAbsoluteCleanPath: [
    names.isAbsoluteCleanPath,
    {
      yes: [
        '/a',
        '/a/b.c',
        '/.a',
        '/..a',
        '/a..',
        '/...',
        '/é b',
        `/${long(255)}`,
        `/${long(254)}`.repeat(16),
      ],
      no: [
        '',
        '/',
        'a',
        'a/b',
        '/a/',
        '//a',
        '/a//b',
        '/a/.',
        '/./a',
        '/a/../b',
        '/..',
        '/a\n',
        '/a\0',
        `/${long(256)}`,
        `/${long(128, 'é')}`,
        `/${long(254)}`.repeat(17),
        '/\ud800',
      ],
    },
  ],
  isUnicastMac: [
    names.isUnicastMac,
    {
      yes: ['52:54:00:00:01:11', '00:00:00:00:00:01'],
      no: ['01:00:5e:00:00:01', 'ff:ff:ff:ff:ff:ff', '00:00:00:00:00:00'],
    },
  ],
  isUnitName: [
    names.isUnitName,
    {
      yes: ['kubelet.service', 'a@.service', 'a@b.service', 'var-lib\\x2da.mount', 'x.y.target'],
      no: [
        '',
        'kubelet',
        '.service',
        '@a.service',
        'a/b.service',
        'a b.service',
        'a.conf',
        `${long(250)}.service`,
        'a.service\n',
      ],
    },
  ],
  isDropInName: [
    names.isDropInName,
    {
      yes: ['10-a.conf', 'a.b.conf'],
      no: ['', '.conf', '.a.conf', 'a', 'a/b.conf', '-a.conf', 'a.conf.bak'],
    },
  ],
  isUserName: [
    names.isUserName,
    {
      yes: ['etcd', '_apt', 'a-b_1', long(31)],
      no: ['', '1a', '-a', 'A', 'a.b', 'a b', long(32), 'root:x', 'a\n'],
    },
  ],
  isSysctlKey: [
    names.isSysctlKey,
    {
      yes: [
        'net.ipv4.ip_forward',
        'net/ipv4/conf/eth0.100/rp_filter',
        'kernel.panic',
        'net.ipv4.conf.br-lan.rp_filter',
      ],
      no: [
        '',
        'kernel',
        'a..b',
        '.a.b',
        'a.b.',
        'a b.c',
        'a=b.c',
        '../a',
        'a/../b',
        '/net/ipv4',
        'net/',
        'a.b\n',
        '-net.ipv4',
        '#a.b',
      ],
    },
  ],
  isModuleName: [
    names.isModuleName,
    {
      yes: ['br_netfilter', 'overlay', 'ip-vs', '8021q', long(55)],
      no: ['', '-a', 'a.ko', 'a b', 'a/b', long(56), '#a', 'a\n'],
    },
  ],
  isEnvironmentName: [
    names.isEnvironmentName,
    { yes: ['A', '_a1', 'HTTP_PROXY'], no: ['', '1A', 'A-B', 'A B', 'A=', 'é', 'A\n'] },
  ],
};

for (const [name, [check, { yes, no }]] of Object.entries(tables)) {
  test(name, () => {
    for (const text of yes) assert.is(check(text), true, `yes: ${JSON.stringify(text)}`);
    for (const text of no) assert.is(check(text), false, `no: ${JSON.stringify(text)}`);
  });
}

test('normalizeMac', () => {
  assert.is(names.normalizeMac('52:54:00:AB:cd:11'), '52:54:00:ab:cd:11');
  assert.is(names.normalizeMac('52-54-00-AB-CD-11'), '52:54:00:ab:cd:11');
  for (const text of [
    '',
    '52:54:00:ab:cd',
    '52:54:00:ab:cd:1',
    '52:54-00:ab:cd:11',
    '525400abcd11',
    '52:54:00:ab:cd:11:22',
    '5g:54:00:ab:cd:11',
  ])
    assert.is(names.normalizeMac(text), undefined, text);
});

test('a clean path is the one that a normaliser leaves as it is', () => {
  const part = fc.constantFrom('a', '.', '..', '', 'b.c', '...');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
      const path = `/${parts.join('/')}`;
      const normal = new URL(path.replace(/^\/+/, '/'), 'file:///').pathname;
      const clean = path === normal && path !== '/' && !path.endsWith('/') && !path.includes('//');
      return names.isAbsoluteCleanPath(path) === clean;
    }),
  );
});

test('systemd takes the unit names we take', () => {
  if (!available('systemd-escape', 'systemd')) return;
  const [check, { yes }] = tables['isUnitName'] ?? [() => false, { yes: [], no: [] }];
  const instances = yes.filter((name) => check(name) && /@[^.]/.test(name));
  for (const name of instances)
    assert.is(run('systemd-escape', ['--unescape', '--instance', name]).status, 0, name);
  assert.is(instances.length, 1);
});

test('keys of TOML: what the library does not carry is none', () => {
  for (const key of ['runc', 'io.containerd.cri.v1.runtime', 'a b', 'ü', 'prototype'])
    assert.ok(names.isTomlKey(key), key);
  for (const key of ['', 'constructor', 'valueOf', 'toString', '__proto__', 'toISOString', 'a\n', '\u0085'])
    assert.not.ok(names.isTomlKey(key), key);
});

test.run();
