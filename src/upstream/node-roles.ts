/** Labels of a control-plane node besides those of its role: cmd/kubeadm/app/phases/markcontrolplane. */
import type { Release } from './release.ts';
import { type Life, livesIn } from './schema.ts';

const excluded: Life & { readonly key: string } = {
  key: 'node.kubernetes.io/exclude-from-external-load-balancers',
  since: '1.21',
  source: '#98269',
};

/** Keeps a cloud's load balancers away from nodes that run no workloads. */
export function loadBalancerExclusion(release: Release): string | undefined {
  return livesIn(excluded, release) ? excluded.key : undefined;
}
