import { readFileSync } from 'node:fs';

/** Of the package this file is in, from `src` as from `dist`. */
export function toolVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
