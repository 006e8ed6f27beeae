/** Units of the user's own. */
import type { Faults } from '../../shared/fault.ts';
import { isDropInName } from '../../shared/names.ts';
import type { Cluster, Node } from '../cluster.ts';

export function checkHostUnits(cluster: Cluster, faults: Faults): void {
  for (const node of cluster.nodes) checkNode(node, faults);
}

function checkNode(node: Node, faults: Faults): void {
  (node.settings.host?.units ?? []).forEach((unit, i) => {
    const path = node.origin(['host', 'units', i]);
    if (unit.state === 'masked' && unit.contents !== undefined) {
      faults.add({
        code: 'masked-unit-with-text',
        message: `${unit.name} is masked and has contents: a masked unit is a link to /dev/null`,
        expected: 'one of the two',
        path,
      });
    }
    (unit.dropIns ?? []).forEach((dropIn, j) => {
      if (isDropInName(dropIn.name)) return;
      faults.add({
        code: 'drop-in-name',
        message: `"${dropIn.name}" is not read by systemd`,
        expected: 'a file name that ends in .conf',
        path: node.origin(['host', 'units', i, 'dropIns', j, 'name']),
      });
    });
    const ordered = /^\s*After=.*\b(multi-user\.target|cloud-final\.service|cloud-init\.target)\b/m.exec(
      unit.contents ?? '',
    );
    if (
      unit.state !== 'masked' &&
      ordered &&
      /^\s*WantedBy=.*\bmulti-user\.target\b/m.test(unit.contents ?? '')
    ) {
      faults.add({
        code: 'unit-ordering',
        message: `${unit.name} waits for ${ordered[1]}, which is reached only after it`,
        expected: 'no After= of what wants the unit',
        path: node.origin(['host', 'units', i, 'contents']),
      });
    }
  });
}
