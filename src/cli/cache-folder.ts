/** Where downloads are kept. */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** What the user says, else as the XDG base directory specification has it: a relative XDG_CACHE_HOME does not count. */
export function cacheFolder(given: string | undefined): string {
  if (given !== undefined) return given;
  const base = process.env['XDG_CACHE_HOME'] ?? '';
  return join(isAbsolute(base) ? base : join(homedir(), '.cache'), 'nodeseed', 'artifacts');
}
