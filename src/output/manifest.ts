/** What a tree holds, said twice: for programs and people in `manifest.json`, for `sha256sum -c` in `SHA256SUMS`. */
import { publicContent, type Secrecy } from '../model/content.ts';
import type { OutputFile } from '../model/output.ts';
import { sha256 } from '../shared/digest.ts';
import { toJson } from '../shared/emit.ts';
import { Bug } from '../shared/fault.ts';

export const manifestPath = 'manifest.json';
export const sumsPath = 'SHA256SUMS';
const generator = 'nodeseed';

interface ManifestFile {
  readonly path: string;
  readonly node?: string;
  readonly secrecy: Secrecy;
  readonly size: number;
  readonly sha256: string;
}

/**
 * Every file with its digest, those of secret files too: a key has more randomness than anybody can try out, so its digest
 * tells whether two trees are the same and nothing else.
 */
export function manifestJson(files: readonly OutputFile[], { toolVersion }: { toolVersion: string }): string {
  const entries = sortedByPath(files).map(({ path, node, content }): ManifestFile => {
    const { secrecy, size } = content;
    return { path, ...(node === undefined ? {} : { node }), secrecy, size, sha256: sha256(content.reveal()) };
  });
  return toJson({ generator, version: toolVersion, files: entries });
}

/** In the format of sha256sum(1): two spaces between digest and name. */
export function sha256Sums(files: readonly OutputFile[]): string {
  return sortedByPath(files)
    .map(({ path, content }) => `${sha256(content.reveal())}  ${path}\n`)
    .join('');
}

/** The files with the two that describe them: `manifest.json` lists all others, `SHA256SUMS` it as well. */
export function withManifest(files: readonly OutputFile[], options: { toolVersion: string }): OutputFile[] {
  const manifest = { path: manifestPath, content: publicContent(manifestJson(files, options)) };
  const listed = [...files, manifest];
  return [...listed, { path: sumsPath, content: publicContent(sha256Sums(listed)) }];
}

/** The paths that a manifest of nodeseed's lists; undefined for any other text. */
export function pathsInManifest(text: string): ReadonlySet<string> | undefined {
  const files = listedFiles(text);
  return files && new Set([manifestPath, sumsPath, ...files.map(({ path }) => String(path))]);
}

/** Nothing that is read back is trusted to be what was written. */
export interface ListedFile {
  readonly path?: unknown;
  readonly node?: unknown;
  readonly sha256?: unknown;
}

/** The files that a manifest of nodeseed's lists; undefined for any other text. */
export function listedFiles(text: string): ListedFile[] | undefined {
  let manifest: { generator?: unknown; files?: unknown } | null;
  try {
    manifest = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (manifest?.generator !== generator || !Array.isArray(manifest.files)) return undefined;
  return manifest.files.map((file: ListedFile | null) => file ?? {});
}

/** By code unit, which no locale changes. A path that leads out of the tree, or that two files share, is a bug. */
export function sortedByPath(files: readonly OutputFile[]): OutputFile[] {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const [index, { path }] of sorted.entries()) {
    if (!isCleanRelativePath(path)) throw new Bug(`no path for an output: ${JSON.stringify(path)}`);
    if (path === sorted[index + 1]?.path) throw new Bug(`two outputs are called ${path}`);
  }
  return sorted;
}

function isCleanRelativePath(path: string): boolean {
  return /^[^\\\p{Cc}]+$/u.test(path) && path.split('/').every((part) => !/^\.{0,2}$/.test(part));
}
