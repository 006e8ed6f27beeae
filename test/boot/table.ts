/** The boots of a test file as a table, printed at its end; the runner makes one table of all. */
import { type Check, faultLines } from '../../src/boot/check.ts';
import type { Report } from '../../src/boot/report.ts';
import type { NodeMachine } from '../../src/build.ts';
import { printRows } from '../support/tables.ts';

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

/** A machine in a container. */
export function rowOf(
  { planned, image }: { readonly planned: NodeMachine; readonly image: string },
  what: string,
  report: Report,
  checks: readonly Check[],
  seed = planned.node.system.boots === 'ignition' ? 'files stage' : 'folder',
): Row {
  return {
    machine: `${planned.node.name} ${what}`,
    system: `${planned.node.systemName} on ${image.replace(/^.*\/|-.*$/g, '')}`,
    seed,
    ...counts(planned, report, checks),
  };
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

export const columns = [
  'machine',
  'system',
  'format',
  'seed',
  'seconds',
  'files',
  'units',
  'faults',
] as const;

export function printTable(rows: readonly Row[]): void {
  printRows([columns, ...rows.map((row) => columns.map((name) => cell(row[name])))]);
}

function cell(value: string | number): string {
  return typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(1) : String(value);
}
