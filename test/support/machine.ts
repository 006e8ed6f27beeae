/** A machine made by hand, richer and nastier than any profile's: what every rendering has to carry unharmed. */
import { createHash } from 'node:crypto';
import { publicContent } from '../../src/model/content.ts';
import type { File, Machine, Mode, Origin, SecretMode } from '../../src/model/machine.ts';
import { secretContent } from '../../src/model/secret-content.ts';

export const origin: Origin = { component: 'test', path: ['files'] };

export const publicFile = (
  path: string,
  data: string | Uint8Array,
  mode: Mode = 0o644,
  user = 'root',
): File => ({
  path,
  mode,
  user,
  group: user,
  content: publicContent(data),
  origin,
});

export const secretFile = (
  path: string,
  data: string | Uint8Array,
  mode: SecretMode = 0o600,
  user = 'root',
): File => ({
  path,
  mode,
  user,
  group: user,
  content: secretContent('node', data),
  origin,
});

const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);
const noise = Buffer.concat(
  Array.from({ length: 100 }, (_, index) => createHash('sha256').update(`${index}`).digest()),
);

/** Contents that some reader of YAML, of URLs, of shell or of templates takes for something else. */
export const hostileContents: Readonly<Record<string, string | Uint8Array>> = {
  empty: '',
  newline: '\n',
  newlines: '\n\n\n',
  'no-final-newline': 'one\ntwo',
  'final-newlines': 'one\ntwo\n\n\n',
  crlf: 'one\r\ntwo\r\n',
  'lone-cr': 'one\rtwo\n',
  'leading-spaces': '   indented\nless\n      more\n',
  'leading-newline': '\n  then this\n',
  tabs: '\tone\n\t\ttwo\n \t mixed \t\n',
  'trailing-spaces': 'one   \ntwo\t\n   \n',
  'only-spaces': '   ',
  jinja: '## template: jinja\n{{ ds.meta_data }} {% if x %}\n',
  'cloud-config': '#cloud-config\nruncmd: [reboot]\n',
  mime: 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="x"\n\n--x\n',
  shell: '#!/bin/sh\necho "${HOME}" $(id) `id` \'quoted\' \\\n',
  percent: '100% %n %% %41 %zz + a+b a b\n',
  'yaml-words': 'yes',
  'yaml-number': '0644',
  'yaml-null': '~',
  'yaml-anchor': '&a *b !!binary | > - ? : # %YAML',
  'yaml-document': '---\na: b\n...\n',
  emoji: 'grüße 🚀 日本語 \u202eright to left\n',
  separators: 'a\u0085b\u2028c\u2029d\ufeffe\n',
  bom: '\ufeffstarts with a mark\n',
  controls: 'bell\u0007 escape\u001b[31m nul\0 delete\u007f c1\u009b\n',
  'long-line': `${'x'.repeat(5000)} ${'y '.repeat(3000)}\n`,
  repetitive: 'the same line over and over\n'.repeat(500),
  'every-byte': everyByte,
  noise,
  'half-utf8': Uint8Array.from([0x61, 0xc3]),
};

const longName = `${'n'.repeat(120)}/${'m'.repeat(200)}`;

const files: readonly File[] = [
  ...Object.entries(hostileContents).map(([name, data]) => publicFile(`/etc/hostile/${name}`, data)),
  ...Object.entries(hostileContents).map(([name, data]) => secretFile(`/etc/secret/${name}`, data)),
  publicFile('/bin/merged', '#!/bin/sh\n', 0o755),
  publicFile('/lib/firmware/blob', noise),
  publicFile('/etc/kubernetes/pki/ca.crt', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'),
  secretFile('/etc/kubernetes/pki/kubelet.key', 'not really a key\n', 0o640, 'kubernetes'),
  publicFile('/etc/owned/by-somebody', 'theirs\n', 0o640, 'kubernetes'),
  publicFile('/etc/owned/nobody-may-read', 'mode nought\n', 0),
  publicFile('/etc/owned/high-id', 'of an account with a large number\n', 0o600, 'directory-service'),
  publicFile(`/opt/long/${longName}`, 'a long path\n'),
  publicFile('/opt/odd/a name with spaces', 'spaces\n'),
  publicFile('/opt/odd/%41 "quoted" \'too\' \\ back', 'quotes\n'),
  publicFile('/opt/odd/-dash', 'dash\n'),
  publicFile('/opt/odd/größe-🚀', 'not ascii\n'),
  publicFile('/opt/odd/yes: no # {x} [y] &z *', 'yaml in a name\n'),
  publicFile('/usr/local/bin/install.sh', '#!/bin/sh\nset -eu\n', 0o755),
];

const installerUnit = [
  '[Unit]',
  'Description=Install what makes this machine a node',
  '[Service]',
  'Type=oneshot',
  'ExecStart=/usr/local/bin/install.sh',
  '[Install]',
  'WantedBy=multi-user.target',
  '',
].join('\n');

const byPath = (a: { readonly path: string }, b: { readonly path: string }) => (a.path < b.path ? -1 : 1);

export const machine: Machine = {
  name: 'worker-001',
  hostname: 'worker-001.lab.example',
  system: 'debian-12',
  files: [...files].sort(byPath),
  directories: [
    { path: '/etc', mode: 0o755, user: 'root', group: 'root', origin },
    { path: '/etc/kubernetes/pki', mode: 0o700, user: 'kubernetes', group: 'kubernetes', origin },
    { path: '/opt', mode: 0o755, user: 'root', group: 'root', origin },
    { path: '/opt/shared', mode: 0o1777, user: 'root', group: 'kubernetes', origin },
    { path: '/sbin', mode: 0o755, user: 'root', group: 'root', origin },
    { path: '/usr/local/bin', mode: 0o755, user: 'root', group: 'root', origin },
    { path: '/var/lib/kubelet', mode: 0o750, user: 'root', group: 'root', origin },
    { path: '/var/run/kubernetes', mode: 0o755, user: 'kubernetes', group: 'kubernetes', origin },
  ],
  links: [
    { path: '/etc/alternatives/tool', target: '../../opt/odd/-dash', origin },
    { path: '/opt/odd/ünï %41', target: '/opt/odd/größe-🚀', origin },
    { path: '/sbin/merged-link', target: '/usr/bin/merged', origin },
    { path: '/var/run/link', target: '/nowhere', origin },
  ],
  units: [
    { name: 'firewalld.service', state: 'masked', dropIns: [], origin },
    {
      name: 'kubelet.service',
      state: 'enabled',
      text: '[Service]\nExecStart=/usr/local/bin/kubelet --flag="a b" \\\n  --x=%%i\n[Install]\nWantedBy=multi-user.target\n',
      dropIns: [{ name: '10-nodeseed.conf', text: '[Unit]\nAfter=nodeseed-install.service\n', origin }],
      origin,
    },
    { name: 'nodeseed-install.service', state: 'enabled', text: installerUnit, dropIns: [], origin },
    { name: 'rpcbind.service', state: 'disabled', dropIns: [], origin },
    {
      name: 'sshd.service',
      state: 'static',
      dropIns: [{ name: '20-limits.conf', text: '[Service]\nLimitNOFILE=1024\n', origin }],
      origin,
    },
  ],
  users: [account('directory-service', 4_000_000), account('kubernetes', 990)],
  groups: [
    { name: 'directory-service', gid: 4_000_000, origin },
    { name: 'kubernetes', gid: 991, origin },
  ],
  authorizedKeys: [
    { user: 'debian', keys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI debian@"lab" #1'], origin },
    { user: 'root', keys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI root@lab'], origin },
  ],
  packages: { repositories: [], install: [], remove: [] },
  modules: [],
  sysctls: {},
  swap: 'keep',
  notBefore: '2026-09-01T00:00:00Z',
  network: {
    interfaces: [
      {
        name: 'eth0',
        mac: '52:54:00:00:01:11',
        rename: true,
        addresses: ['10.0.1.11/24', 'fd00:1::11/64'],
        gateways: ['10.0.1.1', 'fe80::1'],
        routes: [{ to: '172.16.0.0/12', via: '10.0.1.254' }],
        nameservers: ['10.0.1.53', 'fd00:1::53'],
        searchDomains: ['lab.example', 'example'],
        mtu: 9000,
      },
      {
        name: 'eth1',
        addresses: ['192.0.2.7/32'],
        gateways: [],
        routes: [{ to: '198.51.100.0/24', via: '192.0.2.1' }],
        nameservers: [],
        searchDomains: [],
      },
      { name: 'eth2', addresses: [], gateways: [], routes: [], nameservers: [], searchDomains: [] },
    ],
  },
  placements: [],
  preinstalled: [],
  downloads: true,
};

function account(name: string, uid: number): Machine['users'][number] {
  return {
    name,
    uid,
    group: name,
    home: '/nonexistent',
    shell: '/usr/sbin/nologin',
    description: '',
    origin,
  };
}
