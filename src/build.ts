/** The joiner: from the texts of a profile and its secrets to the files of every node. Pure. */
import type { Cluster, Node } from './cluster/cluster.ts';
import { deriveCluster } from './cluster/derive.ts';
import { adminKubeconfig, controlPlaneFiles } from './credentials/cluster.ts';
import { checkCompleteness } from './credentials/completeness.ts';
import { type Issued, issuer } from './credentials/issue.ts';
import { nodeCredentials } from './credentials/node.ts';
import { baseFiles, carriedBy } from './formats/carried.ts';
import type { Fit } from './formats/fit.ts';
import { nodeFiles } from './formats/node-files.ts';
import { pxeClusterFiles } from './formats/pxe.ts';
import { machineOf } from './machine/machine.ts';
import { manifestFiles } from './manifests/manifests.ts';
import type { Lock } from './model/lock.ts';
import type { Machine } from './model/machine.ts';
import type { BuildOptions, OutputFile } from './model/output.ts';
import { emptyStore } from './model/store.ts';
import type { Profile } from './profile/schema/profile.ts';
import { renewalOf, type Secrets } from './secrets/secrets.ts';
import { collectFaults, collectFaultsLater } from './shared/fault.ts';

export interface Built {
  readonly cluster: Cluster;
  readonly files: readonly OutputFile[];
  /** Every certificate in them. */
  readonly issued: readonly Issued[];
  /** How every node's configuration fits its platform. */
  readonly fits: readonly { readonly node: Node; readonly fit: Fit }[];
}

/** Throws InputError with every fault found; then there are no files at all. */
export async function buildFiles(
  profile: Profile,
  secrets: Secrets,
  options: BuildOptions = {},
): Promise<Built> {
  const { cluster, machines, issued } = machinesOf(profile, secrets, undefined, options.lock);
  const issue = issuer(secrets, issued);
  const { artifacts = emptyStore, selfContained = false } = options;
  const carried = carriedBy(machines, artifacts);
  const files: OutputFile[] = [
    ...manifestFiles(cluster, secrets),
    ...controlPlaneFiles(cluster, secrets, issue),
    ...pxeClusterFiles(cluster),
    ...(selfContained ? [] : await baseFiles(carried)),
  ];
  if (options.adminKubeconfig) files.push(adminKubeconfig(cluster, secrets, issue));
  const made = await collectFaultsLater(machines, async ({ node, machine }) => {
    const { files: own, fit } = await nodeFiles(node, machine, {
      carried: carried.get(node),
      selfContained,
    });
    files.push(...own);
    return { node, fit };
  });
  return { cluster, files: files.sort((a, b) => (a.path < b.path ? -1 : 1)), issued, fits: made };
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
  lock?: Lock,
): { cluster: Cluster; machines: NodeMachine[]; issued: Issued[] } {
  const cluster = deriveCluster(profile, lock);
  checkCompleteness(profile, secrets);
  const issued: Issued[] = [];
  const issue = issuer(secrets, issued);
  const wanted = cluster.nodes.filter((node) => only === undefined || node.name === only);
  const machines = collectFaults(wanted, (node) => {
    const credentials = nodeCredentials(cluster, secrets, issue, node);
    return { node, machine: machineOf(cluster, node, credentials, renewalOf(secrets, node.name).issuedAt) };
  });
  return { cluster, machines, issued };
}
