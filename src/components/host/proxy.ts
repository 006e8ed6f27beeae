/** Proxies for everything that asks the network: the container runtime, the kubelet, the first-boot installer. */
import type { Cluster, Node } from '../../cluster/cluster.ts';
import { runtimeType } from '../../cluster/runtime.ts';
import type { DropIn, Origin, Unit } from '../../model/machine.ts';
import { formatCidr } from '../../shared/address.ts';
import { environmentAssignment } from '../../shared/unit-text.ts';
import type { Contribution } from '../contribution.ts';
import { textFile } from '../parts.ts';

/** What the installer's unit reads. */
const environmentFile = '/etc/nodeseed/environment';

export function proxy(cluster: Cluster, node: Node): Contribution {
  const settings = node.settings.host?.proxy;
  if (!settings) return {};
  const origin: Origin = { component: 'host', path: node.origin(['host', 'proxy']) };
  const variables = bothCases({
    ...(settings.httpProxy && { HTTP_PROXY: settings.httpProxy }),
    ...(settings.httpsProxy && { HTTPS_PROXY: settings.httpsProxy }),
    NO_PROXY: withoutProxy(cluster, node).join(','),
  });
  const text = `[Service]\n${variables.map(([name, value]) => `Environment=${environmentAssignment(name, value)}\n`).join('')}`;
  const dropIn: DropIn = { name: '20-proxy.conf', text, origin };
  const runtime = runtimeType(node) === 'docker' ? 'docker.service' : 'containerd.service';
  const units = [runtime, 'kubelet.service'].map(
    (name): Unit => ({ name, state: 'enabled', dropIns: [dropIn], origin }),
  );
  return {
    files: [
      textFile(environmentFile, variables.map(([name, value]) => `${name}=${value}\n`).join(''), origin),
    ],
    units,
  };
}

/** curl reads only http_proxy in small letters, Go either. */
function bothCases(variables: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(variables).flatMap(([name, value]): [string, string][] => [
    [name, value],
    [name.toLowerCase(), value],
  ]);
}

/** The profile's own list, completed with everything that is inside the cluster. */
function withoutProxy(cluster: Cluster, node: Node): string[] {
  const host = cluster.endpoint.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  const networks = new Set(
    cluster.nodes.flatMap((one) => one.addresses.map(({ network }) => formatCidr(network))),
  );
  const all = [
    ...(node.settings.host?.proxy?.noProxy ?? []),
    'localhost',
    '127.0.0.1',
    '::1',
    ...networks,
    ...cluster.podSubnets.map(formatCidr),
    ...cluster.serviceSubnets.map(formatCidr),
    '.svc',
    `.${cluster.dnsDomain}`,
    host,
  ];
  return [...new Set(all)];
}
