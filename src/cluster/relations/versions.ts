/** Do the versions exist? */
import type { Faults, Path } from '../../shared/fault.ts';
import type { Program } from '../../upstream/binaries.ts';
import { isKnownRelease, newestRelease, oldestRelease } from '../../upstream/kubernetes.ts';
import type { IgnitionVersion } from '../../upstream/systems.ts';
import type { Cluster, Node } from '../cluster.ts';
import { deliveryMode } from '../delivery.ts';
import { type WantedProgram, wantedPrograms } from '../programs.ts';

export function checkVersions(cluster: Cluster, faults: Faults): void {
  const { version } = cluster;
  if (!isKnownRelease(version.release)) {
    faults.add({
      code: 'kubernetes-version-unknown',
      message: `Kubernetes ${version.text} is outside of what nodeseed knows`,
      expected: `a version from ${oldestRelease} to ${newestRelease}`,
      path: ['kubernetesVersion'],
    });
    return;
  }
  for (const node of cluster.nodes) {
    checkPrograms(cluster, node, faults);
    checkIgnition(node, faults);
  }
}

function checkPrograms(cluster: Cluster, node: Node, faults: Faults): void {
  // Which version the image has is nobody's to say here.
  if (deliveryMode(node) === 'preinstalled') return;
  checkDigests(cluster, node, faults);
  for (const wanted of wantedPrograms(cluster.version, node, cluster.controlPlane)) {
    if (wanted.version !== undefined) continue;
    faults.add({
      code: 'version-needed',
      message: `Kubernetes ${cluster.version.release} does not say which version of ${wanted.program} goes with it`,
      expected: `${settingOfVersion(wanted)?.join('.')}: a version`,
      path: placeOfVersion(node, wanted),
    });
  }
}

/** Where a profile says which version of a program it wants. */
export function placeOfVersion(node: Node, wanted: WantedProgram): Path {
  const setting = settingOfVersion(wanted);
  if (!setting) return ['kubernetesVersion'];
  return isEtcd(wanted.program) ? setting : node.origin(setting);
}

/** Undefined: it is that of Kubernetes. */
function settingOfVersion({ program, path }: WantedProgram): Path | undefined {
  if (program === 'containerd') return ['containerRuntime', 'version'];
  if (program === 'kubelet' || program === 'kube-proxy') return undefined;
  return isEtcd(program) ? ['controlPlane', 'etcd', 'version'] : [...path, 'version'];
}

/** A digest is of one file: given for two programs it is wrong for one of them. */
function checkDigests(cluster: Cluster, node: Node, faults: Faults): void {
  const owners = new Map<string, string>();
  for (const { program, path, digest } of wantedPrograms(cluster.version, node)) {
    if (digest === undefined) continue;
    const before = owners.get(digest);
    if (before !== undefined) {
      faults.add({
        code: 'digest-shared',
        message: `${before} and ${program} are to have the same digest`,
        expected: 'the digest of each file',
        path: node.origin([...path, 'digest']),
      });
    }
    owners.set(digest, program);
  }
}

/** One version for the whole cluster. */
function isEtcd(program: Program): boolean {
  return program === 'etcd' || program === 'etcdctl';
}

function checkIgnition(node: Node, faults: Faults): void {
  const newest: IgnitionVersion | undefined = node.system.ignition;
  if (newest === undefined || node.ignitionVersion <= newest) return;
  faults.add({
    code: 'ignition-version',
    message: `${node.systemName} reads Ignition configurations up to ${newest}, not ${node.ignitionVersion}`,
    expected: `at most ${newest}`,
    path: [...node.poolPath, 'ignitionVersion'],
  });
}
