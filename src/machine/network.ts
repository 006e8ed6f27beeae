/** The machine's own network card, as far as the profile says which one it is. */
import type { Node } from '../cluster/cluster.ts';
import { configuresNetwork } from '../cluster/pod-routes.ts';
import type { Network, Route } from '../model/network.ts';
import { formatInterfaceAddress } from '../shared/address.ts';

/** Where nobody can say which card is meant, the image's own network is left alone. */
export function machineNetwork(node: Node, routes: readonly Route[]): Network {
  const { network, mac } = node;
  if (!configuresNetwork(node)) return { interfaces: [] };
  return {
    interfaces: [
      {
        name: network.interface ?? 'eth0',
        ...(mac && { mac, rename: network.interface !== undefined }),
        addresses: node.addresses.map(formatInterfaceAddress),
        gateways: network.gateways ?? [],
        routes,
        nameservers: network.nameservers ?? [],
        searchDomains: network.searchDomains ?? [],
        ...(network.mtu !== undefined && { mtu: network.mtu }),
      },
    ],
  };
}
