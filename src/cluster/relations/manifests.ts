/** Is there somebody to apply the profile's manifests, and does nothing stand against the network that they bring? */
import type { ManifestList } from '../../profile/schema/profile.ts';
import { objectsProblem } from '../../shared/api-objects.ts';
import type { Fault, Faults, Path } from '../../shared/fault.ts';
import type { Cluster, Node } from '../cluster.ts';
import { placeOf } from '../places.ts';

export function checkManifests(cluster: Cluster, faults: Faults): void {
  faults.addAll([...strayFaults(cluster), ...syntaxFaults(cluster)]);
  if (!cluster.profile.networking?.manifests) return;
  for (const node of cluster.nodes.filter(({ role, dynamic }) => role !== 'etcd' && !dynamic))
    faults.addAll([...bridgeFaults(node), ...podCIDRFaults(cluster, node)]);
}

function listsOf({ profile }: Cluster): { readonly path: Path; readonly list: ManifestList }[] {
  return [
    { path: ['networking', 'manifests'], list: profile.networking?.manifests ?? [] },
    { path: ['manifests', 'own'], list: profile.manifests?.own ?? [] },
  ];
}

/** An external control plane is somebody else's, and has its own way to be told. */
function strayFaults(cluster: Cluster): Fault[] {
  if (cluster.controlPlane) return [];
  return listsOf(cluster)
    .filter(({ list }) => list.length > 0)
    .map(({ path }) => ({
      code: 'manifests-not-applied',
      message: 'nobody applies these manifests: the control plane is external',
      expected: 'a control plane that is built here, or these manifests applied by you',
      path,
      atKey: true,
    }));
}

/** What kubectl could not even read would be found out on the machines only. */
function syntaxFaults(cluster: Cluster): Fault[] {
  return listsOf(cluster).flatMap(({ path, list }) =>
    list.flatMap((one, i): Fault[] => {
      const problem = 'contents' in one ? objectsProblem(one.contents) : undefined;
      if (problem === undefined) return [];
      return [
        {
          code: 'manifest-syntax',
          message: `the manifest ${one.name} cannot be applied: ${problem}`,
          expected: 'objects of the API as YAML, each with apiVersion and kind',
          path: [...path, i, 'contents'],
        },
      ];
    }),
  );
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
