/** Services with an address of each family. */
import type { Release } from './release.ts';
import { type Life, livesIn } from './schema.ts';

/** `clusterIPs`, `ipFamilies` and `ipFamilyPolicy` of a Service, without a feature gate. */
const dualStackServices: Life = { since: '1.21', source: 'KEP-563: beta in 1.21, stable in 1.23' };

export function hasDualStackServices(release: Release): boolean {
  return livesIn(dualStackServices, release);
}
