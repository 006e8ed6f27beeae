/** Can the control plane that the profile asks for come up by itself? */
import type { Fault, Faults } from '../../shared/fault.ts';
import { controlPlaneImages } from '../../upstream/kubeadm.ts';
import { canRunControlPlane, newestRelease, oldestControlPlane } from '../../upstream/kubernetes.ts';
import type { Cluster } from '../cluster.ts';
import type { ControlPlane } from '../control-plane.ts';

export function checkControlPlane(cluster: Cluster, faults: Faults): void {
  const { controlPlane: plane, version } = cluster;
  if (!plane) {
    faults.addAll(strayJoinFaults(cluster, []));
    return;
  }
  if (!canRunControlPlane(version.release)) {
    faults.add({
      code: 'control-plane-version',
      message: `nodeseed builds no control plane of Kubernetes ${version.text}`,
      expected: `a version from ${oldestControlPlane} to ${newestRelease}, or controlPlane: external`,
      path: ['kubernetesVersion'],
    });
    return;
  }
  faults.addAll([
    ...serverFaults(plane),
    ...imageFaults(cluster, plane),
    ...joinFaults(plane),
    ...strayJoinFaults(
      cluster,
      plane.etcd.map(({ name }) => name),
    ),
    ...approverFaults(cluster),
    ...intermediateFaults(cluster),
  ]);
}

/**
 * Without a server there is no member of etcd either. Two members are let through: a cluster of two bears no loss, as one of
 * none does, but it is what a cluster is on its way from one to three.
 */
function serverFaults(plane: ControlPlane): Fault[] {
  if (plane.nodes.length > 0) return [];
  return [
    {
      code: 'control-plane-missing',
      message: 'no node serves the API: no pool has the role control-plane',
      expected: 'a pool with role: control-plane, or controlPlane: external',
      path: ['controlPlane'],
      atKey: true,
    },
  ];
}

/** The controller manager signs by the very file, which must then hold one certificate; nobody would trust the others. */
function intermediateFaults({ profile }: Cluster): Fault[] {
  return (['cluster', 'kubelet'] as const)
    .filter((id) => (profile.pki?.authorities?.[id]?.intermediates ?? []).length > 0)
    .map((id) => ({
      code: 'authority-intermediates',
      message: `the control plane that is built here signs by the authority ${id} itself, and trusts no further ones`,
      expected: 'no intermediates, or controlPlane: external',
      path: ['pki', 'authorities', id, 'intermediates'],
    }));
}

/** What kubeadm of that release would have pulled is known for some releases only. */
function imageFaults({ version, profile }: Cluster, plane: ControlPlane): Fault[] {
  if (controlPlaneImages(version.release)) return [];
  const fault = (image: string, place: readonly string[], expected: string): Fault => ({
    code: 'version-needed',
    message: `Kubernetes ${version.release} does not say which image of ${image} goes with it`,
    expected,
    path: [...place],
  });
  const asPods = plane.run === 'static-pods' && plane.etcd.some(({ node }) => node.role === 'control-plane');
  const coreDNS = profile.addons?.coreDNS;
  const hasDNS = coreDNS === 'none' || coreDNS?.image !== undefined;
  return [
    ...(asPods && plane.settings.etcd?.version === undefined
      ? [fault('etcd', ['controlPlane', 'etcd', 'version'], 'controlPlane.etcd.version: the image’s tag')]
      : []),
    ...(hasDNS
      ? []
      : [fault('CoreDNS', ['addons', 'coreDNS', 'image'], 'addons.coreDNS.image, or addons.coreDNS: none')]),
  ];
}

function joinFaults(plane: ControlPlane): Fault[] {
  const [first] = plane.etcd;
  if (!first || plane.etcd.some((member) => !member.joins)) return [];
  return [
    {
      code: 'etcd-join',
      message: 'every member of etcd is to join a cluster that runs already, and nobody runs it',
      expected: 'at least one member without join: existing',
      path: [...first.node.path, 'etcd', 'join'],
    },
  ];
}

/** Only a member can join. */
function strayJoinFaults(cluster: Cluster, members: readonly string[]): Fault[] {
  return cluster.nodes
    .filter((node) => node.etcdJoin === 'existing' && !members.includes(node.name))
    .map((node) => ({
      code: 'etcd-join',
      message: `${node.name} is to join etcd, but is no member of it`,
      expected: cluster.nodes.some(({ role }) => role === 'etcd')
        ? 'a node of the role etcd'
        : 'a node of the role control-plane or etcd',
      path: [...node.path, 'etcd', 'join'],
    }));
}

/** Who approves must be let to, by this name. An add-on that is fetched cannot be looked into: there its name has to do. */
const signer = 'kubernetes.io/kubelet-serving';
const approver = /approver/;

/** kubernetes.io, "Certificate signing requests": no controller of Kubernetes' own approves a kubelet's serving certificate. */
function approverFaults(cluster: Cluster): Fault[] {
  const own = cluster.profile.manifests?.own ?? [];
  const isApproved = own.some((one) =>
    'contents' in one ? one.contents.includes(signer) : approver.test(one.name),
  );
  if (isApproved) return [];
  return cluster.nodes
    .filter((node) => node.settings.kubelet?.config?.['serverTLSBootstrap'] === true)
    .map((node) => ({
      code: 'serving-csr-approver',
      message: 'the kubelet is to ask the API for its serving certificate, and nobody approves that',
      expected: `manifests.own with an approver for ${signer}`,
      hint: 'manifests given by url count when their name has "approver" in it; without serverTLSBootstrap nodeseed makes the certificate',
      path: node.origin(['kubelet', 'config', 'serverTLSBootstrap']),
    }));
}
