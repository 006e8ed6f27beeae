import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { toJson } from '../../src/shared/emit.ts';
import { type Fault, InputError } from '../../src/shared/fault.ts';
import { isPlainObject, samePlainData } from '../../src/shared/plain-data.ts';
import { readYaml } from '../../src/shared/yaml-read.ts';
import fc from '../support/property.ts';
import { plainValue, withExponent } from './plain-values.ts';
import { pythonReads } from './python.ts';

function faultsOf(text: string): readonly Fault[] {
  try {
    readYaml(text);
  } catch (error) {
    if (error instanceof InputError) return error.faults;
    throw error;
  }
  return [];
}

/** `line:column code path`, for comparison in one look. */
function brief(text: string): string[] {
  return faultsOf(text).map(({ position, code, path }) =>
    `${position?.line}:${position?.column} ${code} ${path.join('.')}`.trim(),
  );
}

test('JSON is read as JSON.parse reads it', () => {
  fc.assert(
    fc.property(plainValue, (value) => {
      fc.pre(!withExponent(value));
      return samePlainData(readYaml(toJson(value)).value, value, true);
    }),
    { numRuns: 500, seed: 8 },
  );
});

test('whatever the text, the only fault thrown is the user’s, with a position inside the text', () => {
  const piece = fc.constantFrom(
    'a',
    'b: ',
    '- ',
    '\n',
    '  ',
    '\t',
    '{',
    '}',
    '[',
    ']',
    ',',
    '&x ',
    '*x',
    '|\n',
    '"',
    "'",
    '# ',
    '---\n',
    '? ',
    '<<: ',
    '!t ',
    '%Y',
    '07',
    'yes',
    '\r',
    '\u0000',
    '\u0085',
    '\ud800',
    '...\n',
    '~',
    '>-\n',
    '\ufeff',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const text = pieces.join('');
      const count = text.split(/\r\n|\r|\n/).length;
      for (const { position } of faultsOf(text))
        if (!position || position.line < 1 || position.line > count || position.column < 1) return false;
      return true;
    }),
    { numRuns: 5000, seed: 9 },
  );
});

test('what is taken, PyYAML takes for the same', () => {
  const piece = fc.constantFrom(
    ...[
      'a',
      'c',
      'b: ',
      '\n  - ',
      '\n',
      '\n  ',
      '\n    ',
      '{',
      '}',
      '[',
      ']',
      ', ',
      '&x ',
      '*x',
      '|\n',
      '>\n',
      '"',
      "'",
      ' # ',
      '? ',
    ],
    ...[
      '!!str ',
      '07',
      'yes',
      '1.5',
      '1e3',
      '0x1f',
      '~',
      ': ',
      '-',
      '.',
      'null',
      '5',
      '=',
      'true',
      '|-\n',
      ':',
      '_',
      '\nk2: ',
      '+',
      ' ',
    ],
    ...['0b1', 'e', 'E', '<<', '0o7', '.inf', '1:1', '2001-1-1'],
  );
  const random = fc.sample(fc.array(piece, { maxLength: 9 }), { numRuns: 30_000, seed: 5 });
  const texts = random
    .map((pieces) => `k: ${pieces.join('')}\n`)
    .filter((text) => faultsOf(text).length === 0);
  const read = pythonReads('yaml', texts);
  if (!read) return;
  assert.ok(texts.length > 5000);
  for (const [index, text] of texts.entries()) {
    const foreign = read[index];
    // Stricter readers do no harm: tabs and some odd anchors are refused there.
    if (isPlainObject(foreign) && 'refused' in foreign) continue;
    assert.ok(
      samePlainData(readYaml(text).value, foreign, false),
      `${JSON.stringify(text)}: ${JSON.stringify(foreign)}`,
    );
  }
});

test('what is no YAML is a syntax fault at its place', () => {
  assert.equal(brief('a: [1'), ['1:6 yaml-syntax']);
  assert.equal(brief('a:\n\tb: 1'), ['2:1 yaml-syntax']);
  assert.is(faultsOf('a:\n\tb: 1')[0]?.hint, 'indent with spaces, not with tabs');
  assert.equal(brief(''), ['1:1 yaml-syntax']);
  assert.equal(brief('# nothing\n'), ['1:1 yaml-syntax']);
  assert.equal(brief('a: 1\n---\nb: 1\n...\n'), ['2:1 yaml-syntax']);
  assert.equal(brief('a: !!binary AA=='), ['1:4 yaml-syntax']);
  assert.equal(brief('a: "\\ud800"'), ['1:4 yaml-syntax a']);
  assert.equal(brief('a: *b'), ['1:4 yaml-syntax a']);
  assert.equal(brief('a: &a [*a]'), ['1:8 yaml-syntax a.0']);
});

test('a key has to be a text, and the only one of its name', () => {
  assert.equal(brief('a: 1\nb:\n  a: 1\n  c: 2\n  a: 3\na: 4'), ['5:3 yaml-syntax b.a', '6:1 yaml-syntax a']);
  assert.is(faultsOf('a: 1\n"a": 2')[0]?.message, 'the key "a" stands on line 1 already');
  assert.equal(brief('1: x\n~: x\ntrue: x\non: x'), [
    '1:1 yaml-ambiguous 1',
    '2:1 yaml-ambiguous ~',
    '3:1 yaml-ambiguous true',
    '4:1 yaml-ambiguous on',
  ]);
  assert.equal(brief('"1": x\n!!str 2: x\n\'on\': x'), []);
  assert.equal(brief('? yes\n\n  no\n: x'), []);
  assert.equal(brief('? [a]\n: x'), ['1:3 yaml-syntax']);
  assert.equal(brief('__proto__: {a: 1}'), ['1:1 yaml-syntax __proto__']);
});

test('integers with a leading zero are refused, all of them at once', () => {
  const text = 'a: 0644\nb: [0o644, -017, 08]\nc: "0644"\nd: 0\ne: 0.5\n';
  assert.equal(brief(text), [
    '1:4 yaml-octal a',
    '2:5 yaml-octal b.0',
    '2:12 yaml-octal b.1',
    '2:18 yaml-octal b.2',
  ]);
  assert.is(faultsOf(text)[0]?.hint, 'put it in quotes: "0644"');
});

test('words that readers take for different values are refused', () => {
  const words =
    'yes No ON off y N 12:34:56 1:2 1_000 0b1 1e3 0x_1 = << -.5 +.07 2026-11-01 .inf .NaN -0 9007199254740993'.split(
      ' ',
    );
  for (const word of words) assert.equal(brief(`a: ${word}`), ['1:4 yaml-ambiguous a'], word);
  for (const word of words) assert.equal(brief(`a: "${word}"`), [], word);
  assert.is(
    faultsOf('a: 1e-7')[0]?.hint,
    'write a number with point and sign (1.0e+3), or for a text put it in quotes: "1e-7"',
  );
  assert.equal(readYaml('a: 1.0e-7').value, { a: 1e-7 });
  assert.is(faultsOf('a: yes')[0]?.hint, 'write true, or for a text put it in quotes: "yes"');
});

test('what all readers take alike stays as it is', () => {
  const words: Readonly<Record<string, unknown>> = {
    true: true,
    False: false,
    null: null,
    '~': null,
    '1': 1,
    '-7': -7,
    '1.5': 1.5,
    '1.5e+3': 1500,
    '0x1F': 31,
    'v1.36.4': 'v1.36.4',
    '1.2.3': '1.2.3',
    '10.0.0.1': '10.0.0.1',
    '10.0.0.0/16': '10.0.0.0/16',
    'fd00:1::/64': 'fd00:1::/64',
    'worker-[001-020]': 'worker-[001-020]',
    '52:54:00:00:01:11': '52:54:00:00:01:11',
    none: 'none',
    '---x': '---x',
    'api.lab.example:6443': 'api.lab.example:6443',
    '/dev/sda': '/dev/sda',
    'a b': 'a b',
  };
  for (const [word, value] of Object.entries(words))
    assert.equal(readYaml(`a: ${word}`).value, { a: value }, word);
});

test('merge keys are refused', () => {
  assert.equal(brief('a: &a {b: 1}\nc:\n  <<: *a\n  d: 1'), ['3:3 yaml-merge-key c.<<']);
  assert.equal(brief('"<<": 1'), []);
});

test('aliases of aliases do not grow without end', () => {
  const rows = Array.from({ length: 30 }, (_, row) => `k${row + 1}: &k${row + 1} [*k${row}, *k${row}]`);
  assert.equal(brief(`k0: &k0 x\n${rows.join('\n')}`), ['1:1 yaml-syntax']);
});

test.run();
