/** Where in the text a path of the document stands. */
import type { Path } from './fault.ts';
import type { SourceLines, SourceRange } from './source-position.ts';
import type { YamlNode } from './yaml-tree.ts';

interface Step {
  readonly node: YamlNode;
  /** The mapping key the node is the value of. */
  readonly key?: YamlNode;
}

/**
 * The range of the value at `path`, or with `atKey` of its key. A path that does not exist leads to the nearest parent that
 * does. A block collection is shown by its key (without one by its first entry), an empty value by its key too.
 */
export function locate(root: YamlNode, lines: SourceLines, path: Path, atKey = false): SourceRange {
  const steps: Step[] = [{ node: root }];
  for (const part of path) {
    const next = child(resolve(steps.at(-1)?.node), part);
    if (!next) break;
    steps.push(next);
  }
  const reached = steps.length === path.length + 1;
  const key = steps.at(-1)?.key;
  if (atKey && reached && key) return rangeOf({ node: key }, lines) ?? lines.range(0, 1);
  for (const step of steps.reverse()) {
    const range = rangeOf(step, lines);
    if (range) return range;
  }
  return lines.range(0, 1);
}

function resolve(node: YamlNode | undefined): YamlNode | undefined {
  return node?.kind === 'alias' ? node.target : node;
}

function child(node: YamlNode | undefined, part: string | number): Step | undefined {
  if (node?.kind === 'sequence') {
    const item = node.items[Number(part)];
    return item && { node: item };
  }
  if (node?.kind !== 'mapping') return undefined;
  const entry = node.entries.find(({ key }) => keyText(key) === String(part));
  return entry && { node: entry.value, key: entry.key };
}

function keyText(key: YamlNode): string | undefined {
  const resolved = resolve(key);
  return resolved?.kind === 'scalar' ? resolved.text : undefined;
}

function rangeOf({ node, key }: Step, lines: SourceLines): SourceRange | undefined {
  const block = (node.kind === 'mapping' || node.kind === 'sequence') && !node.flow;
  if (block || node.start < 0) {
    if (key) return rangeOf({ node: key }, lines);
    return block ? firstEntry(node, lines) : undefined;
  }
  if (node.kind === 'scalar' && node.form === 'block') return lines.firstText(node.start, node.end);
  return lines.range(node.start, node.end);
}

function firstEntry(node: YamlNode, lines: SourceLines): SourceRange | undefined {
  if (node.kind === 'mapping') {
    const first = node.entries[0]?.key;
    return first && rangeOf({ node: first }, lines);
  }
  return lines.range(node.start, node.start + 1);
}
