/** Packages are for systems that have a package manager, and each is wanted or not. */
import type { Faults } from '../../shared/fault.ts';
import type { Cluster, Node } from '../cluster.ts';

export function checkPackages(cluster: Cluster, faults: Faults): void {
  for (const node of cluster.nodes) checkNode(node, faults);
}

function checkNode(node: Node, faults: Faults): void {
  const packages = node.settings.host?.packages;
  if (!packages) return;
  if (node.system.packageManager) {
    checkContradictions(node, packages, faults);
    return;
  }
  for (const key of ['install', 'remove', 'repositories'] as const) {
    if ((packages[key] ?? []).length === 0) continue;
    faults.add({
      code: 'no-package-manager',
      message: `${node.systemName} has no packages to ${key === 'remove' ? 'remove' : 'install'}`,
      expected: 'nothing here, or another system',
      path: node.origin(['host', 'packages', key]),
    });
  }
}

function checkContradictions(
  node: Node,
  {
    install = [],
    remove = [],
  }: { install?: readonly string[] | undefined; remove?: readonly string[] | undefined },
  faults: Faults,
): void {
  remove.forEach((name, i) => {
    if (!install.includes(name)) return;
    faults.add({
      code: 'package-contradiction',
      message: `${name} is to be installed and removed`,
      expected: 'one of the two',
      path: node.origin(['host', 'packages', 'remove', i]),
    });
  });
}
