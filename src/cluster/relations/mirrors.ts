/** Where upstream is not to be asked, somebody else has to be. */
import type { Faults } from '../../shared/fault.ts';
import { binaryOf } from '../binaries.ts';
import type { Cluster, Node } from '../cluster.ts';
import { type WantedProgram, wantedPrograms } from '../programs.ts';

export function checkMirrors(cluster: Cluster, faults: Faults): void {
  for (const node of cluster.nodes) checkNode(cluster, node, faults);
}

function checkNode(cluster: Cluster, node: Node, faults: Faults): void {
  const { binaries } = node.settings;
  if (binaries?.upstream !== false) return;
  const prefixes = (binaries.mirrors ?? []).map(({ prefix }) => prefix);
  const orphan = wantedPrograms(cluster.version, node)
    .flatMap((wanted) => publishedAt(cluster, node, wanted).slice(0, 1))
    .find((url) => !prefixes.some((prefix) => url.startsWith(prefix)));
  if (orphan === undefined) return;
  const which = prefixes.length === 0 ? 'there is no mirror' : `no mirror stands for ${orphan}`;
  faults.add({
    code: 'no-sources',
    message: `upstream is not to be asked, and ${which}`,
    expected: `binaries.mirrors with a prefix such as ${new URL(orphan).origin}/`,
    path: node.origin(['binaries', 'upstream']),
  });
}

/** Empty when that is not known, which is a fault of its own. */
function publishedAt(cluster: Cluster, node: Node, wanted: WantedProgram): readonly string[] {
  const found = binaryOf(cluster, node, wanted);
  return found && 'pin' in found ? found.pin.urls : [];
}
