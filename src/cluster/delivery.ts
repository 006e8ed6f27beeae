/** How a node gets its programs. */
import type { Node } from './cluster.ts';

export type DeliveryMode = 'fetch' | 'embed' | 'preinstalled';

export function deliveryMode(node: Node): DeliveryMode {
  return node.settings.delivery?.mode ?? 'fetch';
}

/** Whether the node may ask addresses outside of its cluster. */
export function hasNetwork(node: Node): boolean {
  return node.settings.delivery?.network !== 'none';
}
