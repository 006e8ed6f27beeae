/** What kubectl can do, by release. */
import type { Release } from './release.ts';
import { type Life, livesIn } from './schema.ts';

/** Beta since 1.16, stable in 1.22; the oldest release at which it was seen to leave an unchanged object alone. */
const serverSideApply: Life = { since: '1.20', source: 'KEP-555' };

export function hasServerSideApply(release: Release): boolean {
  return livesIn(serverSideApply, release);
}
