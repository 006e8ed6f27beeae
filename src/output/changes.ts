/** What a new tree means to machines that were made from the one before it. */
import { type DescribedFile, listedFiles } from './manifest.ts';

/** The nodes of both trees whose files are not the same, sorted. `previous` is the text of the earlier manifest. */
export function changedNodes(previous: string, files: readonly DescribedFile[]): string[] {
  const before = states(
    (listedFiles(previous) ?? []).flatMap(({ path, node, sha256: digest }) =>
      typeof path === 'string' && typeof node === 'string' ? [{ path, node, digest: String(digest) }] : [],
    ),
  );
  const now = states(
    files.flatMap(({ path, node, sha256: digest }) => (node === undefined ? [] : [{ path, node, digest }])),
  );
  return [...now]
    .flatMap(([node, state]) => (before.has(node) && before.get(node) !== state ? node : []))
    .sort();
}

interface NodeFile {
  readonly path: string;
  readonly node: string;
  readonly digest: string;
}

/** Everything about a node's files, as one text. */
function states(files: readonly NodeFile[]): Map<string, string> {
  const lines = new Map<string, string[]>();
  for (const { path, node, digest } of files)
    lines.set(node, [...(lines.get(node) ?? []), `${path} ${digest}`]);
  return new Map([...lines].map(([node, own]) => [node, own.sort().join('\n')]));
}
