/** Which etcd runs on a member's machine. */
import { controlPlaneImages } from '../upstream/kubeadm.ts';
import { companionsOf } from '../upstream/kubernetes.ts';
import { parseVersion, type Version } from '../upstream/release.ts';
import type { ControlPlane, Node } from './cluster.ts';

/** A node of etcd alone has no kubelet that would run pods. */
export function runsAsPods(plane: ControlPlane, node: Node): boolean {
  return plane.run === 'static-pods' && node.role === 'control-plane';
}

/** An image's tag where it is a pod, a binary's version where it is a unit; undefined where neither profile nor release says. */
export function etcdVersionOf(kubernetes: Version, plane: ControlPlane, node: Node): Version | undefined {
  const own = plane.settings.etcd?.version;
  const byRelease = runsAsPods(plane, node)
    ? controlPlaneImages(kubernetes.release)?.etcd
    : companionsOf(kubernetes.release).etcd;
  const text = own ?? byRelease;
  return text === undefined ? undefined : parseVersion(text);
}
