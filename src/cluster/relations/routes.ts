/** Is there a way between the pods of any two nodes, where the machines' own routes are to be it? */
import type { Faults } from '../../shared/fault.ts';
import type { Cluster } from '../cluster.ts';
import { unreachableNode } from '../pod-routes.ts';

/** Of two pools one pair of nodes is named. */
export function checkRoutes(cluster: Cluster, faults: Faults): void {
  const told = new Set<string>();
  for (const node of cluster.nodes.filter(({ dynamic }) => !dynamic)) {
    const lost = unreachableNode(cluster, node);
    const pair = [node.pool, lost?.other.pool].sort().join(' ');
    if (!lost || told.has(pair)) continue;
    told.add(pair);
    faults.add({
      code: 'no-pod-route',
      message: `${node.name} and ${lost.other.name} share no IPv${lost.family} network, so there is no route between their pods`,
      expected:
        'nodes of one network; or podNetwork: { type: none } and manifests of a network add-on; or podNetwork.routes: false, where your routers know the way',
      path: node.path,
    });
  }
}
