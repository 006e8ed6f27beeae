/** The image that the tests boot from, and look at. */
import { join } from 'node:path';
import { image as madeOnce, type Suite } from '../../src/boot/image.ts';
import { cache } from './places.ts';

export type { Suite };

/** What the shipped profile installs, and what is there to be removed by a profile: a machine under test reaches no archive. */
export const packages = ['conntrack', 'nftables', 'ed'];

/** `more` packages in it than those. */
export function image(suite: Suite, more: readonly string[] = []): string {
  return madeOnce(join(cache, 'images'), { suite, packages: [...packages, ...more] });
}
