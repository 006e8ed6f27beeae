/** By which names and addresses a server of the control plane is reached, and so has in its certificate. */
import type { Cluster, Node } from '../../cluster/cluster.ts';
import type { SubjectAltNames } from '../../pki/certificate.ts';
import { parseAddress } from '../../shared/address.ts';

const localNames = ['localhost', '127.0.0.1', '::1'];

/** Of the API: its service, the endpoint, every control-plane node, and this machine itself. */
export function apiServerNames(cluster: Cluster, node: Node): SubjectAltNames {
  const plane = cluster.controlPlane;
  const endpoint = cluster.endpoint.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  return alternativeNames([
    'kubernetes',
    'kubernetes.default',
    'kubernetes.default.svc',
    `kubernetes.default.svc.${cluster.dnsDomain}`,
    ...(plane?.serviceIPs ?? []),
    endpoint,
    node.name,
    ...node.ips,
    ...(plane?.nodes ?? []).flatMap((server) => [server.name, ...server.ips]),
    ...localNames,
    ...(plane?.settings.apiServer?.certSANs ?? []),
  ]);
}

export function etcdNames(node: Node): SubjectAltNames {
  return alternativeNames([node.name, ...node.ips, ...localNames]);
}

function alternativeNames(all: readonly string[]): SubjectAltNames {
  const unique = [...new Set(all)];
  const isAddress = (text: string) => parseAddress(text) !== undefined;
  return { dns: unique.filter((text) => !isAddress(text)), ip: unique.filter(isAddress) };
}
