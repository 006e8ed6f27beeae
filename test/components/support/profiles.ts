/** Profiles of clusters that bring themselves up. */
import { minimalProfile } from '../../support/profile.ts';

export function ownControlPlane(overrides: object = {}): string {
  return minimalProfile({
    kubernetesVersion: 'v1.36.2',
    controlPlane: { run: 'static-pods' },
    pools: [
      {
        name: 'control',
        role: 'control-plane',
        os: 'debian-13',
        nodes: [
          { name: 'cp-1', address: '10.0.1.11/24' },
          { name: 'cp-2', address: '10.0.1.12/24' },
        ],
      },
      {
        name: 'worker',
        role: 'worker',
        os: 'debian-13',
        labels: { 'node-role.kubernetes.io/worker': '', tier: 'compute' },
        kubelet: { clientCertificate: 'bootstrap' },
        nodes: [{ name: 'w-1', address: '10.0.1.21/24' }],
      },
    ],
    manifests: {
      own: [
        { name: 'first', contents: 'apiVersion: v1\nkind: Namespace\nmetadata: {name: first}\n' },
        { name: 'second', contents: 'apiVersion: v1\nkind: Namespace\nmetadata: {name: second}\n' },
      ],
    },
    ...overrides,
  });
}

/** One machine for everything. */
export function singleNode(overrides: object = {}): string {
  return ownControlPlane({
    controlPlane: { run: 'systemd', schedulable: true },
    pools: [
      {
        name: 'all',
        role: 'control-plane',
        os: 'debian-13',
        nodes: [{ name: 'cp-1', address: '10.0.1.11/24' }],
      },
    ],
    ...overrides,
  });
}
