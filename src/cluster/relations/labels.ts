/** Labels that a kubelet may give itself. */

import type { Faults } from '../../shared/fault.ts';
import { suggest } from '../../shared/suggest.ts';
import { labelsRefusedToKubelets } from '../../upstream/node-labels.ts';
import type { Cluster } from '../cluster.ts';

/** Where the control plane is ours, the others are set through the API. */
export function checkLabels(cluster: Cluster, faults: Faults): void {
  if (cluster.controlPlane) return;
  for (const node of cluster.nodes) {
    for (const key of Object.keys(node.settings.labels ?? {})) {
      const refused = labelsRefusedToKubelets(key, cluster.version.release);
      if (!refused) continue;
      const meant = suggest(key, refused.allowed);
      faults.add({
        code: 'label-not-by-kubelet',
        message: `since Kubernetes ${refused.since} a kubelet may not give itself the label ${key}`,
        expected: `a label outside kubernetes.io and k8s.io, or one below node.kubernetes.io/ or kubelet.kubernetes.io/`,
        ...(meant && { hint: `did you mean ${meant}?` }),
        path: node.origin(['labels', key]),
        atKey: true,
      });
    }
  }
}
