/** The joiner: from the texts of a profile and its secrets to the files of every node. Pure. */
import type { Cluster, Node } from './cluster/cluster.ts';
import { deriveCluster } from './cluster/derive.ts';
import { adminKubeconfig, controlPlaneFiles } from './credentials/cluster.ts';
import { checkCompleteness } from './credentials/completeness.ts';
import { issuer } from './credentials/issue.ts';
import { nodeCredentials } from './credentials/node.ts';
import { baseFiles, carriedBy } from './formats/carried.ts';
import { nodeFiles } from './formats/node-files.ts';
import { pxeClusterFiles } from './formats/pxe.ts';
import { machineOf } from './machine/machine.ts';
import { manifestFiles } from './manifests/manifests.ts';
import type { Machine } from './model/machine.ts';
import type { BuildOptions, OutputFile } from './model/output.ts';
import { emptyStore } from './model/store.ts';
import type { Profile } from './profile/schema/profile.ts';
import { issuedAt, type Secrets } from './secrets/secrets.ts';
import { collectFaults } from './shared/fault.ts';

export interface Built {
  readonly cluster: Cluster;
  readonly files: readonly OutputFile[];
}

/** Throws InputError with every fault found; then there are no files at all. */
export async function buildFiles(
  profile: Profile,
  secrets: Secrets,
  options: BuildOptions = {},
): Promise<Built> {
  const { cluster, machines } = machinesOf(profile, secrets);
  const issue = issuer(secrets);
  const { artifacts = emptyStore, selfContained = false } = options;
  const carried = carriedBy(machines, artifacts);
  const files: OutputFile[] = [
    ...manifestFiles(cluster, secrets),
    ...controlPlaneFiles(cluster, secrets, issue),
    ...pxeClusterFiles(cluster),
    ...(selfContained ? [] : await baseFiles(carried)),
  ];
  if (options.adminKubeconfig) files.push(adminKubeconfig(cluster, secrets, issue));
  for (const { node, machine } of machines)
    files.push(...(await nodeFiles(node, machine, { carried: carried.get(node), selfContained })));
  return { cluster, files: files.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

export interface NodeMachine {
  readonly node: Node;
  readonly machine: Machine;
}

/** Every node's machine, in the profile's order; with `only`, that node's alone. */
export function machinesOf(
  profile: Profile,
  secrets: Secrets,
  only?: string,
): { cluster: Cluster; machines: NodeMachine[] } {
  const cluster = deriveCluster(profile);
  checkCompleteness(profile, secrets);
  const issue = issuer(secrets);
  const wanted = cluster.nodes.filter((node) => only === undefined || node.name === only);
  const machines = collectFaults(wanted, (node) => {
    const credentials = nodeCredentials(cluster, secrets, issue, node);
    return { node, machine: machineOf(cluster, node, credentials, issuedAt(secrets, node.name)) };
  });
  return { cluster, machines };
}
