/** The `mode` of kube-proxy. The schema knows no values with a life of their own, so they stand here. */

import type { Release } from '../release.ts';
import type { Life } from '../schema.ts';

export interface ProxyMode extends Life {
  readonly deprecated?: Release;
  /** The feature gate that must be on, up to and not including the release in which it is on by default. */
  readonly gate?: { readonly name: string; readonly until: Release };
}

/** On Linux. An empty mode means iptables; on Windows there is only kernelspace. */
export const proxyModes = {
  userspace: { until: '1.26', deprecated: '1.23', source: '#112133' },
  iptables: {},
  ipvs: {
    deprecated: '1.35',
    source: 'KEP-5495',
  },
  nftables: {
    since: '1.29',
    gate: { name: 'NFTablesProxyMode', until: '1.31' },
    source: 'KEP-3866: alpha in 1.29, beta in 1.31, stable in 1.33',
  },
} as const satisfies Readonly<Record<string, ProxyMode>>;
