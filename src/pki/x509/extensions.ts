/** Extensions of RFC 5280, 4.2. */

import { type Address, bitsOf, parseAddress } from '../../shared/address.ts';
import { Bug } from '../../shared/fault.ts';
import { toBytes } from '../derive/bigint.ts';
import { type Asn1, bitString, boolean, encode, implicit, objectId, octetString, sequence } from './der.ts';

/** For which side of TLS a certificate serves. */
export type Usage = 'client' | 'server';

/** Names that a certificate is for besides its subject. */
export interface SubjectAltNames {
  /** ASCII, a wildcard allowed. */
  readonly dns: readonly string[];
  /** IPv4 or IPv6 in any usual spelling, without a prefix length. */
  readonly ip: readonly string[];
}

/** Bits from the first (RFC 5280, 4.2.1.3) that are used here. */
const keyUsageBits = { digitalSignature: 0x80, keyEncipherment: 0x20, keyCertSign: 0x04 } as const;
export type KeyUsage = keyof typeof keyUsageBits;

const usageIds: Readonly<Record<Usage, string>> = {
  server: '1.3.6.1.5.5.7.3.1',
  client: '1.3.6.1.5.5.7.3.2',
};

export const extensionIds = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extKeyUsage: '2.5.29.37',
} as const;

export function keyUsage(usages: readonly KeyUsage[]): Asn1 {
  const bits = usages.reduce((all, usage) => all | keyUsageBits[usage], 0);
  let unused = 0;
  while (((bits >> unused) & 1) === 0) unused += 1;
  return extension(extensionIds.keyUsage, true, bitString(Uint8Array.of(bits), unused));
}

/** In a fixed order, whatever the order given. */
export function extKeyUsage(usages: readonly Usage[]): Asn1 {
  const stated = (['server', 'client'] as const).filter((usage) => usages.includes(usage));
  return extension(
    extensionIds.extKeyUsage,
    false,
    sequence(...stated.map((usage) => objectId(usageIds[usage]))),
  );
}

/** DER leaves out a `cA` that is false: the value is then an empty sequence. No path length. */
export function basicConstraints(isAuthority: boolean): Asn1 {
  return extension(extensionIds.basicConstraints, true, isAuthority ? sequence(boolean(true)) : sequence());
}

export function subjectKeyIdentifier(keyId: Uint8Array): Asn1 {
  return extension(extensionIds.subjectKeyIdentifier, false, octetString(keyId));
}

export function authorityKeyIdentifier(keyId: Uint8Array): Asn1 {
  return extension(extensionIds.authorityKeyIdentifier, false, sequence(implicit(0, keyId)));
}

/** Undefined where there is no name at all. A name given twice stands once. */
export function subjectAltName({ dns, ip }: SubjectAltNames): Asn1 | undefined {
  const names = [...unique(dns.map(dnsBytes)).map((bytes) => implicit(2, bytes))];
  const addresses = unique(ip.map(ipBytes)).map((bytes) => implicit(7, bytes));
  if (names.length + addresses.length === 0) return undefined;
  return extension(extensionIds.subjectAltName, false, sequence(...names, ...addresses));
}

function extension(id: string, critical: boolean, value: Asn1): Asn1 {
  const flag = critical ? [boolean(true)] : [];
  return sequence(objectId(id), ...flag, octetString(encode(value)));
}

function dnsBytes(name: string): Buffer {
  if (!/^[\x21-\x7e]+$/.test(name)) throw new Bug(`a DNS name that is not ASCII: ${JSON.stringify(name)}`);
  return Buffer.from(name, 'ascii');
}

function ipBytes(text: string): Buffer {
  const address: Address | undefined = parseAddress(text);
  if (address === undefined) throw new Bug(`not an IP address: ${JSON.stringify(text)}`);
  return toBytes(address.value, bitsOf(address.family) / 8);
}

function unique(all: readonly Buffer[]): readonly Buffer[] {
  return all.filter((one, index) => all.findIndex((other) => other.equals(one)) === index);
}
