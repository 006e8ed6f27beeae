/** Kernel parameters that Kubernetes needs, and what the profile says of them. */
import type { Faults } from '../../shared/fault.ts';
import { dottedSysctlKey } from '../../shared/names.ts';
import type { Cluster, Node } from '../cluster.ts';
import { wantedSysctls } from '../kernel.ts';

export function checkSysctls(cluster: Cluster, faults: Faults): void {
  for (const node of cluster.nodes) checkNode(cluster, node, faults);
}

function checkNode(cluster: Cluster, node: Node, faults: Faults): void {
  const own = node.settings.host?.sysctls ?? {};
  for (const [key, wanted] of Object.entries(wantedSysctls(cluster, node))) {
    const [name, given] = Object.entries(own).find(([one]) => dottedSysctlKey(one) === key) ?? [key];
    if (given === undefined || String(given) === wanted.value) continue;
    faults.add({
      code: 'sysctl-contradiction',
      message: `${key} is to be ${given}, but ${wanted.why} needs ${wanted.value}`,
      expected: wanted.value,
      path: node.origin(['host', 'sysctls', name]),
    });
  }
  const bySlash = new Map<string, string>();
  for (const [key, value] of Object.entries(own)) {
    const normal = dottedSysctlKey(key);
    const other = bySlash.get(normal);
    if (other !== undefined && other !== String(value)) {
      faults.add({
        code: 'sysctl-contradiction',
        message: `${normal} is given twice, as ${other} and as ${value}`,
        expected: 'one value',
        path: node.origin(['host', 'sysctls', key]),
      });
    }
    bySlash.set(normal, String(value));
  }
}
