/** Trees to write and places to write them to. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publicContent } from '../../../src/model/content.ts';
import type { OutputFile } from '../../../src/model/output.ts';
import { secretContent } from '../../../src/model/secret-content.ts';
import { withManifest } from '../../../src/output/manifest.ts';
import { InputError } from '../../../src/shared/fault.ts';

export const scratch = mkdtempSync(join(tmpdir(), 'nodeseed-output-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
let folders = 0;
export const fresh = (): string => {
  const parent = join(scratch, String(++folders));
  mkdirSync(parent);
  return join(parent, 'out');
};

const tree = (word: string): OutputFile[] =>
  withManifest(
    [
      { path: 'nodes/a/user-data', node: 'a', content: secretContent('node', `${word} a\n`) },
      { path: 'nodes/b/user-data', node: 'b', content: secretContent('node', `${word} b\n`) },
      { path: `manifests/${word}.json`, content: publicContent(word) },
    ],
    { toolVersion: '0' },
  );
export const oldTree = tree('old');
export const newTree = tree('new');

export const codesOf = (error: unknown): string[] =>
  error instanceof InputError ? error.faults.map(({ code }) => code) : [String(error)];
