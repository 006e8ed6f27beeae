/** Is every name, address and number that must be unique given once? */
import { Faults, oncePerPlace, type Path } from '../../shared/fault.ts';
import type { FaultCode } from '../../shared/fault-codes.ts';
import { isHostname } from '../../shared/names.ts';
import type { Cluster, Node } from '../cluster.ts';
import { placeOf, type What } from '../places.ts';

export function checkNames(cluster: Cluster, faults: Faults): void {
  const pools = cluster.profile.pools.map((pool, i) => ({
    value: pool.name,
    owner: pool.name,
    path: ['pools', i, 'name'],
  }));
  unique(faults, 'duplicate-pool', 'pool', pools);
  const ofNodes = new Faults();
  checkUniqueness(cluster, ofNodes);
  for (const node of cluster.nodes) checkNode(cluster, node, ofNodes);
  faults.addAll(oncePerPlace(ofNodes.distinct()));
}

function checkUniqueness({ profile, nodes }: Cluster, faults: Faults): void {
  const place = (node: Node, what: What, index = 0) => placeOf(profile, node, what, index);
  unique(
    faults,
    'duplicate-node',
    'node',
    nodes.map((node) => ({ value: node.name, owner: node.pool, path: place(node, 'name') })),
  );
  // What a node of a name given twice has else is given twice with it.
  const known = new Set<string>();
  const different = nodes.filter(({ name }) => !known.has(name) && known.add(name));
  unique(
    faults,
    'duplicate-address',
    'address',
    different.flatMap((node) =>
      node.ips.map((value, i) => ({ value, owner: node.name, path: place(node, 'address', i) })),
    ),
  );
  unique(
    faults,
    'duplicate-mac',
    'MAC address',
    different.flatMap((node) =>
      node.mac ? [{ value: node.mac, owner: node.name, path: place(node, 'mac') }] : [],
    ),
  );
}

interface Named {
  readonly value: string;
  readonly owner: string;
  readonly path: Path;
}

function unique(faults: Faults, code: FaultCode, what: string, all: readonly Named[]): void {
  const first = new Map<string, Named>();
  for (const one of all) {
    const before = first.get(one.value);
    if (!before) first.set(one.value, one);
    else {
      const owners = before.owner === one.owner ? '' : ` (${before.owner} and ${one.owner})`;
      faults.add({
        code,
        message: `the ${what} ${one.value} is given twice${owners}`,
        expected: 'each once',
        path: one.path,
      });
    }
  }
}

function checkNode(cluster: Cluster, node: Node, faults: Faults): void {
  const path = placeOf(cluster.profile, node, 'name');
  if (/^[0-9.]+$/.test(node.name)) {
    faults.add({
      code: 'name-syntax',
      message: `${node.name} is a number or an address to whoever reads it as a host name`,
      expected: 'a name with a letter in it',
      path,
    });
  } else if (!isHostname(node.name)) {
    faults.add({
      code: 'hostname-too-long',
      message: `${node.name} is longer than Linux lets a host name be`,
      expected: 'at most 64 characters',
      path,
    });
  }
  if (node.role !== 'worker' && !cluster.controlPlane) {
    faults.add({
      code: 'role-without-control-plane',
      message: `${node.name} is to have the role ${node.role}, but this cluster's control plane is external`,
      expected: 'role: worker',
      path: [...node.poolPath, 'role'],
    });
  }
}
