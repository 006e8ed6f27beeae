/** Reads a user's YAML file, remembering where everything stands. */
import { constructFromEvents, type Event, parseEvents, YAMLException } from 'js-yaml';
import { type Fault, InputError, type Path } from './fault.ts';
import { SourceLines, type SourceRange } from './source-position.ts';
import { checkTree } from './yaml-checks.ts';
import { locate } from './yaml-locate.ts';
import { buildTrees } from './yaml-tree.ts';

export type { SourceRange } from './source-position.ts';

export interface YamlDocument {
  /** Plain data. Aliased parts are one object in several places: change nothing in it. */
  readonly value: unknown;
  /**
   * Where the value at `path` stands, or with `atKey` its key. Through an alias: where its anchor is. A path that does not
   * exist leads to its nearest existing parent.
   */
  locate(path: Path, atKey?: boolean): SourceRange;
}

/**
 * One document of YAML that readers of 1.1 and 1.2 understand alike. Throws InputError with every fault found; each has a
 * position, and a path as far as there is one.
 */
export function readYaml(text: string): YamlDocument {
  const lines = new SourceLines(text);
  const events = guarded(text, lines, () => parseEvents(text, {}));
  const trees = guarded(text, lines, () => buildTrees(events, text));
  const [root, second] = trees;
  if (!root) throw syntaxError('the file is empty', { line: 1, column: 1 });
  if (second)
    throw syntaxError('the file holds more than one document', markerBefore(second.start, text, lines));
  const faults = checkTree(root, lines);
  if (faults.length > 0) throw new InputError(faults);
  const [value] = guarded(text, lines, () => constructFromEvents(events as Event[], { source: text }));
  return { value, locate: (path, atKey) => locate(root, lines, path, atKey) };
}

/** Runs a step of js-yaml's and turns its complaint into the user's fault. */
function guarded<T>(text: string, lines: SourceLines, step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { line, column } = lines.range(error.mark?.position ?? 0, 0);
    const indentation = /^\s*/.exec(text.split(/\r\n|\r|\n/)[line - 1] ?? '')?.[0] ?? '';
    const hint = indentation.includes('\t') ? 'indent with spaces, not with tabs' : undefined;
    throw syntaxError(error.reason, { line, column }, hint);
  }
}

function syntaxError(message: string, position: { line: number; column: number }, hint?: string): InputError {
  const { line, column } = position;
  const fault: Fault = { code: 'yaml-syntax', message, path: [], position: { line, column } };
  return new InputError([hint === undefined ? fault : { ...fault, hint }]);
}

/** The `---` that begins the document whose content starts at `start` (-1: it has none). */
function markerBefore(start: number, text: string, lines: SourceLines): SourceRange {
  const markers = [...text.matchAll(/^(?:---|\.\.\.)(?=\s|$)/gm)].map((found) => found.index);
  return lines.range(markers.findLast((index) => start < 0 || index <= start) ?? 0, 0);
}
