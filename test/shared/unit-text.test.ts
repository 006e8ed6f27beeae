import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Bug } from '../../src/shared/fault.ts';
import {
  environmentAssignment,
  execLine,
  execWord,
  isEnvironmentValue,
  isUnitValue,
  renderUnit,
  type UnitText,
  unitValue,
} from '../../src/shared/unit-text.ts';
import { available, run } from '../support/judges.ts';
import fc from '../support/property.ts';

/** What systemd itself says it read from the unit: its debug dump, one entry a line. */
function dumped(unit: string): string[] | undefined {
  if (!available('systemd-analyze', 'systemd')) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'nodeseed-unit-'));
  try {
    const path = join(folder, 'probe.service');
    writeFileSync(path, unit);
    const env = { ...process.env, SYSTEMD_LOG_LEVEL: 'debug', LC_ALL: 'C.UTF-8' };
    const done = run('systemd-analyze', ['verify', '--man=no', '--recursive-errors=no', path], { env });
    const complaints = done.stderr.split('\n').filter((line) => /probe\.service:[0-9]+:/.test(line));
    assert.equal(complaints, []);
    assert.is(done.status, 0, done.stderr.slice(-2000));
    return done.stdout.split('\n').map((line) => line.replace(/^[\t ]+/, ''));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The words of the dump's command lines, which are shell-quoted with C escapes for control characters. */
function commandLines(dump: readonly string[]): string[][] {
  const lines = dump.filter((line) => line.startsWith('Command Line: '));
  return lines.map((line) =>
    [...line.slice(14).matchAll(/"((?:[^"\\]|\\.)*)"|[^ ]+/g)].map((word) => unescapeC(word[1] ?? word[0])),
  );
}

function unescapeC(text: string): string {
  const named: Readonly<Record<string, string>> = {
    n: '\n',
    t: '\t',
    r: '\r',
    a: '\x07',
    b: '\b',
    f: '\f',
    v: '\v',
  };
  const meant = (_: string, octal: string | undefined, one: string): string =>
    octal === undefined ? (named[one] ?? one) : String.fromCharCode(Number.parseInt(octal, 8));
  return text.replaceAll(/\\(?:([0-7]{3})|(.))/gs, meant);
}

/** The dump is of words before variables are put in, which makes `$$` a `$`. */
const afterVariables = (word: string): string => word.replaceAll('$$', '$');

const oneshot = (entries: UnitText['sections'][number]['entries']): string =>
  renderUnit({ sections: [{ name: 'Service', entries: [['Type', 'oneshot'], ...entries] }] });

const argument = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...'ab0 \t\n\r"\'\\$%;#{}=-+@:!|&*?~<>()[],/`^\u0001\u007f\u0085\u00a0é😀\u2028'),
    fc.integer({ min: 1, max: 0x7f }).map((code) => String.fromCharCode(code)),
  ),
  maxLength: 10,
});

const tricky = [
  '',
  ' ',
  ';',
  '#',
  '#x',
  ';x',
  '$',
  '$$',
  '$X',
  '${X}',
  '$$X',
  '%',
  '%n',
  '%%n',
  '\\',
  '\\\\',
  'a\\',
  '\\n',
  '"',
  "'",
  `'"`,
  '\n',
  'a\nb',
  '-',
  '@x',
  '+x',
  '!x',
  ':x',
  '|',
  '=',
  '--a=b',
  '~',
  '`',
  '\t',
  ' x ',
  '{}',
  '&&',
  '>',
  '\\x41',
  '\\u0041',
];

for (const multiline of [false, true]) {
  test(`systemd reads every argument as it was, ${multiline ? 'one a line' : 'on one line'}`, () => {
    const random = fc.sample(fc.array(argument, { maxLength: 8 }), { numRuns: 400, seed: 3 });
    const lists = [tricky, ...tricky.map((word) => [word]), ...random].map((list) => ['/bin/echo', ...list]);
    const dump = dumped(oneshot(lists.map((argv) => ['ExecStart', execLine(argv, { multiline })])));
    if (!dump) return;
    const read = commandLines(dump).map((line) => line.map(afterVariables));
    assert.is(read.length, lists.length);
    for (const [index, list] of lists.entries()) assert.equal(read[index], list);
  });
}

test('systemd reads every variable as it was', () => {
  const values = [...tricky, ...fc.sample(argument, { numRuns: 300, seed: 4 })].filter(
    (value) => isEnvironmentValue(value) && !value.includes('\n'),
  );
  const named = values.map((value, index) => [`V${index}`, `<${value}>`] as const);
  const dump = dumped(
    oneshot([
      ['ExecStart', '/bin/true'],
      ...named.map(([k, v]) => ['Environment', environmentAssignment(k, v)] as const),
    ]),
  );
  if (!dump) return;
  const read = dump.filter((line) => line.startsWith('Environment: ')).map((line) => line.slice(13));
  assert.equal(
    read,
    named.map(([name, value]) => `${name}=${value}`),
  );
});

test('systemd reads plain values as they were', () => {
  for (const text of ['#x;y', '; x', '100% of "it"', "a'b\\c", '=a=', '$x', 'é😀', '[Service]']) {
    assert.is(isUnitValue(text), true);
    const entries = [['Description', unitValue(text)]] as const;
    const unit = renderUnit({
      sections: [
        { name: 'Unit', entries },
        { name: 'Service', entries: [['ExecStart', '/bin/true']] },
      ],
    });
    const dump = dumped(unit);
    if (!dump) return;
    assert.ok(dump.includes(`Description: ${text}`), text);
  }
});

const throwsBug = (action: () => unknown, what: string): void =>
  assert.throws(action, (error: unknown) => error instanceof Bug, what);

test('a unit is its sections, in order', () => {
  const unit: UnitText = {
    sections: [
      { name: 'Unit', entries: [['Description', 'A & B <c>']] },
      {
        name: 'Service',
        entries: [
          ['ExecStart', ''],
          ['ExecStart', execLine(['/usr/bin/a', '--b=c', 'd e'], { multiline: true, prefix: '-' })],
        ],
      },
      { name: 'Install', entries: [['WantedBy', 'multi-user.target']] },
    ],
  };
  assert.is(
    renderUnit(unit),
    '[Unit]\nDescription=A & B <c>\n\n[Service]\nExecStart=\nExecStart=-/usr/bin/a \\\n  --b=c \\\n  "d e"\n\n' +
      '[Install]\nWantedBy=multi-user.target\n',
  );
});

test('what would run into other lines is a bug', () => {
  const entries: [string, string][] = [
    ['Description', 'a\nExecStart=/bin/x'],
    ['Description', 'a\\'],
    ['ExecStart', '/a \\\n  #b'],
    ['ExecStart', '/a \\\n  b\\'],
    ['ExecStart', '/a \\\n'],
    ['ExecStart', '/a \\\n  ;b \\\n  c'],
    ['Bad key', 'a'],
    ['', 'a'],
    ['A', 'a\0'],
    ['A', 'a\rb'],
  ];
  for (const entry of entries)
    throwsBug(() => renderUnit({ sections: [{ name: 'Service', entries: [entry] }] }), entry.join('='));
});

test('what systemd cannot hold is a bug', () => {
  for (const text of ['a\0', '\ud800']) throwsBug(() => execWord(text), text);
  for (const argv of [[], ['echo'], ['/bin/$x'], ['']]) throwsBug(() => execLine(argv), argv.join(' '));
  for (const text of [' a', 'a ', 'a\nb', 'a\\', '\t', 'a\0'])
    throwsBug(() => unitValue(text), JSON.stringify(text));
  throwsBug(() => environmentAssignment('1A', 'x'), 'name');
  throwsBug(() => environmentAssignment('A', '\u0001'), 'value');
});

test('words without need for quotes have none, specifiers stay when meant', () => {
  assert.is(execWord('--config=/etc/a.yaml'), '--config=/etc/a.yaml');
  assert.is(execWord('100%'), '"100%%"');
  assert.is(unitValue('%n at 5%'), '%%n at 5%%');
  assert.is(unitValue('%n', { specifiers: true }), '%n');
  assert.is(environmentAssignment('A', 'b'), 'A=b');
  assert.is(environmentAssignment('A', 'b c$%'), '"A=b c$%%"');
});

test.run();
