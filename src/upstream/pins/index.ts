/**
 * The published digests this project knows. Digests are copied from what the publishers, or public trees that
 * ship the same files, state; none was computed from a download of ours.
 */
import { cniPlugins } from './cni-plugins.ts';
import { containerd } from './containerd.ts';
import { criContainerdCni } from './cri-containerd-cni.ts';
import { criDockerd } from './cri-dockerd.ts';
import { crictl } from './crictl.ts';
import { etcd } from './etcd.ts';
import { helm } from './helm.ts';
import { kubernetesBinaries } from './kubernetes-binaries.ts';
import { kubernetesNode, kubernetesServer } from './kubernetes-tarballs.ts';
import { nerdctl } from './nerdctl.ts';
import { runc } from './runc.ts';
import type { Arch, Pin, PinFamily, PinName } from './types.ts';

export type { Arch, Digest, KubernetesProgram, Pin, PinFamily, PinFormat, PinName } from './types.ts';
export { architectures, kubernetesPrograms } from './types.ts';

export const pinFamilies: readonly PinFamily[] = [
  ...kubernetesBinaries,
  kubernetesNode,
  kubernetesServer,
  containerd,
  criContainerdCni,
  runc,
  cniPlugins,
  crictl,
  etcd,
  criDockerd,
  helm,
  nerdctl,
];

const byName: ReadonlyMap<PinName, PinFamily> = new Map(pinFamilies.map((family) => [family.name, family]));

/** The published file of that name, version (without the leading v) and architecture, if its digest is known. */
export function findPin(name: PinName, version: string, arch: Arch): Pin | undefined {
  const family = byName.get(name);
  if (!family || !Object.hasOwn(family.digests, version)) return undefined;
  const digest = family.digests[version]?.[arch];
  return digest && { name, version, arch, format: family.format, digest, urls: family.urls(version, arch) };
}

/** Every version with a digest for at least one architecture, newest first. */
export function pinnedVersions(name: PinName): readonly string[] {
  return Object.keys(byName.get(name)?.digests ?? {});
}
