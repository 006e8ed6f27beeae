/** Where nodeseed keeps what can be had again: by the XDG base directory specification. */
import { homedir } from 'node:os';
import { join } from 'node:path';

export function cacheFolder(): string {
  // A relative one is to be ignored.
  const given = process.env['XDG_CACHE_HOME'];
  return join(given?.startsWith('/') ? given : join(homedir(), '.cache'), 'nodeseed');
}
