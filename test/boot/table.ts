/** The boots of a test file as a table, printed at its end; the runner shows lines that begin with a bar. */
import { type Check, faultLines } from '../../src/boot/check.ts';
import type { Report } from '../../src/boot/report.ts';
import type { NodeMachine } from '../../src/build.ts';

export interface Row {
  readonly machine: string;
  readonly system: string;
  readonly format: string;
  readonly seed: string;
  readonly seconds: number;
  readonly files: number;
  readonly units: number;
  readonly faults: number;
}

/** What of a row follows from the comparison. */
export function counts(
  { node }: NodeMachine,
  { seconds }: Report,
  checks: readonly Check[],
): Pick<Row, 'format' | 'seconds' | 'files' | 'units' | 'faults'> {
  const of = (...kinds: string[]) => checks.filter(({ kind }) => kinds.includes(kind)).length;
  return {
    format: node.system.boots,
    seconds,
    files: of('file', 'program', 'folder', 'link'),
    units: of('unit'),
    faults: faultLines(checks).length,
  };
}

const columns = ['machine', 'system', 'format', 'seed', 'seconds', 'files', 'units', 'faults'] as const;

export function printTable(rows: readonly Row[]): void {
  const lines = [columns, ...rows.map((row) => columns.map((name) => cell(row[name])))];
  const widths = columns.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  // The test runner's marks stand on the line so far.
  console.log();
  for (const line of lines)
    console.log(`| ${line.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`);
}

function cell(value: string | number): string {
  return typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(1) : String(value);
}
