/** Do the versions exist, and is each file that a node needs known by its digest? */
import type { Faults } from '../../shared/fault.ts';
import { findBinary, type Program } from '../../upstream/binaries.ts';
import { isKnownRelease, newestRelease, oldestRelease } from '../../upstream/kubernetes.ts';
import type { IgnitionVersion } from '../../upstream/systems.ts';
import type { Cluster, Node } from '../cluster.ts';
import { deliveryMode } from '../delivery.ts';
import { wantedPrograms } from '../programs.ts';

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
  for (const { program, version, path, digest } of wantedPrograms(
    cluster.version,
    node,
    cluster.controlPlane,
  )) {
    const at =
      program === 'containerd'
        ? ['containerRuntime', 'version']
        : ['kubelet', 'kube-proxy'].includes(program)
          ? undefined
          : isEtcd(program)
            ? ['controlPlane', 'etcd', 'version']
            : [...path, 'version'];
    const place = at ? (isEtcd(program) ? at : node.origin(at)) : ['kubernetesVersion'];
    if (version === undefined) {
      faults.add({
        code: 'version-needed',
        message: `Kubernetes ${cluster.version.release} does not say which version of ${program} goes with it`,
        expected: `${at?.join('.')}: a version`,
        path: place,
      });
      continue;
    }
    const found = findBinary(program, version, node.arch);
    if ('pin' in found || digest !== undefined) continue;
    faults.add({
      code: 'digest-unknown',
      message: `no published digest is known for ${found.missing}`,
      expected: `one of ${found.known.slice(0, 12).join(', ')}`,
      hint: `give the file's digest under ${path.join('.')}.digest`,
      path: place,
    });
  }
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
