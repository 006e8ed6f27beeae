import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkFact, checkTable } from './check.ts';
import type { Fact, FactOf, Row, Table } from './facts.ts';
import { tableSchema } from './facts.ts';
import { madeUpNode as node } from './made-up.ts';

/** Without its kind, which the property above it says. */
type Bare<K extends Fact['kind']> = Omit<FactOf<K>, 'kind'>;
/** Every kind has cases: a new one does not compile before it has some. */
type Cases = {
  readonly [K in Fact['kind']]: { holds: Bare<K>[]; fails: [fact: Bare<K>, message: RegExp][] };
};

const runc = { program: 'runc', version: '1.0.0-rc93', target: '/usr/local/bin/runc' };
const plain = { program: 'plain', version: '1.0.0', target: '/opt/bin/plain' };
const thing = { unit: 'thing.service' };
const idle = { unit: 'idle.service' };
const nothing = { unit: 'nothing.service' };
const json = { path: '/etc/thing.json' };
const leaf = { path: '/pki/leaf.crt' };
const kubeconfig = { kubeconfig: '/etc/kubeconfig' };
const pki = ['bundle.pem', 'ca.crt', 'leaf.crt', 'leaf.key', 'leaf.pub', 'other-ca.crt', 'other.key'];
const subnet = ['ranges', 0, 0, 'subnet'];

const cases: Cases = {
  artifact: {
    holds: [
      runc,
      { ...runc, mode: '0755' },
      { ...runc, owner: 'root' },
      { ...runc, group: 'root' },
      { ...runc, url: 'https://two.example/runc' },
      { ...runc, https: true },
    ],
    fails: [
      [{ ...runc, target: '/bin/runc' }, /expected "runc 1.0.0-rc93", found nothing/],
      [{ ...runc, program: 'crun' }, /expected "crun 1.0.0-rc93", found "runc 1.0.0-rc93"/],
      [{ ...runc, version: '1.0.0' }, /expected "runc 1.0.0", found/],
      [{ ...runc, mode: '0700' }, /expected "0700", found "0755"/],
      [{ ...runc, owner: 'user' }, /owner .* expected "user", found "root"/],
      [{ ...runc, url: 'https://three.example/runc' }, /expected https:..three.example.runc, found \["https/],
      [{ ...plain, https: true }, /expected https only, found \["http:/],
    ],
  },
  file: {
    holds: [
      leaf,
      { path: '/pki/leaf.key', mode: '0600' },
      { path: '/var/run/thing/state', owner: 'root' },
      { path: '/run/thing/state', size: 1 },
    ],
    fails: [
      [{ path: '/pki/none' }, /expected it, found nothing/],
      [{ ...leaf, mode: '0600' }, /expected "0600", found "0644"/],
      [{ ...leaf, owner: 'kubernetes' }, /expected "kubernetes", found "root"/],
      [{ ...leaf, group: 'kubernetes' }, /expected "kubernetes", found "root"/],
      [{ path: '/run/thing/state', size: 2 }, /expected 2, found 1/],
      [{ path: '/pki/none', size: 1 }, /expected it, found nothing/],
    ],
  },
  'file-absent': {
    holds: [{ path: '/pki/ca.key' }],
    fails: [
      [leaf, /expected nothing, found a file/],
      [{ path: '/var/run/thing/state' }, /expected nothing/],
      [{ path: runc.target }, /expected nothing/],
    ],
  },
  directory: {
    holds: [
      { path: '/pki' },
      { path: '/pki/', mode: '0700' },
      { path: '/pki', owner: 'kubernetes' },
      { path: '/var/run/thing' },
      { path: '/opt/bin' },
    ],
    fails: [
      [{ path: '/none' }, /expected it, found nothing/],
      [{ path: '/pk' }, /found nothing/],
      [{ path: '/run/thing', mode: '0755' }, /found nothing/],
      [{ path: '/pki', mode: '0755' }, /expected "0755", found "0700"/],
      [{ path: '/pki', group: 'root' }, /expected "root", found "kubernetes"/],
    ],
  },
  folder: {
    holds: [
      { path: '/run/thing', names: ['state'] },
      { path: '/opt', names: ['bin'] },
      { path: '/pki/', names: pki },
    ],
    fails: [
      [{ path: '/pki', names: [...pki, 'more'] }, /what lies in .pki: expected/],
      [{ path: '/pki', names: pki.slice(1) }, /expected .* found \["bundle.pem","ca.crt"/],
      [{ path: '/pk', names: ['i'] }, /found \[\]/],
    ],
  },
  toml: {
    holds: [
      { path: '/etc/thing.toml', key: ['plugins', 'cri', 'snapshotter'], value: 'overlayfs' },
      { path: '/etc/thing.toml', key: ['plugins', 'cri'], value: { snapshotter: 'overlayfs' } },
      { path: '/etc/thing.toml', key: ['grpc', 'gid'], gidOf: 'kubernetes' },
    ],
    fails: [
      [
        { path: '/etc/thing.toml', key: ['plugins', 'cri', 'snapshotter'], value: 'native' },
        /found "overlayfs"/,
      ],
      [{ path: '/etc/thing.toml', key: ['grpc', 'gid'], value: '990' }, /expected "990", found 990/],
      [{ path: '/etc/thing.toml', key: ['grpc', 'gid'], gidOf: 'human' }, /no such group/],
      [{ path: '/etc/thing.toml', key: ['grpc', 'since'], value: '2026-01-01' }, /expected "2026-01-01"/],
      [{ path: '/etc/thing.toml', key: ['plugins', 'toString'], value: 1 }, /found nothing/],
      [{ ...json, key: ['name'], value: 'lo' }, /./],
    ],
  },
  json: {
    holds: [
      { ...json, key: [], keys: ['none', 'on', 'ranges', 'name'] },
      { ...json, key: subnet, value: '10.0.0.0/24' },
      { ...json, key: ['ranges'], length: 1 },
      { ...json, key: ['on'], value: true },
      { ...json, key: ['none'], value: {} },
    ],
    fails: [
      [
        { ...json, key: [], keys: ['none', 'on', 'ranges'] },
        /keys .*expected \["none","on","ranges"\], found/,
      ],
      [{ ...json, key: ['name'], keys: ['none'] }, /found "lo"/],
      [{ ...json, key: subnet, value: '10.0.1.0/24' }, /expected "10.0.1.0\/24", found "10.0.0.0\/24"/],
      [{ ...json, key: ['ranges', 1, 0], value: 'x' }, /found nothing/],
      [{ ...json, key: ['ranges', '0'], length: 1 }, /found nothing/],
      [{ ...json, key: ['ranges'], length: 2 }, /expected 2, found 1/],
      [{ ...json, key: ['on'], value: 'true' }, /expected "true", found true/],
      [{ path: '/etc/broken.json', key: [], value: {} }, /JSON/],
      [{ path: '/etc/none.json', key: [], value: {} }, /expected the file .*, found nothing/],
    ],
  },
  yaml: {
    holds: [
      { path: '/etc/thing.yaml', key: ['token'], pattern: '^[0-9a-f]{6}\\.[0-9a-f]{16}$' },
      { path: '/etc/thing.yaml', key: ['node'], value: '${NODE}' },
      { path: '/etc/thing.yaml', key: ['empty'], value: '' },
      { path: '/etc/thing.yaml', key: ['list'], value: [1, 2] },
    ],
    fails: [
      [{ path: '/etc/thing.yaml', key: ['token'], pattern: '^[0-9]+$' }, /expected what matches/],
      [{ path: '/etc/thing.yaml', key: ['list', 0], pattern: '1' }, /found 1/],
      [{ path: '/etc/thing.yaml', key: ['node'], value: 'x${NODE}' }, /expected "xa1", found "a1"/],
      [{ path: '/etc/thing.yaml', key: ['absent'], value: '' }, /expected "", found nothing/],
    ],
  },
  unit: {
    holds: [
      { ...thing, section: 'Service', key: 'Restart', value: 'always' },
      { ...thing, section: 'Unit', key: 'After', value: 'one.service' },
    ],
    fails: [
      [{ ...thing, section: 'Service', key: 'Restart', value: 'no' }, /expected "no", found "always"/],
      [{ ...thing, section: 'Unit', key: 'Restart', value: 'always' }, /found nothing/],
      [{ ...thing, section: 'Unit', key: 'After', value: 'x' }, /found \["one.service","two.service"\]/],
      [{ ...nothing, section: 'Unit', key: 'After', value: 'x' }, /expected the unit nothing.service/],
      [{ unit: 'packaged.service', section: 'Unit', key: 'After', value: 'x' }, /a package brings it/],
    ],
  },
  'unit-absent': {
    holds: [{ ...thing, section: 'Service', key: 'User' }],
    fails: [[{ ...thing, section: 'Service', key: 'Restart' }, /expected none, found \["always"\]/]],
  },
  'unit-count': {
    holds: [{ ...thing, count: 5 }],
    fails: [[{ ...thing, count: 4 }, /expected 4, found 5: Description After After ExecStart Restart/]],
  },
  argv: {
    holds: [
      { ...thing, index: 0, value: '/usr/bin/thing' },
      { ...thing, index: 4, value: 'yes' },
    ],
    fails: [
      [{ ...thing, index: 0, value: 'thing' }, /expected "thing", found "\/usr\/bin\/thing"/],
      [{ ...thing, index: 9, value: 'x' }, /found nothing/],
    ],
  },
  flag: {
    holds: [
      { ...thing, flag: '--limit', value: 'a<10%,b<5%' },
      { ...thing, flag: '--empty', value: '' },
      { ...thing, flag: '--apart', value: 'yes' },
    ],
    fails: [
      [{ ...thing, flag: '--limit', value: 'a<10%%,b<5%%' }, /found "a<10%,b<5%"/],
      [{ ...thing, flag: '--bare', value: '' }, /expected "", found nothing/],
      [{ ...thing, flag: '--none', value: '1' }, /found nothing/],
      [{ ...idle, flag: '--v', value: '2' }, /expected flags only, found "b"/],
    ],
  },
  'flag-absent': {
    holds: [{ ...thing, flag: '--none' }],
    fails: [[{ ...thing, flag: '--bare' }, /expected none/]],
  },
  'flag-count': {
    holds: [{ ...thing, count: 4 }],
    fails: [
      [{ ...thing, count: 5 }, /expected 5, found 4: --limit --empty --apart --bare/],
      [{ ...idle, count: 1 }, /expected flags only/],
    ],
  },
  'unit-enabled': {
    holds: [thing, { unit: 'packaged.service' }],
    fails: [
      [idle, /expected true, found false/],
      [nothing, /found nothing/],
    ],
  },
  'unit-started': { holds: [thing], fails: [[idle, /expected true, found false/]] },
  package: {
    holds: [
      { name: 'socat', state: 'installed' },
      { name: 'firewalld', state: 'removed' },
    ],
    fails: [
      [{ name: 'firewalld', state: 'installed' }, /expected firewalld, found \["socat"\]/],
      [{ name: 'socat', state: 'removed' }, /expected socat/],
    ],
  },
  'package-repository': {
    holds: [{ host: 'download.docker.com' }],
    fails: [[{ host: 'docker.com' }, /expected docker.com, found \["download.docker.com"\]/]],
  },
  module: {
    holds: [{ name: 'overlay' }],
    fails: [[{ name: 'ip_vs' }, /expected ip_vs, found \["overlay"\]/]],
  },
  swap: {
    holds: [{ state: 'off' }],
    fails: [[{ state: 'off-in-fstab' }, /expected true, found false/]],
  },
  user: {
    holds: [
      { name: 'kubernetes', home: '/etc/kubernetes' },
      { name: 'kubernetes', shell: '/bin/nologin' },
      { name: 'kubernetes', group: 'kubernetes' },
      { name: 'kubernetes', system: true },
    ],
    fails: [
      [{ name: 'nobody', system: true }, /found nothing/],
      [{ name: 'human', home: '/root' }, /expected "\/root", found "\/home\/human"/],
      [{ name: 'human', shell: '/bin/nologin' }, /found "\/bin\/sh"/],
      [{ name: 'human', group: 'kubernetes' }, /found "human"/],
      [{ name: 'human', system: true }, /below 1000, found 1000/],
    ],
  },
  group: { holds: [{ name: 'kubernetes' }], fails: [[{ name: 'human' }, /expected human/]] },
  certificate: {
    holds: [
      { ...leaf, commonName: 'system:node:${NODE}' },
      { ...leaf, organization: ['system:nodes'] },
      { ...leaf, organizationalUnit: 'Lab' },
      { ...leaf, country: 'US' },
      { ...leaf, locality: 'Portland' },
      { ...leaf, state: 'Oregon' },
      { ...leaf, sans: { ip: ['${ADDRESS}'] } },
      { ...leaf, sans: { dns: ['a1'] } },
      { ...leaf, sanCount: 2 },
      { ...leaf, issuer: 'lab-ca' },
      { ...leaf, issuer: { path: '/pki/ca.crt' } },
      { ...leaf, usages: ['serverAuth'] },
      { ...leaf, key: 'RSA-2048' },
      { ...leaf, keyPath: '/pki/leaf.key' },
      { ...leaf, onlyUsages: ['serverAuth'] },
      { ...leaf, keyUsages: ['digitalSignature', 'keyEncipherment'] },
      { ...leaf, authority: false },
      { ...leaf, authorityKeyId: '/pki/ca.crt' },
      { ...leaf, signature: 'SHA256-RSA' },
      { ...leaf, days: 3652 },
      { path: '/pki/bundle.pem', keyPath: '/pki/bundle.pem' },
      { path: kubeconfig, sameAs: '/pki/leaf.crt' },
      { path: kubeconfig, keyPath: kubeconfig },
      { path: { ...kubeconfig, user: 'by-path' }, keyPath: '/pki/leaf.key' },
    ],
    fails: [
      [{ ...leaf, commonName: '${NODE}' }, /CN .* expected "a1", found "system:node:a1"/],
      [{ ...leaf, organization: ['system:masters'] }, /found \["system:nodes"\]/],
      [{ path: '/pki/ca.crt', organization: ['x'] }, /expected \["x"\], found \[\]/],
      [{ ...leaf, organizationalUnit: 'x' }, /OU/],
      [{ ...leaf, country: 'DE' }, /expected "DE", found "US"/],
      [{ ...leaf, locality: 'x' }, /expected "x", found "Portland"/],
      [{ ...leaf, state: 'x' }, /expected "x", found "Oregon"/],
      [{ ...leaf, sans: { ip: ['10.0.0.11'] } }, /expected IP Address:10.0.0.11/],
      [{ ...leaf, sans: { dns: ['10.0.0.1'] } }, /expected DNS:10.0.0.1/],
      [{ ...leaf, sanCount: 1 }, /expected 1, found 2/],
      [{ ...leaf, issuer: 'unknown' }, /found none of this name/],
      [{ ...leaf, issuer: 'renamed' }, /expected "renamed", found "lab-ca"/],
      [{ ...leaf, issuer: { path: '/pki/other-ca.crt' } }, /issuer .* expected .pki.other-ca.crt/],
      [{ ...leaf, usages: ['clientAuth'] }, /expected clientAuth, found \["serverAuth"\]/],
      [
        { ...leaf, onlyUsages: ['serverAuth', 'clientAuth'] },
        /expected \["clientAuth","serverAuth"\], found/,
      ],
      [{ ...leaf, keyUsages: ['digitalSignature'] }, /found \["digitalSignature","keyEncipherment"\]/],
      [{ path: '/pki/ca.crt', keyUsages: ['keyCertSign'] }, /found nothing/],
      [{ path: '/pki/ca.crt', authority: false }, /expected false, found true/],
      [{ ...leaf, authorityKeyId: '/pki/other-ca.crt' }, /authority's key of .* expected/],
      [{ ...leaf, authorityKeyId: '/pki/leaf.crt' }, /expected an identifier in .pki.leaf.crt/],
      [{ path: '/pki/ca.crt', authorityKeyId: '/pki/ca.crt' }, /found nothing/],
      [{ ...leaf, signature: 'ECDSA-SHA256' }, /expected "ECDSA-SHA256", found "SHA256-RSA"/],
      [{ ...leaf, days: 365 }, /expected 365, found 3652/],
      [{ ...leaf, key: 'ECDSA-P256' }, /expected "ECDSA-P256", found "RSA-2048"/],
      [{ ...leaf, keyPath: '/pki/other.key' }, /found another key/],
      [{ path: kubeconfig, sameAs: '/pki/ca.crt' }, /as in .pki.ca.crt/],
      [{ path: { ...kubeconfig, user: 'nobody' }, sanCount: 1 }, /expected client-certificate in/],
      [{ path: { ...kubeconfig, user: 'unknown' }, sanCount: 1 }, /expected "unknown" among users/],
    ],
  },
  key: {
    holds: [
      { path: '/pki/leaf.key', algorithm: 'RSA-2048' },
      { path: '/pki/leaf.pub', algorithm: 'RSA-2048' },
      { path: '/pki/bundle.pem', algorithm: 'RSA-2048' },
      { path: '/pki/leaf.pub', pairOf: '/pki/leaf.key' },
    ],
    fails: [
      [{ path: '/pki/leaf.key', algorithm: 'ECDSA-P256' }, /expected "ECDSA-P256", found "RSA-2048"/],
      [{ path: '/pki/leaf.pub', pairOf: '/pki/other.key' }, /expected that of .pki.other.key/],
      [{ path: '/pki/leaf.crt', algorithm: 'RSA-2048' }, /expected a key in .pki.leaf.crt, found none/],
      [{ path: '/pki/none', algorithm: 'RSA-2048' }, /found nothing/],
    ],
  },
  pem: {
    holds: [
      { path: '/pki/bundle.pem', blocks: ['CERTIFICATE', 'RSA PRIVATE KEY'] },
      { path: '/pki/leaf.pub', blocks: ['PUBLIC KEY'] },
    ],
    fails: [
      [
        { path: '/pki/bundle.pem', blocks: ['RSA PRIVATE KEY', 'CERTIFICATE'] },
        /found \["CERTIFICATE","RSA PRIVATE KEY"\]/,
      ],
      [{ path: '/pki/bundle.pem', blocks: ['CERTIFICATE'] }, /expected \["CERTIFICATE"\], found/],
      [{ ...json, blocks: ['CERTIFICATE'] }, /found \[\]/],
    ],
  },
  'ca-file': {
    holds: [
      { path: '/pki/ca.crt', authority: 'lab-ca' },
      { path: '/pki/ca.crt', certificates: 1 },
      { path: kubeconfig, authority: 'lab-ca' },
      { path: kubeconfig, certificates: 2 },
      { path: kubeconfig, certificates: 'several' },
    ],
    fails: [
      [{ path: '/pki/other-ca.crt', authority: 'lab-ca' }, /expected lab-ca, found/],
      [{ path: '/pki/ca.crt', authority: 'unknown' }, /found none of this name/],
      [{ path: '/pki/ca.crt', certificates: 'several' }, /expected several, found 1/],
      [{ path: kubeconfig, certificates: 1 }, /expected 1, found 2/],
      [{ path: '/pki/leaf.crt', certificates: 1 }, /expected authorities only/],
      [{ path: '/pki/leaf.key', certificates: 1 }, /expected 1, found 0/],
    ],
  },
  manifest: {
    holds: [
      { name: 'binding', key: ['roleRef', 'name'], value: 'admin' },
      { name: 'binding', key: ['roleRef'], keys: ['name'] },
    ],
    fails: [
      [{ name: 'binding', key: ['roleRef', 'name'], value: 'view' }, /expected "view", found "admin"/],
      [{ name: 'none', key: [], keys: ['x'] }, /found it 0 times/],
    ],
  },
  hostname: { holds: [{ value: '${NODE}' }], fails: [[{ value: 'b2' }, /expected "b2", found "a1"/]] },
  role: { holds: [{ role: 'master' }], fails: [[{ role: 'worker' }, /expected worker, found \["master"\]/]] },
};

/** The kind first, and through the same gate as the rows of a table. */
function complete(kind: string, bare: object): Fact {
  const fact = { kind, ...bare };
  const table = { tutorial: 'x.txt', lines: 1, rows: [{ line: 1, node: '*', fact }], without: [] };
  const [row] = tableSchema.parse(table).rows;
  assert.ok(row);
  return row.fact;
}

for (const [kind, { holds, fails }] of Object.entries(cases)) {
  for (const bare of holds) {
    test(`${kind} holds: ${JSON.stringify(bare)}`, () => {
      assert.is(checkFact(complete(kind, bare), node), undefined);
    });
  }
  for (const [bare, message] of fails) {
    test(`${kind} does not hold: ${JSON.stringify(bare)}`, () => {
      assert.match(checkFact(complete(kind, bare), node) ?? 'it holds', message);
    });
  }
}

const tableOf = (...rows: Row[]): Table => ({ tutorial: 'x.txt', lines: 9, rows, without: [] });
const hostname = (line: number, name: string, value: string): Row => ({
  line,
  node: name,
  fact: { kind: 'hostname', value },
});

test('a row is held against the nodes it speaks of, and says where it stands', () => {
  const table = tableOf(hostname(1, '*', 'a1'), hostname(2, 'a*', 'a1'), hostname(3, 'b2', 'a1'));
  const b2 = { ...node, name: 'b2', hostname: 'b2' };
  assert.equal(checkTable(table, [node, b2]), [
    'x.txt:1: hostname: b2: host name: expected "a1", found "b2"',
    'x.txt:3: hostname: b2: host name: expected "a1", found "b2"',
  ]);
});

test('a row that speaks of no node does not hold', () => {
  assert.equal(checkTable(tableOf(hostname(4, 'c*', 'x')), [node]), [
    'x.txt:4: hostname: no node is called c*',
  ]);
});

test.run();
