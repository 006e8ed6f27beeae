/** The table that `apply.sh` reads: how this node reaches its own API server, then every step in order. */

import type { Cluster, Node } from '../../cluster/cluster.ts';
import { apiServerPort, hostOf } from '../../cluster/control-plane.ts';
import { controlPlanePaths } from '../../cluster/paths.ts';
import { programPath } from '../../cluster/programs.ts';
import { isWritten, type Manifest } from '../../manifests/applied.ts';
import type { NodeState } from '../../manifests/nodes.ts';
import { sha256 } from '../../shared/digest.ts';
import { record } from '../../shared/record.ts';
import { hasServerSideApply } from '../../upstream/kubectl.ts';

/** Limits of the reconciler, in seconds. */
export interface ApplySettings {
  /** For the API server to be ready. */
  readonly wait: number;
  /** Between two attempts at anything. */
  readonly pause: number;
  /** For nodes that have not joined yet, after all else is done. */
  readonly settle: number;
}

export const applySettings: ApplySettings = { wait: 300, pause: 3, settle: 120 };

/** Groups of which no step may come before the nodes'. */
const beforeNodes: readonly string[] = ['access', 'bootstrap'];

export function applyTable(
  cluster: Cluster,
  node: Node,
  manifests: readonly Manifest[],
  states: readonly NodeState[],
  settings: Partial<ApplySettings> = {},
): string {
  const { wait, pause, settle } = { ...applySettings, ...settings };
  const early = manifests.filter(({ group }) => beforeNodes.includes(group));
  const late = manifests.filter(({ group }) => !beforeNodes.includes(group));
  const steps = [...early.map(applyRecord), ...states.map(nodeRecord), ...late.map(applyRecord)];
  const records = [
    'nodeseed-apply 1',
    record('setting', 'kubectl', programPath(node, 'kubectl')),
    record('setting', 'server', `https://${hostOf(node.ips[0] ?? '')}:${apiServerPort}`),
    record('setting', 'mode', hasServerSideApply(cluster.version.release) ? 'server' : 'client'),
    record('setting', 'wait', String(wait)),
    record('setting', 'pause', String(pause)),
    record('setting', 'settle', String(settle)),
    record('setting', 'node', node.name),
    record('setting', 'build', buildOf(manifests, steps)),
    record('kubeconfig', controlPlanePaths.superAdminConf),
    record('kubeconfig', controlPlanePaths.adminConf),
    ...steps,
    'end',
  ];
  return records.map((line) => `${line}\n`).join('');
}

/** What all control-plane nodes of one build have in common, and another build has not: the steps and what is applied in them. */
function buildOf(manifests: readonly Manifest[], steps: readonly string[]): string {
  const contents = manifests.map((one) => (isWritten(one) ? sha256(one.content.reveal()) : one.digest));
  return sha256([...steps, ...contents].join('\n'));
}

function applyRecord({ group, name, file, expires }: Manifest): string {
  return record('apply', group, name, file, expires === undefined ? '' : String(epochOf(expires)));
}

function epochOf(instant: string): number {
  return Math.floor(Date.parse(instant) / 1000);
}

/** After the name, pairs of what is meant and its value. */
function nodeRecord({ name, labels, taints, untainted, podCIDRs }: NodeState): string {
  const pairs = [
    ...Object.entries(labels).map(([key, value]) => ['label', `${key}=${value}`]),
    ...taints.map((taint) => ['taint', taint]),
    ...untainted.map((taint) => ['untaint', taint]),
    ...(podCIDRs.length > 0 ? [['pods', podCIDRs.join(',')]] : []),
  ];
  return record('node', name, ...pairs.flat());
}
