/** What a tree holds, said twice: for programs and people in `manifest.json`, for `sha256sum -c` in `SHA256SUMS`. */
import { type Content, publicContent, type Secrecy } from '../model/content.ts';
import type { OutputFile } from '../model/output.ts';
import { sha256 } from '../shared/digest.ts';
import { toJson } from '../shared/emit.ts';
import { Bug } from '../shared/fault.ts';

export const manifestPath = 'manifest.json';
export const sumsPath = 'SHA256SUMS';
const generator = 'nodeseed';

/**
 * A file of the tree in the words of the manifest. Secret files have their digest too: a key has more randomness than anybody
 * can try out, so its digest tells whether two trees are the same and nothing else.
 */
export interface DescribedFile {
  readonly path: string;
  readonly node?: string;
  readonly secrecy: Secrecy;
  readonly size: number;
  readonly sha256: string;
}

export function describe({ path, node, content }: OutputFile, sha256: string): DescribedFile {
  const { secrecy, size } = content;
  return { path, ...(node !== undefined && { node }), secrecy, size, sha256 };
}

export function manifestJson(
  files: readonly DescribedFile[],
  { toolVersion }: { toolVersion: string },
): string {
  return toJson({ generator, version: toolVersion, files: sortedByPath(files) });
}

/** In the format of sha256sum(1): two spaces between digest and name. */
export function sha256Sums(files: readonly Pick<DescribedFile, 'path' | 'sha256'>[]): string {
  return sortedByPath(files)
    .map(({ path, sha256 }) => `${sha256}  ${path}\n`)
    .join('');
}

/** The two files that describe the others: `manifest.json` lists them all, `SHA256SUMS` it as well. */
export function descriptions(
  files: readonly DescribedFile[],
  options: { toolVersion: string },
): [manifest: OutputFile<Content<'public'>>, sums: OutputFile<Content<'public'>>] {
  const manifest = { path: manifestPath, content: publicContent(manifestJson(files, options)) };
  const listed = [...files, describe(manifest, sha256(manifest.content.reveal()))];
  return [manifest, { path: sumsPath, content: publicContent(sha256Sums(listed)) }];
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
export function sortedByPath<T extends { readonly path: string }>(files: readonly T[]): T[] {
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
