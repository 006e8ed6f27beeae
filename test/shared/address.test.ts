import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type Cidr,
  contains,
  formatAddress,
  formatCidr,
  formatInterfaceAddress,
  hasHostBits,
  isHostAddress,
  networkOf,
  nthAddress,
  overlaps,
  parseAddress,
  parseCidr,
  parseInterfaceAddress,
  sizeOf,
  subnets,
} from '../../src/shared/address.ts';
import fc from '../support/property.ts';
import { pythonSays } from './python.ts';

function cidr(text: string): Cidr {
  const parsed = parseCidr(text);
  if (!parsed) throw new Error(`${text} is no network`);
  return parsed;
}

const ipv4 = fc.bigInt({ min: 0n, max: 2n ** 32n - 1n }).map((value) => ({ family: 4 as const, value }));
/** Mostly zero groups: they are what the notation is about. */
const group = fc.oneof(fc.constant(0n), fc.bigInt({ min: 0n, max: 0xffffn }));
const ipv6 = fc
  .array(group, { minLength: 8, maxLength: 8 })
  .map((groups) => groups.reduce((value, one) => (value << 16n) | one))
  .filter((value) => value >> 32n !== 0xffffn)
  .map((value) => ({ family: 6 as const, value }));
const address = fc.oneof(ipv4, ipv6);
const network = address.chain((own) =>
  fc.integer({ min: 0, max: own.family === 4 ? 32 : 128 }).map((prefix) => networkOf(own, prefix)),
);

test('what formatAddress writes, parseAddress reads', () => {
  fc.assert(
    fc.property(address, (own) => {
      assert.equal(parseAddress(formatAddress(own)), own);
    }),
  );
});

test('Python writes the same address, and knows the same network, size and containment', () => {
  const networks = fc.sample(network, { numRuns: 600, seed: 1 });
  const texts = networks.map((own) => [
    formatAddress({ family: own.family, value: own.address }),
    formatInterfaceAddress({ address: { family: own.family, value: own.address }, network: own }),
  ]);
  const said = pythonSays(
    `import ipaddress
def about(address, interface):
    network = ipaddress.ip_interface(interface).network
    return [str(int(ipaddress.ip_address(address))), str(network), str(network.num_addresses)]
answer = [about(*one) for one in given]`,
    texts,
  );
  if (!said) return;
  assert.equal(
    said,
    networks.map((own) => [String(own.address), formatCidr(own), String(sizeOf(own))]),
  );
});

test('RFC 5952: the first longest run of zeros is shortened, a single zero is not', () => {
  for (const [text, canonical] of Object.entries({
    '2001:0DB8:0:0:1:0:0:1': '2001:db8::1:0:0:1',
    '2001:db8:0:1:1:1:1:1': '2001:db8:0:1:1:1:1:1',
    '2001:db8::0:1': '2001:db8::1',
    '0:0:0:0:0:0:0:0': '::',
    '::1': '::1',
    '1::': '1::',
    '1:0:0:0:0:0:0:0': '1::',
    '1:0:0:2:0:0:0:3': '1:0:0:2::3',
    '64:ff9b::192.0.2.33': '64:ff9b::c000:221',
  })) {
    const parsed = parseAddress(text);
    assert.is(parsed && formatAddress(parsed), canonical);
  }
});

test('what is not plainly an address is none', () => {
  const texts = [
    '',
    '1',
    '1.2.3',
    '1.2.3.4.5',
    '010.0.0.1',
    '1.2.3.256',
    '0x1.2.3.4',
    ' 1.2.3.4',
    '1.2.3.4 ',
    '1.2.3.4/24',
    'fe80::1%eth0',
    '::ffff:1.2.3.4',
    '::ffff:102:304',
    '1::2::3',
    ':1',
    '1:',
    'g::',
    '12345::',
    '[::1]',
    '１.2.3.4',
    '::1.2.3',
    'localhost',
  ]; // wide digit
  for (const text of texts) assert.is(parseAddress(text), undefined, text);
});

test('what is not plainly a network is none', () => {
  for (const text of [
    '10.0.0.0',
    '10.0.0.0/',
    '/8',
    '10.0.0.0/33',
    '::/129',
    '10.0.0.0/08',
    '10.0.0.0/+8',
    '10.0.0.0/8/8',
    '10.0.0.0/8 ',
  ])
    assert.is(parseCidr(text), undefined, text);
  for (const text of ['0.0.0.0/0', '::/0', '::/128', '1.2.3.4/32']) assert.is(formatCidr(cidr(text)), text);
});

test('host bits are kept and seen', () => {
  const own = cidr('10.0.1.11/24');
  assert.is(hasHostBits(own), true);
  assert.is(formatCidr(own), '10.0.1.0/24');
  assert.is(hasHostBits(cidr('10.0.1.0/24')), false);
});

test('containment', () => {
  const own = cidr('10.96.0.0/12');
  const inside = (text: string): boolean => {
    const other = parseCidr(text) ?? parseAddress(text);
    return other !== undefined && contains(own, other);
  };
  for (const text of ['10.96.0.0', '10.111.255.255', '10.96.0.0/12', '10.100.0.0/16'])
    assert.is(inside(text), true, text);
  for (const text of ['10.95.255.255', '10.112.0.0', '10.96.0.0/11', '::', '::a60:0/128'])
    assert.is(inside(text), false, text);
  assert.is(contains(cidr('::/0'), cidr('0.0.0.0/0')), false);
});

test('networks overlap when they share an address', () => {
  assert.is(overlaps(cidr('10.0.0.0/8'), cidr('10.1.0.0/16')), true);
  assert.is(overlaps(cidr('10.1.0.0/16'), cidr('10.0.0.0/8')), true);
  assert.is(overlaps(cidr('10.0.0.0/9'), cidr('10.128.0.0/9')), false);
  assert.is(overlaps(cidr('0.0.0.0/0'), cidr('::/0')), false);
  const near = fc.record({
    prefix: fc.integer({ min: 24, max: 32 }),
    value: fc.bigInt({ min: 0n, max: 511n }),
  });
  const nets = near.map(({ prefix, value }) => networkOf({ family: 4, value }, prefix));
  fc.assert(
    fc.property(nets, nets, (a, b) => {
      const all = Array.from({ length: Number(sizeOf(a)) }, (_, n) => nthAddress(a, n));
      return overlaps(a, b) === all.some((one) => one !== undefined && contains(b, one));
    }),
  );
});

test('addresses are counted from the first, within the network', () => {
  const nth = (text: string, n: number | bigint): string | undefined => {
    const found = nthAddress(cidr(text), n);
    return found && formatAddress(found);
  };
  assert.is(nth('10.96.0.0/12', 10), '10.96.0.10');
  assert.is(nth('10.96.7.7/12', 1), '10.96.0.1');
  assert.is(nth('10.0.0.0/30', 3), '10.0.0.3');
  assert.is(nth('10.0.0.0/30', 4), undefined);
  assert.is(nth('10.0.0.0/30', -1), undefined);
  assert.is(nth('fd00::/108', 0xfffffn), 'fd00::f:ffff');
});

test('subnets divide the network', () => {
  const nth = (text: string, prefix: number, n: number): string | undefined => {
    const found = subnets(cidr(text), prefix, n);
    return found && formatCidr(found);
  };
  assert.is(nth('10.244.0.0/16', 24, 0), '10.244.0.0/24');
  assert.is(nth('10.244.0.0/16', 24, 255), '10.244.255.0/24');
  assert.is(nth('10.244.0.0/16', 24, 256), undefined);
  assert.is(nth('10.244.0.0/16', 15, 0), undefined);
  assert.is(nth('10.244.0.0/16', 33, 0), undefined);
  assert.is(nth('fd00:10::/56', 64, 17), 'fd00:10:0:11::/64');
  assert.is(nth('10.0.0.0/24', 24, 0), '10.0.0.0/24');
});

test('an interface has an address and a network', () => {
  const own = parseInterfaceAddress('10.0.1.11/24');
  assert.ok(own);
  assert.is(formatAddress(own.address), '10.0.1.11');
  assert.is(formatCidr(own.network), '10.0.1.0/24');
  assert.is(hasHostBits(own.network), false);
  assert.is(formatInterfaceAddress(own), '10.0.1.11/24');
  assert.is(parseInterfaceAddress('10.0.1.11'), undefined);
});

test('a machine cannot have its network’s own addresses', () => {
  const can = (text: string): boolean => {
    const own = parseInterfaceAddress(text);
    return own !== undefined && isHostAddress(own);
  };
  for (const text of [
    '10.0.1.1/24',
    '10.0.1.254/24',
    '10.0.0.0/31',
    '10.0.0.1/32',
    'fd00::1/64',
    'fd00::ffff:ffff:ffff:ffff/64',
    'fd00::/127',
  ])
    assert.is(can(text), true, text);
  for (const text of ['10.0.1.0/24', '10.0.1.255/24', 'fd00::/64']) assert.is(can(text), false, text);
});

test.run();
