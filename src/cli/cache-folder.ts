/** Where downloads are kept, and what else can be had again. */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** What the user says, else below the folder of all caches. */
export function cacheFolder(given: string | undefined): string {
  return given ?? join(cacheHome(), 'artifacts');
}

/** As the XDG base directory specification has it: a relative XDG_CACHE_HOME does not count. */
export function cacheHome(): string {
  const base = process.env['XDG_CACHE_HOME'] ?? '';
  return join(isAbsolute(base) ? base : join(homedir(), '.cache'), 'nodeseed');
}
