/** Some systems have places that cannot be written. */
import type { Faults, Path } from '../../shared/fault.ts';
import type { Cluster, Node } from '../cluster.ts';
import { wantedPrograms } from '../programs.ts';

export function checkPlaces(cluster: Cluster, faults: Faults): void {
  for (const node of cluster.nodes) checkNode(cluster, node, faults);
}

function checkNode(cluster: Cluster, node: Node, faults: Faults): void {
  const { readOnly = [], writable = [] } = node.system;
  const refuse = (place: string, path: Path) => {
    const isBelow = (folder: string) => place === folder || place.startsWith(`${folder}/`);
    if (!readOnly.some(isBelow) || writable.some(isBelow)) return;
    faults.add({
      code: 'read-only-place',
      message: `${place} cannot be written on ${node.systemName}`,
      expected: `a place such as ${node.system.binaryDirectory}`,
      path,
    });
  };
  for (const wanted of wantedPrograms(cluster.version, node, cluster.controlPlane))
    refuse(wanted.directory, node.origin([...wanted.path, 'directory']));
  for (const kind of ['files', 'directories', 'links'] as const) {
    (node.settings.host?.[kind] ?? []).forEach(({ path }, i) => {
      refuse(path, node.origin(['host', kind, i, 'path']));
    });
  }
}
