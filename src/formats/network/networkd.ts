/** The machine's network for systemd-networkd: systemd.network(5) and systemd.link(5). */
import { publicContent } from '../../model/content.ts';
import type { Interface, Network, Route } from '../../model/network.ts';
import type { NetworkFile } from './file.ts';
import { ini, type Line, type Section } from './ini.ts';
import { linkFile } from './link.ts';
import { defaultRoutes, isOnLink } from './routes.ts';

export function networkd(network: Network): NetworkFile[] {
  return network.interfaces.flatMap((one) => [networkFile(one), ...linkFile(one)]);
}

function networkFile(one: Interface): NetworkFile {
  const sections: Section[] = [
    ['Match', match(one)],
    ['Link', [['MTUBytes', one.mtu]]],
    ['Network', addressing(one)],
    ...[...defaultRoutes(one), ...one.routes].map((route) => routeSection(one, route)),
  ];
  return {
    path: `/etc/systemd/network/10-${one.name}.network`,
    mode: 0o644,
    content: publicContent(ini(sections)),
  };
}

/** By the card's address even where a .link file names it: the name may not have come about when it is in use already. */
function match({ name, mac }: Interface): Line[] {
  if (mac === undefined) return [['Name', name]];
  return [
    ['MACAddress', mac],
    ['Type', 'ether'],
  ];
}

function addressing(one: Interface): Line[] {
  const search = one.searchDomains.length > 0 ? one.searchDomains.join(' ') : undefined;
  return [
    ['DHCP', one.addresses.length === 0 ? 'yes' : undefined],
    ...one.addresses.map((address): Line => ['Address', address]),
    ...one.nameservers.map((server): Line => ['DNS', server]),
    ['Domains', search],
  ];
}

function routeSection(one: Interface, { to, via }: Route): Section {
  return [
    'Route',
    [
      ['Destination', to],
      ['Gateway', via],
      ['GatewayOnLink', isOnLink(one, via) ? undefined : 'yes'],
    ],
  ];
}
