/** What becomes of swap, and what the kubelet is told of it. */
import type { Faults } from '../../shared/fault.ts';
import { kubeletConfiguration } from '../../upstream/kubelet/configuration.ts';
import { fieldLives } from '../../upstream/schema.ts';
import type { Cluster, Node } from '../cluster.ts';
import { lifeInWords } from './patches.ts';

export function checkSwap(cluster: Cluster, faults: Faults): void {
  for (const node of cluster.nodes) checkNode(cluster, node, faults);
}

function checkNode(cluster: Cluster, node: Node, faults: Faults): void {
  if (node.settings.host?.swap !== 'limited') return;
  const { release } = cluster.version;
  if (!fieldLives(kubeletConfiguration, ['memorySwap'], release)) {
    faults.add({
      code: 'swap-contradiction',
      message: `the kubelet of Kubernetes ${release} cannot leave pods a share of swap: ${lifeInWords(kubeletConfiguration.fields.memorySwap.life ?? {})}`,
      expected: 'swap: disabled or unmanaged',
      path: node.origin(['host', 'swap']),
    });
  }
  if (node.settings.kubelet?.config?.['failSwapOn'] !== true) return;
  faults.add({
    code: 'swap-contradiction',
    message: 'swap stays on (host.swap: limited), but the kubelet is to refuse to start on it',
    expected: 'failSwapOn: false, or swap: disabled',
    path: node.origin(['kubelet', 'config', 'failSwapOn']),
  });
}
