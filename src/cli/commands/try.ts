/** `nodeseed try`: one node booted in a container on this machine; what has become of it, row by row. */
import { join, resolve } from 'node:path';
import type { Check } from '../../boot/check.ts';
import { type Outcome, tryNode } from '../../boot/trial.ts';
import { cacheFolder, cacheHome } from '../cache-folder.ts';
import { exitCodes } from '../exit.ts';
import { placingLater } from '../input.ts';
import { oneNode } from '../one-node.ts';

export interface TryCommand {
  readonly profile: string;
  readonly secrets: string;
  readonly node: string;
  readonly image?: string | undefined;
  readonly cache?: string | undefined;
}

export async function tryCommand(argv: TryCommand): Promise<number> {
  const { planned, source, secretsSource } = oneNode(argv);
  const outcome = await placingLater(source, secretsSource, () =>
    tryNode({
      planned,
      ...(argv.image !== undefined && { image: resolve(argv.image) }),
      cache: join(cacheHome(), 'boot'),
      artifacts: resolve(cacheFolder(argv.cache)),
      tell: (line) => process.stderr.write(`${line}\n`),
    }),
  );
  process.stdout.write(report(outcome));
  return outcome.checks.every(({ faults }) => faults.length === 0) ? exitCodes.done : exitCodes.faults;
}

/** A row for each thing compared; below a fault what is wrong; in the end the installer's own failures and the sum. */
function report({ checks, seconds, installer }: Outcome): string {
  const rows = [
    ['', 'KIND', 'NAME', 'WANTED'],
    ...checks.map((one) => [mark(one), one.kind, one.name, wanted(one)]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const table = lines.flatMap((line, index) => [
    line,
    ...(checks[index - 1]?.faults ?? []).map((fault) => `       ${fault.replaceAll('\n', '\n       ')}`),
  ]);
  const failures = installer.filter((line) => line.startsWith('FAILED'));
  const faults = checks.reduce((sum, one) => sum + one.faults.length, 0);
  const unseen = checks.filter((one) => mark(one) === '-').length;
  const sum = `${checks.length} compared, ${faults} ${faults === 1 ? 'fault' : 'faults'}, ${unseen} not to be seen in a container; ${seconds.toFixed(1)} s`;
  return [
    ...table,
    ...(failures.length > 0 ? ['', 'The installer says:', ...failures] : []),
    '',
    sum,
    '',
  ].join('\n');
}

function mark({ faults, unseen }: Check): string {
  if (faults.length > 0) return 'FAULT';
  return unseen === undefined ? 'ok' : '-';
}

function wanted({ wanted: text, unseen }: Check): string {
  return unseen === undefined ? text : `${text} (${unseen})`;
}
