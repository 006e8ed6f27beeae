/** Faults for people and for programs: the place in the file, the line itself, what would do there. */
import type { Fault, Path } from '../shared/fault.ts';
import type { Warning } from '../shared/warning.ts';
import type { SourceRange } from '../shared/yaml-read.ts';

/** A file of the user's: its name as given, its text, and its positions if it could be read that far. */
export interface SourceFile {
  readonly file: string;
  readonly text: string;
  readonly locate?: (path: Path, atKey?: boolean) => SourceRange;
  /** Its lines may not be shown. */
  readonly secret?: boolean;
  /** Of a profile: the lock file beside it. */
  readonly lock?: SourceFile;
}

export interface Placed<F extends Fault | Warning = Fault> {
  readonly fault: F;
  readonly source: SourceFile;
  readonly range: SourceRange;
}

/** In the order of the files' lines. */
export function placeFaults<F extends Fault | Warning>(
  faults: readonly F[],
  profile: SourceFile,
  secrets?: SourceFile,
): Placed<F>[] {
  const placed = faults.map((fault): Placed<F> => {
    const others = { secrets, lock: profile.lock, profile };
    const source = others[fault.document ?? 'profile'] ?? profile;
    return { fault, source, range: rangeOf(fault, source) };
  });
  return placed.sort(
    (a, b) =>
      Number(a.source !== profile) - Number(b.source !== profile) ||
      a.range.line - b.range.line ||
      a.range.column - b.range.column,
  );
}

function rangeOf(fault: Fault | Warning, source: SourceFile): SourceRange {
  if ('position' in fault && fault.position) return { ...fault.position, length: 1 };
  return source.locate?.(fault.path, fault.atKey) ?? { line: 1, column: 1, length: 1 };
}

/** `FILE:LINE:COL: error: MESSAGE`, an excerpt, what is expected. */
export function faultText({ fault, source, range }: Placed): string {
  const head = `${source.file}:${range.line}:${range.column}: error: ${fault.message} [${fault.code}]`;
  const more = [
    ...(fault.expected ? [`  expected: ${fault.expected}`] : []),
    ...(fault.hint ? [`  hint: ${fault.hint}`] : []),
  ];
  return [head, ...excerpt(source, range), ...more].join('\n');
}

function excerpt(source: SourceFile, range: SourceRange): string[] {
  const written = source.secret ? undefined : source.text.split(/\r\n|\r|\n/)[range.line - 1];
  // Nothing that a terminal would act upon.
  const line = written?.replaceAll(/(?!\t)\p{Cc}/gu, '\ufffd');
  if (line === undefined || line.trim() === '') return [];
  const number = String(range.line).padStart(5);
  const { text, column } = window(line, range.column);
  // Tabs stay tabs under the line, so that the mark stands where the value does.
  const indent = text.slice(0, column - 1).replaceAll(/[^\t]/g, ' ');
  const length = Math.max(1, Math.min(range.length, text.length - column + 1));
  return [`${number} | ${text}`, `${' '.repeat(5)} | ${indent}${'^'.repeat(length)}`];
}

const widest = 160;

/** What of a long line is around the column, which counts from 1. */
function window(line: string, column: number): { text: string; column: number } {
  if (line.length <= widest) return { text: line, column };
  const start = Math.max(0, column - 1 - widest / 2);
  const before = start > 0 ? '...' : '';
  const after = start + widest < line.length ? '...' : '';
  const text = `${before}${line.slice(start, start + widest)}${after}`;
  return { text, column: column - start + before.length };
}

/** What `check --json` prints; what is no fault says so in `severity`. */
export function faultsJson(faults: readonly Placed[], warnings: readonly Placed<Warning>[] = []): string {
  const rows = [...faults.map(row), ...warnings.map((one) => ({ ...row(one), severity: 'warning' }))];
  return `${JSON.stringify(rows, null, 2)}\n`;
}

function row({ fault, source, range }: Placed<Fault | Warning>): object {
  return {
    file: source.file,
    line: range.line,
    column: range.column,
    code: fault.code,
    message: fault.message,
    ...('expected' in fault && fault.expected !== undefined && { expected: fault.expected }),
    ...(fault.hint !== undefined && { hint: fault.hint }),
  };
}
