/** Further authorities that the whole machine trusts. */
import type { Node } from '../../cluster/cluster.ts';
import type { Contribution } from '../contribution.ts';
import { textFile } from '../parts.ts';

export function trust(node: Node): Contribution {
  const { directory, suffix } = node.system.trust;
  return {
    files: (node.settings.host?.trustedCAs ?? []).map(({ name, certificate }, i) =>
      textFile(`${directory}/${name}${suffix}`, certificate, {
        component: 'host',
        path: node.origin(['host', 'trustedCAs', i]),
      }),
    ),
  };
}
