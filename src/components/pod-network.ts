/** The pod network `bridge` between nodes: routes to the others' pods, and one rule for what pods say to everybody else. */
import type { Cluster, Node } from '../cluster/cluster.ts';
import { configuresNetwork, familyOf, podRoutes, routesPods } from '../cluster/pod-routes.ts';
import type { File, Origin } from '../model/machine.ts';
import { formatCidr } from '../shared/address.ts';
import type { Contribution } from './contribution.ts';
import { oneshot } from './oneshot.ts';
import { textFile } from './parts.ts';
import { podNetworkScript } from './pod-network/script.ts';

const scriptPath = '/etc/nodeseed/pod-network.sh';
const tablePath = '/etc/nodeseed/pod-network.table';

export function podNetwork(cluster: Cluster, node: Node): Contribution {
  if (!routesPods(cluster, node)) return {};
  const origin: Origin = { component: 'pod-network', path: node.origin(['podNetwork']) };
  const routes = podRoutes(cluster, node);
  const byScript = configuresNetwork(node) ? [] : routes;
  const rules = masquerades(cluster, node);
  const rows = [...rules, ...byScript.map(({ to, via }) => ['route', String(familyOf(to)), to, via])];
  if (rows.length === 0) return { routes };
  return {
    routes,
    files: [
      textFile(scriptPath, podNetworkScript, origin, 0o755),
      textFile(tablePath, rows.map((row) => `${row.join(' ')}\n`).join(''), origin),
      ...(byScript.length > 0 ? foreignRoutes(node, origin) : []),
    ],
    // Some images have neither iptables nor nft.
    install: node.system.packageManager && rules.length > 0 ? ['nftables'] : [],
    units: oneshot({
      name: 'nodeseed-pod-network',
      description: 'Routes and rules of the pod network',
      script: [scriptPath],
      limit: 90,
      origin,
    }),
  };
}

/** Where the profile has said how the plugin is to hide pods, it is left to the plugin. `pod-network.sh` says what the words mean. */
function masquerades(cluster: Cluster, node: Node): string[][] {
  if (node.settings.podNetwork?.ipMasq !== undefined) return [];
  return node.podCIDRs.flatMap((own) => {
    const family = familyOf(own);
    const pods = cluster.podSubnets.find((subnet) => subnet.family === family);
    return pods ? [['masquerade', String(family), own, formatCidr(pods)]] : [];
  });
}

/** systemd-networkd removes routes that it has not made itself, when it starts. */
function foreignRoutes(node: Node, origin: Origin): File[] {
  if (node.system.networkRenderer !== 'networkd') return [];
  const text = '[Network]\nManageForeignRoutes=no\n';
  return [textFile('/etc/systemd/networkd.conf.d/10-nodeseed.conf', text, origin)];
}
