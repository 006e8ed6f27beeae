/**
 * Which labels a kubelet may set on its own node. Since 1.16 it ends with an error at `--node-labels` of others:
 * kubernetes/kubernetes cmd/kubelet/app/options/options.go ValidateKubeletFlags, and
 * staging/src/k8s.io/kubelet/pkg/apis/well_known_labels.go.
 */
import { compareReleases, type Release } from './release.ts';

const since: Release = '1.16';

const allowedKeys = [
  'kubernetes.io/hostname',
  'kubernetes.io/instance-type',
  'kubernetes.io/os',
  'kubernetes.io/arch',
  'beta.kubernetes.io/instance-type',
  'beta.kubernetes.io/os',
  'beta.kubernetes.io/arch',
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
  'failure-domain.kubernetes.io/zone',
  'failure-domain.kubernetes.io/region',
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'node.kubernetes.io/instance-type',
];
const allowedNamespaces = ['kubelet.kubernetes.io', 'node.kubernetes.io'];

export function labelsRefusedToKubelets(
  key: string,
  release: Release,
): { since: Release; allowed: readonly string[] } | undefined {
  if (compareReleases(release, since) < 0 || allowedKeys.includes(key)) return undefined;
  const namespace = key.includes('/') ? key.slice(0, key.indexOf('/')) : '';
  const isWithin = (domain: string) => namespace === domain || namespace.endsWith(`.${domain}`);
  if (!isWithin('kubernetes.io') && !isWithin('k8s.io')) return undefined;
  return allowedNamespaces.some(isWithin) ? undefined : { since, allowed: allowedKeys };
}
