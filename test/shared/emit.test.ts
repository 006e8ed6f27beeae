import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { toJson, toToml, toYaml } from '../../src/shared/emit.ts';
import { Bug } from '../../src/shared/fault.ts';
import { samePlainData } from '../../src/shared/plain-data.ts';
import { readYaml } from '../../src/shared/yaml-read.ts';
import fc from '../support/property.ts';
import { plainValue, tomlTable, trickyTexts } from './plain-values.ts';
import { pythonReads } from './python.ts';

const seed = 20_261_101;

/** Every value has to come back from the foreign reader as it was. */
function agrees(
  reader: 'yaml' | 'tomllib' | 'json',
  values: readonly unknown[],
  write: (value: unknown) => string,
): void {
  const texts = values.map(write);
  const read = pythonReads(reader, texts);
  if (!read) return;
  const differing = values.findIndex((value, index) => !samePlainData(value, read[index], false));
  assert.is(differing, -1, `${texts[differing]} is read as ${JSON.stringify(read[differing])}`);
  assert.is(read.length, values.length);
}

test('PyYAML reads random data from YAML as it was', () => {
  agrees('yaml', fc.sample(plainValue, { numRuns: 3000, seed }), toYaml);
});

test('PyYAML reads every tricky text as a value, a key, in a list and in a nested list', () => {
  const values = trickyTexts.flatMap((text) => [
    text,
    { [text]: text },
    [text],
    { a: { b: [[text], text] } },
  ]);
  agrees('yaml', values, toYaml);
});

test('Python reads random data from JSON as it was', () => {
  agrees('json', fc.sample(plainValue, { numRuns: 2000, seed }), toJson);
});

test('tomllib reads random tables from TOML as they were', () => {
  agrees('tomllib', fc.sample(tomlTable, { numRuns: 2000, seed }), toToml);
});

test('PyYAML reads base64 of some megabytes', () => {
  const noise = Buffer.from(Array.from({ length: 3 << 20 }, (_, index) => (index * 2654435761) >>> 13));
  agrees('yaml', [{ content: noise.toString('base64'), list: ['x'.repeat(1 << 22), '@'] }], toYaml);
});

test('what toYaml writes, readYaml takes', () => {
  fc.assert(
    fc.property(plainValue, (value) => samePlainData(readYaml(toYaml(value)).value, value, true)),
    { numRuns: 1000, seed },
  );
});

test('keys stay in the order they were inserted in', () => {
  const value = { zeta: 1, alpha: { second: 1, first: 2 }, middle: [] };
  assert.is(toYaml(value), 'zeta: 1\nalpha:\n  second: 1\n  first: 2\nmiddle: []\n');
  assert.is(
    toJson(value),
    '{\n  "zeta": 1,\n  "alpha": {\n    "second": 1,\n    "first": 2\n  },\n  "middle": []\n}\n',
  );
});

test('several lines become a literal block', () => {
  assert.is(toYaml({ text: 'one\n\ttwo\nthree\n' }), 'text: |\n  one\n  \ttwo\n  three\n');
  assert.is(toYaml({ text: 'one\ntwo' }), 'text: |-\n  one\n  two\n');
});

test('values shared by two places are written twice, without anchors', () => {
  const shared = { a: 1 };
  assert.is(toYaml({ one: shared, two: shared }), 'one:\n  a: 1\ntwo:\n  a: 1\n');
});

test('long texts are not folded', () => {
  const text = 'word '.repeat(100).trim();
  assert.is(toYaml({ text }), `text: ${text}\n`);
});

test('dotted table names are quoted in TOML', () => {
  const value = { version: 3, plugins: { 'io.containerd.cri.v1.runtime': { sandbox: 'pause' } } };
  assert.is(toToml(value), 'version = 3\n\n[plugins."io.containerd.cri.v1.runtime"]\nsandbox = "pause"\n');
});

const cycle: Record<string, unknown> = {};
cycle['self'] = cycle;

const notPlain: Readonly<Record<string, unknown>> = {
  undefined: { a: undefined },
  'undefined at the top': undefined,
  'undefined in a list': [undefined],
  'a hole in a list': new Array(1),
  NaN: [Number.NaN],
  infinity: { a: Number.POSITIVE_INFINITY },
  'minus zero': { a: -0 },
  'an integer beyond 2^53': { a: 2 ** 53 },
  BigInt: { a: 1n },
  'a function': { a: () => 1 },
  'a symbol': { a: Symbol('x') },
  'a symbol as key': { [Symbol('x')]: 1 },
  'a date': { a: new Date(0) },
  'a map': { a: new Map() },
  bytes: { a: new Uint8Array(1) },
  'a class': { a: new (class Own {})() },
  'half a surrogate pair': { a: '\ud800' },
  'half a surrogate pair in a key': { '\udc00x': 1 },
  __proto__: JSON.parse('{"__proto__": 1}'),
  'a circle': cycle,
};

for (const [name, value] of Object.entries(notPlain)) {
  test(`no writer takes ${name}`, () => {
    for (const write of [toYaml, toJson, toToml])
      assert.throws(
        () => write(value),
        (error: unknown) => error instanceof Bug,
      );
  });
}

test('TOML refuses what it or its library cannot hold', () => {
  const values = [
    null,
    [],
    'x',
    { a: null },
    { a: '\u0001' },
    { a: 'x\u007f' },
    { 'a\n': 1 },
    { a: [1, 'x'] },
    { a: 1e-7 },
    ...['', 'valueOf', 'toISOString', 'constructor', 'toString'].map((key) => ({ [key]: { a: 1 } })),
  ];
  for (const value of values)
    assert.throws(
      () => toToml(value),
      (error: unknown) => error instanceof Bug,
    );
});

test.run();
