/** Does the endpoint lead to the API servers? An external one is the user's affair. */
import { contains, formatCidr, parseAddress } from '../../shared/address.ts';
import type { Fault, Faults } from '../../shared/fault.ts';
import type { Cluster } from '../cluster.ts';
import { apiServerPort, endpointHost, localProxyPort } from '../control-plane.ts';

export function checkEndpoint(cluster: Cluster, faults: Faults): void {
  const settings = cluster.controlPlane?.settings.endpoint;
  if (settings?.type === 'kube-vip') faults.addAll(virtualAddressFaults(cluster));
  if (settings?.type === 'local-proxy') faults.addAll(proxyFaults(settings.port ?? localProxyPort));
}

function virtualAddressFaults(cluster: Cluster): Fault[] {
  const host = endpointHost(cluster);
  const address = parseAddress(host);
  const fault = (message: string, expected: string): Fault => ({
    code: 'virtual-address',
    message,
    expected,
    path: ['controlPlaneEndpoint'],
  });
  if (!address) return [fault(`kube-vip is to carry ${host}, which is no address`, 'ADDRESS:6443')];
  const owner = cluster.nodes.find((node) => node.ips.includes(host));
  const servers = cluster.controlPlane?.nodes ?? [];
  const outside = servers.find((node) => !node.addresses.some(({ network }) => contains(network, address)));
  const networks = outside?.addresses.map(({ network }) => formatCidr(network)).join(' or ');
  return [
    ...(owner
      ? [
          fault(
            `kube-vip is to carry ${host}, which is ${owner.name}'s own address`,
            'an address that no node has',
          ),
        ]
      : []),
    ...(outside
      ? [
          fault(
            `kube-vip is to carry ${host}, which is in no network of ${outside.name}`,
            `an address in ${networks}`,
          ),
        ]
      : []),
    ...(cluster.endpoint.endsWith(`:${apiServerPort}`)
      ? []
      : [
          fault(
            `behind a virtual address the API is on port ${apiServerPort}`,
            `${host.includes(':') ? `[${host}]` : host}:${apiServerPort}`,
          ),
        ]),
  ];
}

/** What other programs of a node listen on, all addresses or loopback: kubernetes.io, "Ports and Protocols"; etcd's metrics. */
const taken: Readonly<Record<number, string>> = {
  2379: 'etcd',
  2380: 'etcd',
  2381: 'etcd',
  [apiServerPort]: 'kube-apiserver',
  10248: 'the kubelet',
  10249: 'kube-proxy',
  10250: 'the kubelet',
  10255: 'the kubelet',
  10256: 'kube-proxy',
  10257: 'kube-controller-manager',
  10259: 'kube-scheduler',
};

function proxyFaults(port: number): Fault[] {
  const owner = taken[port];
  if (owner === undefined) return [];
  return [
    {
      code: 'local-proxy-port',
      message: `the local proxy is to listen on ${port}, which is ${owner}'s`,
      expected: `another port, such as ${localProxyPort}`,
      path: ['controlPlane', 'endpoint', 'port'],
    },
  ];
}
