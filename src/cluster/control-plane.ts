/** The control plane of a cluster that brings itself up: who serves the API, who is a member of etcd, how the others reach them. */
import type { Profile } from '../profile/schema/profile.ts';
import { type Cidr, formatAddress, nthAddress } from '../shared/address.ts';
import type { Cluster, ControlPlane, EtcdMember, Node } from './cluster.ts';

export type { ControlPlane, ControlPlaneSettings, EtcdMember } from './cluster.ts';

export const apiServerPort = 6443;
export const localProxyPort = 7443;

export function controlPlaneOf(
  profile: Profile,
  nodes: readonly Node[],
  serviceSubnets: readonly Cidr[],
): ControlPlane | undefined {
  const settings = profile.controlPlane;
  if (settings === undefined || settings === 'external') return undefined;
  const servers = nodes.filter((node) => node.role === 'control-plane');
  const own = nodes.filter((node) => node.role === 'etcd');
  return {
    run: settings.run,
    settings,
    nodes: servers,
    etcd: (own.length > 0 ? own : servers).map(memberOf),
    serviceIPs: serviceSubnets.flatMap((subnet) => {
      const first = nthAddress(subnet, 1);
      return first ? [formatAddress(first)] : [];
    }),
  };
}

function memberOf(node: Node): EtcdMember {
  const address = node.ips[0] ?? '';
  const url = (port: number) => `https://${hostOf(address)}:${port}`;
  return {
    name: node.name,
    node,
    address,
    clientURL: url(2379),
    peerURL: url(2380),
    joins: node.etcdJoin === 'existing',
  };
}

/** Everybody else who is in etcd's cluster when the member starts for the first time: the founders, and who joins before it. */
export function membersBefore(plane: ControlPlane, member: EtcdMember): EtcdMember[] {
  const joining = plane.etcd.filter((one) => one.joins);
  const earlier = member.joins
    ? joining.slice(
        0,
        joining.findIndex((one) => one.name === member.name),
      )
    : [];
  return [...plane.etcd.filter((one) => !one.joins && one.name !== member.name), ...earlier];
}

/** An IPv6 address stands in brackets before a port. */
export function hostOf(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

/** The endpoint's host: a name or an address, without brackets. */
export function endpointHost(cluster: Cluster): string {
  return cluster.endpoint.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
}

/** Where a node's own programs (kubelet, kube-proxy) find the API. */
export function apiServerFor(cluster: Cluster, node: Node): string {
  const endpoint = cluster.controlPlane?.settings.endpoint;
  if (endpoint?.type === 'local-proxy' && node.role !== 'control-plane')
    return `https://127.0.0.1:${endpoint.port ?? localProxyPort}`;
  if (node.role === 'control-plane' && endpoint?.type !== 'external' && endpoint !== undefined)
    return `https://${hostOf(node.ips[0] ?? '')}:${apiServerPort}`;
  return `https://${cluster.endpoint}`;
}
