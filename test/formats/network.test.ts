import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dump, load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { networkConfig } from '../../src/formats/cloud-init/network-config.ts';
import { ini } from '../../src/formats/network/ini.ts';
import { networkd } from '../../src/formats/network/networkd.ts';
import { networkManager } from '../../src/formats/network/networkmanager.ts';
import { isOnLink } from '../../src/formats/network/routes.ts';
import type { Interface } from '../../src/model/network.ts';
import { available, missing, run } from '../support/judges.ts';
import { machine } from '../support/machine.ts';
import { put, scratchFolder } from './support/on-disk.ts';

const { network } = machine;
const [eth0, eth1] = network.interfaces;
const textOf = (files: ReturnType<typeof networkd>, path: string): string =>
  Buffer.from(files.find((file) => file.path === path)?.content.reveal() ?? []).toString();

/** What a file says, whatever order and spelling of yes it is in: `Section/Key=value`, routes as wholes. */
function facts(text: string): string[] {
  return text
    .split(/\n(?=\[)/)
    .flatMap((section) => {
      const [head = '', ...lines] = section.trim().split('\n');
      const said = lines.filter((line) => line !== '').map((line) => line.replace(/=true$/, '=yes'));
      return head === '[Route]' ? [`${head} ${said.join(' ')}`] : said.map((line) => `${head} ${line}`);
    })
    .sort();
}

if (available('netplan', 'netplan.io')) {
  test('netplan makes of network-config what is written for systemd-networkd directly', () => {
    const root = scratchFolder();
    put(root, '/etc/netplan/50-test.yaml', dump({ network: networkConfig(network) }));
    chmodSync(join(root, 'etc/netplan/50-test.yaml'), 0o600);
    const done = run('netplan', ['generate', '--root-dir', root]);
    assert.equal([done.status, done.stderr], [0, '']);
    const made = join(root, 'run/systemd/network');
    assert.equal(readdirSync(made).filter((name) => name.endsWith('.network')).length, 3);
    const ours = networkd(network);
    // Netplan's own choices: it matches the permanent address and the new name, and says how DHCP's answers rank.
    const own = /LinkLocalAddressing|RouteMetric|UseMTU|\[Match\]/;
    for (const { name } of network.interfaces) {
      const theirs = readFileSync(join(made, `10-netplan-${name}.network`), 'utf8');
      const without = (text: string) => facts(text).filter((fact) => !own.test(fact));
      assert.equal(without(textOf(ours, `/etc/systemd/network/10-${name}.network`)), without(theirs), name);
    }
  });
}

if (available('nmcli', 'network-manager')) {
  test('NetworkManager reads from a keyfile what the interface has', () => {
    const read = (name: string): string[] => {
      const input = textOf(
        networkManager(network),
        `/etc/NetworkManager/system-connections/${name}.nmconnection`,
      );
      const done = run('nmcli', ['--offline', 'connection', 'modify', 'connection.autoconnect', 'yes'], {
        input,
      });
      assert.equal([done.status, done.stderr], [0, ''], input);
      return facts(done.stdout);
    };
    const has = (name: string, ...wanted: readonly string[]) => {
      const found = read(name);
      for (const fact of wanted) assert.ok(found.includes(fact), `${fact} is not in\n${found.join('\n')}`);
    };
    has('eth0', '[ethernet] mac-address=52:54:00:00:01:11', '[ethernet] mtu=9000', '[ipv4] method=manual');
    has('eth0', '[ipv4] address1=10.0.1.11/24', '[ipv4] route1=0.0.0.0/0,10.0.1.1', '[ipv4] dns=10.0.1.53;');
    has('eth0', '[ipv4] route2=172.16.0.0/12,10.0.1.254', '[ipv4] dns-search=lab.example;example;');
    has('eth0', '[ipv6] address1=fd00:1::11/64', '[ipv6] route1=::/0,fe80::1', '[ipv6] method=manual');
    has('eth1', '[connection] interface-name=eth1', '[ipv4] address1=192.0.2.7/32', '[ipv6] method=auto');
    has('eth1', '[ipv4] route1=198.51.100.0/24,192.0.2.1', '[ipv4] route1_options=onlink=yes');
    has('eth2', '[ipv4] method=auto', '[ipv6] method=auto');
  });
}

const isRoot = process.getuid?.() === 0;
if (!isRoot) missing('running systemd-networkd needs root');
if (isRoot && available('/lib/systemd/systemd-networkd', 'systemd') && available('ip', 'iproute2')) {
  test('systemd-networkd gives the cards the addresses and routes of the machine', () => {
    const folder = scratchFolder();
    for (const { path, content } of networkd(network)) {
      writeFileSync(join(folder, basename(path)), content.reveal());
    }
    const script = fileURLToPath(new URL('support/networkd.sh', import.meta.url));
    const done = run('unshare', ['--net', '--mount', 'sh', script, folder]);
    assert.is(done.status, 0, done.stderr);
    for (const wanted of [
      /eth0\s+inet 10\.0\.1\.11\/24 /,
      /eth0\s+inet6 fd00:1::11\/64 /,
      /eth1\s+inet 192\.0\.2\.7\/32 /,
      /^default via 10\.0\.1\.1 dev eth0 /m,
      /^default via fe80::1 dev eth0 /m,
      /^172\.16\.0\.0\/12 via 10\.0\.1\.254 dev eth0 /m,
      /^198\.51\.100\.0\/24 via 192\.0\.2\.1 dev eth1 .*onlink/m,
      /eth0.* mtu 9000 /,
    ]) {
      assert.match(done.stdout, wanted);
    }
    assert.not.match(done.stderr, /[Uu]nknown|[Ii]nvalid|[Ff]ailed to parse|ignoring/);
  });
}

test('a named card is matched by its address and gets the name from a .link file, whoever configures it', () => {
  for (const files of [networkd(network), networkManager(network)]) {
    const link = '[Match]\nMACAddress=52:54:00:00:01:11\nType=ether\n\n[Link]\nName=eth0\n';
    assert.is(textOf(files, '/etc/systemd/network/10-eth0.link'), link);
    assert.is(files.filter(({ path }) => path.endsWith('.link')).length, 1);
  }
  const ethernets = networkConfig(network)?.ethernets;
  assert.equal(ethernets?.['eth0']?.match, { macaddress: '52:54:00:00:01:11' });
  assert.is(ethernets?.['eth0']?.['set-name'], 'eth0');
  assert.is(ethernets?.['eth1']?.match, undefined);
});

test('a card that nobody names keeps its name, and is found by its address all the same', () => {
  assert.ok(eth0);
  const kept = { interfaces: [{ ...eth0, rename: false }] };
  for (const files of [networkd(kept), networkManager(kept)])
    assert.is(files.filter(({ path }) => path.endsWith('.link')).length, 0);
  assert.match(textOf(networkd(kept), '/etc/systemd/network/10-eth0.network'), /^\[Match\]\nMACAddress=52:/);
  assert.equal(networkConfig(kept)?.ethernets['eth0']?.match, { macaddress: '52:54:00:00:01:11' });
  assert.is(networkConfig(kept)?.ethernets['eth0']?.['set-name'], undefined);
});

test('NetworkManager reads no keyfile that others may read', () => {
  for (const { path, mode } of networkManager(network))
    assert.is(mode, path.endsWith('.link') ? 0o644 : 0o600);
});

test('a gateway outside of the own networks is said to be on the wire; a link-local one is', () => {
  assert.ok(eth0 && eth1);
  assert.equal(
    ['10.0.1.1', 'fe80::1', '10.0.2.1', 'fd00:2::1'].map((via) => isOnLink(eth0, via)),
    [true, true, false, false],
  );
  assert.is(networkConfig(network)?.ethernets['eth1']?.routes?.[0]?.['on-link'], true);
  assert.is(isOnLink({ ...eth1, addresses: [] }, '10.9.9.9'), true);
});

test('IPv6 alone leaves IPv4 off', () => {
  const six: Interface = {
    ...(eth0 as Interface),
    addresses: ['fd00:1::11/64'],
    gateways: [],
    routes: [],
    nameservers: [],
  };
  const text = textOf(
    networkManager({ interfaces: [six] }),
    '/etc/NetworkManager/system-connections/eth0.nmconnection',
  );
  assert.match(text, /\[ipv4\]\nmethod=disabled\n\n\[ipv6\]\nmethod=manual\n/);
});

test('no interfaces, no files', () => {
  const none = { interfaces: [] };
  assert.equal([networkConfig(none), networkd(none), networkManager(none)], [undefined, [], []]);
});

test('a value that would become another line or key is a bug', () => {
  for (const value of ['a\nb', 'a#b', '"a"', '', '[x]', 'a\\']) {
    assert.throws(() => ini([['S', [['Key', value]]]]), /cannot be written/);
  }
});

test('names that YAML might take for something else stay names', () => {
  const named = networkConfig({ interfaces: [{ ...(eth1 as Interface), name: 'no' }] });
  assert.equal(Object.keys((load(dump(named)) as { ethernets: object }).ethernets), ['no']);
});

test.run();
