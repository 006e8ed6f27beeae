/** Folders to work in, and what is in them. */
import { chmodSync, cpSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made: string[] = [];
process.once('exit', () => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A new folder, empty or with a copy of another one's content; secrets files are their owner's alone. */
export function workFolder(source?: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'nodeseed-cli-'));
  made.push(folder);
  if (source !== undefined) cpSync(source, folder, { recursive: true });
  for (const name of readdirSync(folder)) if (name === 'secrets.yaml') chmodSync(join(folder, name), 0o600);
  return folder;
}

/** Every path below, with mode and content. */
export function snapshot(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((path) => {
      const { mode, size } = lstatSync(join(folder, path));
      const isFile = (mode & 0o170000) === 0o100000;
      const content = isFile ? readFileSync(join(folder, path)).toString('base64') : `${size}`;
      return `${path} ${mode.toString(8)} ${content}`;
    });
}
