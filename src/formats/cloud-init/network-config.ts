/** The machine's network as cloud-init's version 2, which is netplan's: cloud-init turns it into whatever the system uses. */
import type { Interface, Network } from '../../model/network.ts';
import { defaultRoutes, isOnLink } from '../network/routes.ts';
import type { Ethernet, EthernetRoute, NetworkConfig } from './model.ts';

/** Undefined without interfaces: then the image's own network configuration is left alone. */
export function networkConfig(network: Network): NetworkConfig | undefined {
  if (network.interfaces.length === 0) return undefined;
  const ethernets = network.interfaces.map((one) => [one.name, ethernet(one)] as const);
  return { version: 2, ethernets: Object.fromEntries(ethernets) };
}

function ethernet(one: Interface): Ethernet {
  return {
    ...(one.mac === undefined ? {} : { match: { macaddress: one.mac } }),
    ...(one.rename ? { 'set-name': one.name } : {}),
    ...(one.mtu === undefined ? {} : { mtu: one.mtu }),
    ...(one.addresses.length > 0 ? { addresses: one.addresses } : { dhcp4: true, dhcp6: true }),
    ...routes(one),
    ...nameservers(one),
  };
}

/** `default` as a destination and `gateway4` are each unknown to, or deprecated in, some versions; the networks are not. */
function routes(one: Interface): Pick<Ethernet, 'routes'> {
  const all = [...defaultRoutes(one), ...one.routes].map(({ to, via }): EthernetRoute => {
    return { to, via, ...(isOnLink(one, via) ? {} : { 'on-link': true }) };
  });
  return all.length > 0 ? { routes: all } : {};
}

function nameservers(one: Interface): Pick<Ethernet, 'nameservers'> {
  const addresses = one.nameservers.length > 0 ? { addresses: one.nameservers } : {};
  const search = one.searchDomains.length > 0 ? { search: one.searchDomains } : {};
  const both = { ...addresses, ...search };
  return Object.keys(both).length > 0 ? { nameservers: both } : {};
}
