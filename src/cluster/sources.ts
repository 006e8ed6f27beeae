/** Where a published file is fetched from. */
import type { Artifact } from '../model/artifact.ts';
import { Bug } from '../shared/fault.ts';
import type { Node } from './cluster.ts';

/** Mirrors first, in the profile's order; upstream last, if it may be asked. */
export function sourcesOf(node: Node, urls: readonly string[]): Artifact['sources'] {
  const [first, ...rest] = sourcesIfAny(node, urls);
  if (first === undefined) throw new Bug(`no source is left for ${urls[0]}`);
  return [first, ...rest];
}

/** None where upstream may not be asked and no mirror stands for it. */
export function sourcesIfAny(node: Node, urls: readonly string[]): string[] {
  const { mirrors = [], upstream = true } = node.settings.binaries ?? {};
  const mirrored = mirrors.flatMap(({ prefix, replacement }) =>
    urls.filter((url) => url.startsWith(prefix)).map((url) => replacement + url.slice(prefix.length)),
  );
  return [...mirrored, ...(upstream ? urls : [])];
}
