/**
 * Which Kubernetes releases nodeseed knows, and what it pairs them with when a profile does not say.
 * Sandbox images: kubeadm's constants at those releases; containerd: the pairing Kubernetes' and containerd's release notes
 * recommend, at the newest version the catalogue of digests has.
 */
import { kubeadmImagesOf } from './control-plane.ts';
import { etcd } from './pins/etcd.ts';
import { compareReleases, parseVersion, type Release } from './release.ts';
import type { Life } from './schema.ts';

export const oldestRelease: Release = '1.10';
export const newestRelease: Release = '1.37';
/** Before it static pods, the scheduler’s configuration and kubeadm’s files were others. */
export const oldestControlPlane: Release = '1.19';

export function isKnownRelease(release: Release): boolean {
  return compareReleases(release, oldestRelease) >= 0 && compareReleases(release, newestRelease) <= 0;
}

/** Whether nodeseed can build a control plane of that release. */
export function canRunControlPlane(release: Release): boolean {
  return isKnownRelease(release) && compareReleases(release, oldestControlPlane) >= 0;
}

/** While it lived, memorySwap needed this feature gate: alpha in 1.22, on by default from 1.30 (KEP-2400). */
export const nodeSwapGate: Life = { since: '1.22', until: '1.30', source: 'KEP-2400' };

export interface Companions {
  readonly containerd?: string;
  readonly runc?: string;
  readonly cniPlugins?: string;
  readonly crictl?: string;
  readonly etcd?: string;
  readonly sandboxImage?: string;
}

/** etcd is not here: its row is kubeadm's own, in `control-plane.ts`. */
const companions: Readonly<Record<Release, Omit<Companions, 'etcd'>>> = {
  '1.37': {
    containerd: '2.3.4',
    runc: '1.5.1',
    cniPlugins: '1.9.1',
    crictl: '1.36.0',
    sandboxImage: 'registry.k8s.io/pause:3.10.2',
  },
  '1.36': {
    containerd: '2.3.4',
    runc: '1.4.3',
    cniPlugins: '1.9.1',
    crictl: '1.36.0',
    sandboxImage: 'registry.k8s.io/pause:3.10.2',
  },
  '1.35': {
    containerd: '2.2.7',
    runc: '1.4.3',
    cniPlugins: '1.9.1',
    crictl: '1.35.0',
    sandboxImage: 'registry.k8s.io/pause:3.10.1',
  },
  '1.34': {
    containerd: '2.1.9',
    runc: '1.3.6',
    cniPlugins: '1.8.0',
    crictl: '1.34.0',
    sandboxImage: 'registry.k8s.io/pause:3.10.1',
  },
  '1.33': {
    containerd: '2.1.9',
    runc: '1.2.9',
    cniPlugins: '1.7.1',
    crictl: '1.33.0',
    sandboxImage: 'registry.k8s.io/pause:3.10',
  },
  '1.21': { sandboxImage: 'k8s.gcr.io/pause:3.4.1' },
  '1.20': { sandboxImage: 'k8s.gcr.io/pause:3.2' },
  '1.19': { sandboxImage: 'k8s.gcr.io/pause:3.2' },
  '1.16': { sandboxImage: 'k8s.gcr.io/pause:3.1' },
};

/** Versions of the other programs that go with a Kubernetes release; empty for one nodeseed has no opinion about. */
export function companionsOf(release: Release): Companions {
  const binary = etcdBinaryOf(release);
  return { ...companions[release], ...(binary !== undefined && { etcd: binary }) };
}

/** The newest that is pinned of the minor whose image kubeadm of that release pulls, so that units and pods run the same etcd. */
function etcdBinaryOf(release: Release): string | undefined {
  const image = parseVersion(kubeadmImagesOf(release)?.etcd ?? '');
  return Object.keys(etcd.digests).find((text) => parseVersion(text)?.release === image?.release);
}
