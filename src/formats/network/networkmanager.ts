/** The machine's network for NetworkManager: keyfiles, nm-settings-keyfile(5). It reads none that others may read. */
import { publicContent } from '../../model/content.ts';
import type { Interface, Network } from '../../model/network.ts';
import type { Family } from '../../shared/address.ts';
import type { NetworkFile } from './file.ts';
import { ini, type Line } from './ini.ts';
import { linkFile } from './link.ts';
import { defaultRoutes, familyOf, isOnLink } from './routes.ts';

export function networkManager(network: Network): NetworkFile[] {
  return network.interfaces.flatMap((one) => [keyfile(one), ...linkFile(one)]);
}

function keyfile(one: Interface): NetworkFile {
  const text = ini([
    [
      'connection',
      [
        ['id', one.name],
        ['type', 'ethernet'],
        // With both given both must hold, and the name may not have come about yet.
        ['interface-name', one.mac === undefined ? one.name : undefined],
      ],
    ],
    [
      'ethernet',
      [
        ['mac-address', one.mac],
        ['mtu', one.mtu],
      ],
    ],
    ['ipv4', addressing(one, 4)],
    ['ipv6', addressing(one, 6)],
  ]);
  const path = `/etc/NetworkManager/system-connections/${one.name}.nmconnection`;
  return { path, mode: 0o600, content: publicContent(text) };
}

function addressing(one: Interface, family: Family): Line[] {
  const addresses = one.addresses.filter((address) => familyOf(address) === family);
  const servers = one.nameservers.filter((server) => familyOf(server) === family);
  const method = methodOf(one, addresses, family);
  return [
    ['method', method],
    ...addresses.map((address, index): Line => [`address${index + 1}`, address]),
    ...routes(one, family),
    ['dns', list(servers)],
    ['dns-search', method === 'disabled' ? undefined : list(one.searchDomains)],
  ];
}

/** Where only IPv4 addresses are given, IPv6 is left to router advertisements, as systemd-networkd does. */
function methodOf(one: Interface, addresses: readonly string[], family: Family): string {
  if (addresses.length > 0) return 'manual';
  return one.addresses.length === 0 || family === 6 ? 'auto' : 'disabled';
}

function routes(one: Interface, family: Family): Line[] {
  const own = [...defaultRoutes(one), ...one.routes].filter(({ via }) => familyOf(via) === family);
  return own.flatMap(({ to, via }, index): Line[] => [
    [`route${index + 1}`, `${to},${via}`],
    [`route${index + 1}_options`, isOnLink(one, via) ? undefined : 'onlink=true'],
  ]);
}

/** Lists end in a semicolon there. */
function list(values: readonly string[]): string | undefined {
  return values.length > 0 ? `${values.join(';')};` : undefined;
}
