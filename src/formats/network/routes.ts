/** What every way of writing a network configuration needs to know about an interface's routes. */
import type { Interface, Route } from '../../model/network.ts';
import {
  contains,
  type Family,
  networkOf,
  parseAddress,
  parseInterfaceAddress,
} from '../../shared/address.ts';
import { Bug } from '../../shared/fault.ts';

export const everywhere: Readonly<Record<Family, string>> = { 4: '0.0.0.0/0', 6: '::/0' };

/** One route to everywhere per gateway. */
export function defaultRoutes({ gateways }: Interface): Route[] {
  return gateways.map((via) => ({ to: everywhere[familyOf(via)], via }));
}

/** The family of an address, or of an address with its prefix length. */
export function familyOf(address: string): Family {
  const parsed = parseAddress(address.split('/', 1)[0] ?? '');
  if (parsed === undefined) throw new Bug(`${JSON.stringify(address)} is not an address`);
  return parsed.family;
}

const linkLocal = networkOf({ family: 6, value: 0xfe80n << 112n }, 10);

/**
 * Whether the next hop lies in a network of the interface's own. If not (some hosters give a lone address and a gateway
 * elsewhere), a system must be told that it is on the same wire. By DHCP the networks are not known beforehand.
 */
export function isOnLink({ addresses }: Interface, via: string): boolean {
  const hop = parseAddress(via);
  if (hop === undefined || addresses.length === 0 || contains(linkLocal, hop)) return true;
  return addresses.some((address) => {
    const own = parseInterfaceAddress(address);
    return own !== undefined && contains(own.network, hop);
  });
}
