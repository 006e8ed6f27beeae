import type { Release } from '../release.ts';
import { type Life, livesIn } from '../schema.ts';

/** What must be on a node for containerd to run pods: the daemon, its shims and its own client. */
const programs: { readonly [name: string]: Life } = {
  containerd: {},
  'containerd-shim': { until: '2.0', source: 'containerd/containerd RELEASES.md: runtime v1 removed in 2.0' },
  'containerd-shim-runc-v1': { since: '1.2', until: '2.0', source: 'containerd/containerd RELEASES.md' },
  'containerd-shim-runc-v2': { since: '1.3', source: 'containerd 1.3 release notes' },
  ctr: {},
};

/**
 * The members of both kinds of archive, by containerd's Makefile (pack_release, install-cri-deps).
 * containerd-stress, there from 1.6 on, is nothing a node needs.
 */
export function containerdPrograms(release: Release): readonly string[] {
  return Object.entries(programs).flatMap(([name, life]) => (livesIn(life, release) ? [name] : []));
}
