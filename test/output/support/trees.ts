/** Trees to write and places to write them to. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Content, publicContent } from '../../../src/model/content.ts';
import type { OutputFile } from '../../../src/model/output.ts';
import { secretContent } from '../../../src/model/secret-content.ts';
import { emptyStore } from '../../../src/model/store.ts';
import type { Disk } from '../../../src/output/disk.ts';
import { type DescribedFile, describe, descriptions } from '../../../src/output/manifest.ts';
import { compareTree, type Difference } from '../../../src/output/tree.ts';
import { type WrittenTree, writeTree } from '../../../src/output/write-tree.ts';
import { sha256 } from '../../../src/shared/digest.ts';
import { InputError } from '../../../src/shared/fault.ts';

export const scratch = mkdtempSync(join(tmpdir(), 'nodeseed-output-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));
let folders = 0;
export const fresh = (): string => {
  const parent = join(scratch, String(++folders));
  mkdirSync(parent);
  return join(parent, 'out');
};

const tree = (word: string): OutputFile<Content>[] => [
  { path: 'nodes/a/user-data', node: 'a', content: secretContent('node', `${word} a\n`) },
  { path: 'nodes/b/user-data', node: 'b', content: secretContent('node', `${word} b\n`) },
  { path: `manifests/${word}.json`, content: publicContent(word) },
];
export const oldTree = tree('old');
export const newTree = tree('new');

export const codesOf = (error: unknown): string[] =>
  error instanceof InputError ? error.faults.map(({ code }) => code) : [String(error)];

const toolVersion = '0';

export function write(out: string, files: readonly OutputFile[], disk?: Disk): Promise<WrittenTree> {
  return writeTree(out, files, { toolVersion, store: emptyStore, ...(disk && { disk }) });
}

export function described(files: readonly OutputFile<Content>[]): DescribedFile[] {
  return files.map((file) => describe(file, sha256(file.content.reveal())));
}

/** How a folder differs from the files and the two that describe them. */
export function compare(out: string, files: readonly OutputFile<Content>[]): Promise<Difference[]> {
  return compareTree(out, [...files, ...descriptions(described(files), { toolVersion })]);
}
