/** How packets for pods find the other nodes, where nobody but the machines' own networks carries them: by routes. */
import { contains, type Family, formatAddress } from '../shared/address.ts';
import type { Cluster, Node } from './cluster.ts';

export interface PodRoute {
  /** Pod network of another node. */
  readonly to: string;
  /** That node's address in the network that both are in. */
  readonly via: string;
}

/** With an external control plane somebody else may have seen to it, so the profile is asked. */
export function routesPods(cluster: Cluster, node: Node): boolean {
  const settings = node.settings.podNetwork;
  return (
    node.role !== 'etcd' &&
    (settings?.type ?? 'bridge') === 'bridge' &&
    (settings?.routes ?? cluster.controlPlane !== undefined)
  );
}

/** Whether the machine's network card is configured by us. Without a name or a MAC address nobody can say which card is meant. */
export function configuresNetwork(node: Node): boolean {
  return !node.dynamic && (node.network.interface !== undefined || node.mac !== undefined);
}

/** One for each other node and family, in the profile's order. */
export function podRoutes(cluster: Cluster, node: Node): PodRoute[] {
  if (!routesPods(cluster, node)) return [];
  return othersWithPods(cluster, node).flatMap((other) =>
    other.podCIDRs.flatMap((to) => {
      const via = neighbourAddress(node, other, familyOf(to));
      return via ? [{ to, via }] : [];
    }),
  );
}

/** The first pair of families and nodes between which there is no way. */
export function unreachableNode(cluster: Cluster, node: Node): { other: Node; family: Family } | undefined {
  if (!routesPods(cluster, node)) return undefined;
  for (const other of othersWithPods(cluster, node)) {
    const families = other.podCIDRs.map(familyOf);
    const family = families.find((one) => neighbourAddress(node, other, one) === undefined);
    if (family) return { other, family };
  }
  return undefined;
}

/** Of a network that is known to be one. */
export function familyOf(cidr: string): Family {
  return cidr.includes(':') ? 6 : 4;
}

function othersWithPods(cluster: Cluster, node: Node): Node[] {
  return cluster.nodes.filter(
    (other) => other.name !== node.name && other.podCIDRs.length > 0 && hasPods(other),
  );
}

function hasPods(node: Node): boolean {
  return node.role !== 'etcd' && !node.dynamic;
}

/** A next hop must be on the same wire: an address of the other node in a network of this one. */
function neighbourAddress(node: Node, other: Node, family: Family): string | undefined {
  const found = other.addresses.find(
    ({ address }) =>
      address.family === family && node.addresses.some(({ network }) => contains(network, address)),
  );
  return found && formatAddress(found.address);
}
