import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { installScript } from '../../../src/machine/install/index.ts';
import { field, record } from '../../../src/machine/install/record.ts';
import { Bug } from '../../../src/shared/fault.ts';
import { available, run } from '../../support/judges.ts';
import fc from '../../support/property.ts';

test('shellcheck has nothing to say', () => {
  if (!available('shellcheck', 'shellcheck')) return;
  const { status, stdout } = run('shellcheck', ['--shell=sh', '--enable=avoid-nullary-conditions', '-'], {
    input: installScript,
  });
  assert.is(stdout, '');
  assert.is(status, 0);
  assert.not.match(installScript, 'shellcheck disable');
});

test('the script is ASCII, of one line ending, and does nothing before its last line is read', () => {
  assert.match(installScript, /^[\t\n -~]+$/);
  assert.match(installScript, /^#!\/bin\/sh\n/);
  assert.match(installScript, /\n}\nmain\n$/);
});

const folder = mkdtempSync(join(tmpdir(), 'nodeseed-record-'));
test.after(() => rmSync(folder, { recursive: true }));

/** The script's own functions, without its last line, write the fields of every record of one verb with NUL between them. */
function decodedBy(
  shell: readonly [string, ...string[]],
  records: readonly (readonly string[])[],
): string[][] {
  const table = join(folder, 'table');
  const script = join(folder, 'script');
  const lines = records.flatMap((fields) => [record('other', ...fields), record('wanted', ...fields)]);
  writeFileSync(table, lines.map((line) => `${line}\n`).join(''));
  const show = `show() { printf '%s\\0' "$@"; printf '\\001\\0'; }\neach wanted show\n`;
  writeFileSync(script, installScript.replace(/\nmain\n$/, `\n${show}`));
  const [command, ...args] = shell;
  const { status, stdout, stderr } = run(command, [...args, script, table]);
  assert.is(stderr, '');
  assert.is(status, 0);
  const decoded: string[][] = [[]];
  for (const part of stdout.split('\0').slice(0, -1))
    if (part === '\u0001') decoded.push([]);
    else decoded.at(-1)?.push(part);
  return decoded.slice(0, -1);
}

const hostile = [
  ['', '-', '--', '-n', '-e', '\\0055', '\\', '\\\\', '\\c', '%s', '%', '$(id)', '`id`', '${x}', '{{x}}'],
  [
    ' ',
    '  two  ',
    '\t',
    '\n',
    'end\n\n\n',
    '\r\n',
    "'",
    '"',
    `'"'"'`,
    '*',
    '?',
    '[a]',
    '~',
    '#',
    ';',
    '&',
    '|',
  ],
  ['é', '🙂', '\u2028', '\u0001x', '\u007f', '9\n9', '\\n', '(', ')', '!', '^', 'a=b', '=', ',', '@'],
];

const shells: readonly [string, ...string[]][] = [['dash'], ['bash', '--posix'], ['bash'], ['busybox', 'sh']];
for (const shell of shells) {
  test(`fields come back as they were: ${shell.join(' ')}`, () => {
    if (!available(shell[0], shell[0])) return;
    assert.equal(decodedBy(shell, hostile), hostile);
    const text = fc
      .string({ unit: 'binary', maxLength: 12 })
      .filter((one) => !one.includes('\0') && !one.includes('\u0001'));
    const records = fc.array(fc.array(text, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(records, (all) => assert.equal(decodedBy(shell, all), all)),
      { numRuns: 25 },
    );
  });
}

test('a record is one line of plain characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      if (!text.includes('\0')) assert.match(field(text), /^[A-Za-z0-9_./:@+=,\\-]+$/);
    }),
  );
});

test('refuses what no argument of a program can hold', () => {
  assert.throws(
    () => field('a\0b'),
    (error: unknown) => error instanceof Bug,
  );
  assert.throws(
    () => field('\ud800'),
    (error: unknown) => error instanceof Bug,
  );
});

test.run();
