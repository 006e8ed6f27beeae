/** Random plain data with the texts that writers get wrong. */

import type { Path } from '../../src/shared/fault.ts';
import { isTomlKey } from '../../src/shared/names.ts';
import fc from '../support/property.ts';

/** Taken for something other than a text by one reader or another, or hard to quote. */
// biome-ignore format: a table to look through, not a column.
export const trickyTexts = [
  '', ' ', '~', 'null', 'Null', 'true', 'yes', 'No', 'on', 'OFF', 'y', 'N', '=', '<<', '*a', '&a', '!x', '!!str', '%x', '@x', '`x',
  '#x', 'a #b', 'a: b', 'a:', ': a', '- a', '-', '--', '---', '--- a', '---\ta', '...', '... a', '---a', '? a', '[a', '{a', 'a]', ',a', '|', '>', "'", '"', "''", '\\',
  '0', '-0', '0644', '0o644', '0O14', '0x1F', '0X1F', '0b1', '0B1', '-0o7', '+3_E2_', '1_000', '1e3', '1E3', '1e+3', '.5', '5.', '.inf',
  '-.INF', '.nan', '1:2', '12:34:56', '1:2.5', '52:54:00:00:01:11', '2020-01-01', '2001-12-14 21:59:43.10 -5', '2001-12-14t21:59:43Z',
  '1.30', 'v1.30', '10.0.0.1', '4e2', '0e0', 'e1', '_1', '1_', '._1', '+.1', '+1', '-1', '1.', '.', '0.', '0x', '0b', '0o', '08', '0_8',
  'a\tb', '\ta', 'a\t', 'a\nb', 'a\nb\n', '\n', '\n\n', '\na', 'a\n\n', ' a\nb', 'a\n b', 'a \nb', 'a\n \nb', '\ta\nb', 'a\n\tb', 'a\r\nb', 'a\rb',
  '\u0085', 'a\u0085b', '\u2028', 'a\u2028b\nc', '\u2029', '\ufeff', 'a\ufeffb\nc', '\u00a0', 'a\u00a0\nb', '\u007f', '\u0001', '\ufffe', '\ud7ff',
  '\ue000', '\u00ad', '\u200b', '😀', '😀\n😀', '#x\ny', '--- a\nb', 'a\n---\nb', '% a\nb', 'x\n#y', `${'long '.repeat(60)}`, 'é\nü\n', '\u0000',
];

const text = fc.oneof(
  fc.constantFrom(...trickyTexts),
  fc.string({ unit: 'grapheme-ascii', maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\t', '#', ':', '-', '0', '"'), maxLength: 16 }),
  fc.string({
    unit: fc.constantFrom('0', '1', '7', '9', '_', '.', 'e', 'E', 'x', 'o', 'b', '+', '-', ':', 'f'),
    maxLength: 8,
  }),
);

const number = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0.1, 1e-7, 5e-324, 123456.789, -1.5),
);

const isExact = (value: number) =>
  !Object.is(value, -0) && (!Number.isInteger(value) || Number.isSafeInteger(value));

/** Whatever JSON, YAML and our own rules allow. */
export const plainValue: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    number.filter(isExact),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      text.filter((key) => key !== '__proto__'),
      tie('value'),
      { maxKeys: 4 },
    ),
  ),
})).value;

/** What the TOML library can write and read: lists of one type, no control character, no null. */
export const tomlTable: fc.Arbitrary<unknown> = fc.letrec<{ table: object }>((tie) => {
  const visible = text.filter((one) => !/(?![\n\t])\p{Cc}/u.test(one));
  const key = visible.filter((one) => isTomlKey(one));
  const integer = fc.integer();
  return {
    table: fc.dictionary(
      key,
      fc.oneof(
        { depthSize: 'small' },
        visible,
        integer,
        fc.boolean(),
        fc.constantFrom(0.5, -1.25, 123456.789),
        fc.array(visible, { maxLength: 6 }),
        fc.array(integer, { maxLength: 6 }),
        tie('table'),
        fc.array(tie('table'), { maxLength: 3 }),
      ),
      { maxKeys: 5, noNullPrototype: true },
    ),
  };
}).table;

/** `1e-7` is a number to JSON and a text to some readers of YAML: refused. */
export function withExponent(value: unknown): boolean {
  return leaves(value, []).some(([, leaf]) => typeof leaf === 'number' && String(leaf).includes('e'));
}

/** Every path of the value that ends at a scalar (or is empty), with what is there. */
export function leaves(value: unknown, path: Path): [Path, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  const steps: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  return steps.flatMap(([step, child]) => leaves(child, [...path, step]));
}
