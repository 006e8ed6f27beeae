/** What a machine's journal says in each fault case, as a table at the end of a test file. */
import * as assert from 'uvu/assert';
import type { Report } from '../../src/boot/report.ts';
import { printRows } from '../support/tables.ts';

const cases: [string, string][] = [];

/** The installer's line that the pattern describes from its beginning to its end. */
export function faultCase(what: string, { installer }: Pick<Report, 'installer'>, line: RegExp): string {
  const found = installer.find((one) => line.exec(one)?.[0] === one);
  assert.ok(found, `no line ${line}:\n${installer.join('\n')}`);
  cases.push([what, found ?? '']);
  return found ?? '';
}

export function printFaultCases(): void {
  printRows([['fault case', 'what the journal says'], ...cases]);
}
