/** What the runtime is told of registries. */
import type { Faults } from '../../shared/fault.ts';
import type { Cluster, Node } from '../cluster.ts';

export function checkRegistries(cluster: Cluster, faults: Faults): void {
  for (const node of cluster.nodes) checkNode(node, faults);
}

/** A password is sent to mirrors; without one it would go nowhere. */
function checkNode(node: Node, faults: Faults): void {
  for (const [host, registry] of Object.entries(node.settings.containerRuntime?.registries ?? {})) {
    if (!registry.credentials || (registry.mirrors ?? []).length > 0) continue;
    faults.add({
      code: 'credentials-without-mirror',
      message: `the credentials for ${host} are sent to its mirrors, and it has none`,
      expected: `mirrors, such as https://${host}`,
      path: node.origin(['containerRuntime', 'registries', host, 'credentials']),
    });
  }
}
