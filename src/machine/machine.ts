/** One node's machine, the first-boot installer included. */
import type { Cluster, Node } from '../cluster/cluster.ts';
import { contributionsOf } from '../components/index.ts';
import type { NodeCredentials } from '../credentials/node.ts';
import type { Machine } from '../model/machine.ts';
import { withInstaller } from './install/lower.ts';
import { mergeContributions } from './merge.ts';
import { checkInstallerUnits, checkPaths } from './paths.ts';

/** `issuedAt`: the secrets', before which no clock is right. */
export function machineOf(
  cluster: Cluster,
  node: Node,
  credentials: NodeCredentials,
  issuedAt: string,
): Machine {
  const merged = mergeContributions(node, issuedAt, contributionsOf(cluster, node, credentials));
  checkInstallerUnits(merged.units);
  const machine = withInstaller(merged);
  checkPaths(machine);
  return machine;
}
