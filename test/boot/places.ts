/** Where the boot tests keep what they make. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openRun, type Run } from '../../src/boot/places.ts';

/** Outside of the repository: an image is several hundred megabytes and outlives any clone. */
export const cache = process.env['NODESEED_BOOT_CACHE'] ?? '/var/cache/nodeseed-test';

let opened: Run | undefined;

const watchers = '/proc/sys/fs/inotify/max_user_instances';

/** All containers share their host's share of file watchers, of which one systemd takes about thirty: the usual 128 are few. */
function allowWatchers(): void {
  if (Number(readFileSync(watchers, 'utf8')) < 1024) writeFileSync(watchers, '1024');
}

/** The one run of this process. */
export function run(): Run {
  if (process.getuid?.() === 0) allowWatchers();
  opened ??= openRun(cache, { keep: process.env['NODESEED_BOOT_KEEP'] !== undefined });
  return opened;
}

/** What upstream has to give. */
export function upstreamFolder(): string {
  return join(run().folder, 'upstream');
}
