/** Where the boot tests keep what they make. */
import { join } from 'node:path';
import { openRun, type Run } from '../../src/boot/places.ts';

/** Outside of the repository: an image is several hundred megabytes and outlives any clone. */
export const cache = process.env['NODESEED_BOOT_CACHE'] ?? '/var/cache/nodeseed-test';

let opened: Run | undefined;

/** The one run of this process. */
export function run(): Run {
  opened ??= openRun(cache, { keep: process.env['NODESEED_BOOT_KEEP'] !== undefined });
  return opened;
}

/** What upstream has to give. */
export function upstreamFolder(): string {
  return join(run().folder, 'upstream');
}
