/** Is there somebody to apply the profile's manifests, and does nothing stand against the network that they bring? */
import type { Fault, Faults } from '../../shared/fault.ts';
import type { Cluster, Node } from '../cluster.ts';
import { placeOf } from '../places.ts';

export function checkManifests(cluster: Cluster, faults: Faults): void {
  faults.addAll(strayFaults(cluster));
  if (!cluster.profile.networking?.manifests) return;
  for (const node of cluster.nodes.filter(({ role, dynamic }) => role !== 'etcd' && !dynamic))
    faults.addAll([...bridgeFaults(node), ...podCIDRFaults(cluster, node)]);
}

/** An external control plane is somebody else's, and has its own way to be told. */
function strayFaults({ controlPlane, profile }: Cluster): Fault[] {
  if (controlPlane) return [];
  const lists = [
    { path: ['networking', 'manifests'], list: profile.networking?.manifests },
    { path: ['manifests', 'own'], list: profile.manifests?.own },
  ];
  return lists
    .filter(({ list = [] }) => list.length > 0)
    .map(({ path }) => ({
      code: 'manifests-not-applied',
      message: 'nobody applies these manifests: the control plane is external',
      expected: 'a control plane that is built here, or these manifests applied by you',
      path,
      atKey: true,
    }));
}

function bridgeFaults(node: Node): Fault[] {
  if (node.settings.podNetwork?.type !== 'bridge') return [];
  return [
    {
      code: 'pod-network-contradiction',
      message: 'networking.manifests bring the pod network, and here it is a bridge of the node’s own',
      expected: 'none or loopback; or no networking.manifests',
      path: node.origin(['podNetwork', 'type']),
    },
  ];
}

/** The controller manager gives every node the next part that is free, whatever the profile has. */
function podCIDRFaults(cluster: Cluster, node: Node): Fault[] {
  const path = placeOf(cluster.profile, node, 'podCIDRs');
  if (!path.includes('podCIDRs')) return [];
  return [
    {
      code: 'pod-network-contradiction',
      message: 'with networking.manifests the controller manager gives nodes their parts of the pod subnet',
      expected: 'no podCIDRs; networking.podCIDRPrefixes says how large they are',
      path,
    },
  ];
}
