import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Bug } from '../../src/shared/fault.ts';
import { isShSafe, shCommand, shWord } from '../../src/shared/sh.ts';
import { available, run } from '../support/judges.ts';
import fc from '../support/property.ts';

/** What the shell makes of a script's words, each followed by a NUL. */
function wordsOf(shell: string, script: string): string[] {
  const done = run(shell, ['-c', script]);
  assert.is(done.stderr, '');
  return done.stdout.split('\0').slice(0, -1);
}

const reserved = 'if then else elif fi do done case esac while until for in { } ! time function select'.split(
  ' ',
);
const words = [
  ...[
    '',
    ' ',
    "'",
    "''",
    '"',
    '\\',
    '$x',
    '`x`',
    '~',
    '~root',
    '*',
    '?',
    '[a]',
    '#x',
    'a#b',
    ';',
    '&',
    '|',
    '<',
    '>',
    '(',
    ')',
  ],
  ...[
    'a=b',
    'a+=b',
    '--a=b',
    '-',
    '--',
    '-n',
    '\n',
    'a\nb',
    '\t',
    '!',
    'a!b',
    '{a,b}',
    '%s',
    '\\n',
    'é',
    '😀',
    '\u0001',
    "it's",
    '=ls',
  ],
  ...reserved,
];

for (const shell of ['dash', 'bash']) {
  test(`${shell} takes every word as it was`, () => {
    if (!available(shell, shell)) return;
    const random = fc.sample(fc.string({ unit: 'binary' }).filter(isShSafe), { numRuns: 1500, seed: 5 });
    const ascii = fc.sample(fc.string({ unit: 'grapheme-ascii', maxLength: 6 }), { numRuns: 3000, seed: 6 });
    // A script is one argument, at most 128 KiB of it.
    for (const list of [words, random.slice(0, 700), random.slice(700), ascii])
      assert.equal(wordsOf(shell, `printf '%s\\0' ${shCommand(list)}`), list);
  });

  test(`${shell} takes a quoted word in front of a command for the command`, () => {
    if (!available(shell, shell)) return;
    for (const word of ['a=b', 'if', 'done', 'time', 'A_1=', '{', '!', 'select']) {
      const done = run(shell, ['-c', `${shWord(word)} x`]);
      assert.is(done.status, 127, `${word}: ${done.stderr}`);
    }
  });
}

test('only what needs quotes gets them', () => {
  assert.is(shWord('/usr/bin/a-b_c.d:1,2@3%+'), '/usr/bin/a-b_c.d:1,2@3%+');
  assert.is(shWord('--root=/x'), '--root=/x');
  assert.is(shWord("it's"), `'it'\\''s'`);
  assert.is(shWord(''), "''");
  assert.is(shWord('a=b'), "'a=b'");
});

test('what no word can hold is a bug', () => {
  for (const text of ['a\0b', '\ud800']) {
    assert.is(isShSafe(text), false);
    assert.throws(
      () => shWord(text),
      (error: unknown) => error instanceof Bug,
    );
  }
});

test.run();
