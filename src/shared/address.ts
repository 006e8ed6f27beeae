/** IP addresses and networks as numbers. What is not written in the one plain form is refused, not interpreted. */
import { isIPv4, isIPv6 } from 'node:net';

export type Family = 4 | 6;

export interface Address {
  readonly family: Family;
  readonly value: bigint;
}

export interface Cidr {
  readonly family: Family;
  /** Length of the network part in bits. */
  readonly prefix: number;
  /** The network's first address. */
  readonly base: bigint;
  /** The address as written, host bits included. */
  readonly address: bigint;
}

export function bitsOf(family: Family): 32 | 128 {
  return family === 4 ? 32 : 128;
}

/**
 * Undefined for anything but a plain address: no leading zeros in IPv4 (readers disagree on octal), no zone id, and no
 * IPv4-mapped IPv6 address (Go prints and compares those as IPv4).
 */
export function parseAddress(text: string): Address | undefined {
  if (isIPv4(text)) return { family: 4, value: parseIPv4(text) };
  if (!isIPv6(text) || text.includes('%')) return undefined;
  const value = parseIPv6(text);
  return value >> 32n === 0xffffn ? undefined : { family: 6, value };
}

function parseIPv4(text: string): bigint {
  return text.split('.').reduce((value, octet) => (value << 8n) | BigInt(octet), 0n);
}

/** For what `isIPv6` accepts. The last 32 bits may be written as IPv4. */
function parseIPv6(text: string): bigint {
  const groups = (part: string): bigint[] => (part === '' ? [] : part.split(':').flatMap(parseGroup));
  const [head = '', tail] = text.split('::');
  const front = groups(head);
  const back = tail === undefined ? [] : groups(tail);
  const zeros = Array.from({ length: 8 - front.length - back.length }, () => 0n);
  return [...front, ...zeros, ...back].reduce((value, group) => (value << 16n) | group, 0n);
}

function parseGroup(group: string): bigint[] {
  if (!group.includes('.')) return [BigInt(`0x${group}`)];
  const value = parseIPv4(group);
  return [value >> 16n, value & 0xffffn];
}

/** IPv4 dotted; IPv6 as RFC 5952 says: lower case, the first longest run of two or more zero groups as `::`. */
export function formatAddress(address: Address): string {
  if (address.family === 4)
    return [24n, 16n, 8n, 0n].map((shift) => (address.value >> shift) & 0xffn).join('.');
  const groups = Array.from(
    { length: 8 },
    (_, index) => (address.value >> BigInt(112 - 16 * index)) & 0xffffn,
  );
  const run = longestZeroRun(groups);
  const hex = (part: readonly bigint[]) => part.map((group) => group.toString(16)).join(':');
  if (run.length < 2) return hex(groups);
  return `${hex(groups.slice(0, run.start))}::${hex(groups.slice(run.start + run.length))}`;
}

function longestZeroRun(groups: readonly bigint[]): { start: number; length: number } {
  let longest = { start: 0, length: 0 };
  let length = 0;
  groups.forEach((group, index) => {
    length = group === 0n ? length + 1 : 0;
    if (length > longest.length) longest = { start: index - length + 1, length };
  });
  return longest;
}

/** `address/prefix`; host bits may be set (see `hasHostBits`). Undefined when malformed. */
export function parseCidr(text: string): Cidr | undefined {
  const parts = /^([^/]+)\/(0|[1-9][0-9]{0,2})$/.exec(text);
  const address = parts?.[1] === undefined ? undefined : parseAddress(parts[1]);
  const prefix = Number(parts?.[2]);
  if (!address || prefix > bitsOf(address.family)) return undefined;
  return networkOf(address, prefix);
}

/** The network of that prefix length that holds the address. */
export function networkOf(address: Address, prefix: number): Cidr {
  const hostBits = BigInt(bitsOf(address.family) - prefix);
  const base = (address.value >> hostBits) << hostBits;
  return { family: address.family, prefix, base, address: address.value };
}

/** The network itself, without host bits. */
export function formatCidr(cidr: Cidr): string {
  return `${formatAddress({ family: cidr.family, value: cidr.base })}/${cidr.prefix}`;
}

export function hasHostBits(cidr: Cidr): boolean {
  return cidr.address !== cidr.base;
}

/** How many addresses there are, the first and the last included. */
export function sizeOf(cidr: Cidr): bigint {
  return 1n << BigInt(bitsOf(cidr.family) - cidr.prefix);
}

/** Whether the whole of the other lies in the network. Families never hold each other. */
export function contains(cidr: Cidr, other: Address | Cidr): boolean {
  if (cidr.family !== other.family) return false;
  const first = 'base' in other ? other.base : other.value;
  const count = 'base' in other ? sizeOf(other) : 1n;
  return first >= cidr.base && first + count <= cidr.base + sizeOf(cidr);
}

/** Whether they share an address. */
export function overlaps(a: Cidr, b: Cidr): boolean {
  return contains(a, b) || contains(b, a);
}

/** The address `n` after the network's first one (0: the first); undefined outside the network. */
export function nthAddress(cidr: Cidr, n: number | bigint): Address | undefined {
  const offset = BigInt(n);
  if (offset < 0n || offset >= sizeOf(cidr)) return undefined;
  return { family: cidr.family, value: cidr.base + offset };
}

/** The `index`-th network of length `newPrefix` inside; undefined when there is none. */
export function subnets(cidr: Cidr, newPrefix: number, index: number | bigint): Cidr | undefined {
  const at = BigInt(index);
  if (newPrefix < cidr.prefix || newPrefix > bitsOf(cidr.family)) return undefined;
  if (at < 0n || at >= 1n << BigInt(newPrefix - cidr.prefix)) return undefined;
  const base = cidr.base + (at << BigInt(bitsOf(cidr.family) - newPrefix));
  return { family: cidr.family, prefix: newPrefix, base, address: base };
}

/** A network card's address and the network it is in. */
export interface InterfaceAddress {
  readonly address: Address;
  readonly network: Cidr;
}

/** `10.0.1.11/24`; undefined when malformed. See `isHostAddress` for what no machine can have. */
export function parseInterfaceAddress(text: string): InterfaceAddress | undefined {
  const cidr = parseCidr(text);
  if (!cidr) return undefined;
  const base = { ...cidr, address: cidr.base };
  return { address: { family: cidr.family, value: cidr.address }, network: base };
}

/** RFC 5952 or dotted, with the prefix length: `10.0.1.11/24`. */
export function formatInterfaceAddress(own: InterfaceAddress): string {
  return `${formatAddress(own.address)}/${own.network.prefix}`;
}

/**
 * Whether a machine in the network can have the address: not IPv4's network and broadcast address (RFC 3021 frees both in
 * a /31), not IPv6's subnet-router anycast address (RFC 4291 2.6.1; RFC 6164 frees it in a /127).
 */
export function isHostAddress({ address, network }: InterfaceAddress): boolean {
  if (!contains(network, address)) return false;
  if (bitsOf(network.family) - network.prefix < 2) return true;
  const last = network.base + sizeOf(network) - 1n;
  return address.value !== network.base && (network.family === 6 || address.value !== last);
}
