/** The tables of facts themselves: well-formed, counted, and no line of a tutorial passed over. */
import { readdirSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Table, tableSchema } from './facts.ts';
import { readTable, type TableName, tableNames } from './tables.ts';

/** A row that goes missing fails here. */
const counts: Record<TableName, { lines: number; rows: number; kinds: Record<string, number> }> = {
  'split-ca': {
    lines: 457,
    rows: 202,
    kinds: {
      argv: 2,
      artifact: 19,
      'ca-file': 6,
      certificate: 28,
      directory: 5,
      file: 26,
      'file-absent': 6,
      flag: 8,
      'flag-count': 2,
      hostname: 1,
      json: 20,
      manifest: 13,
      module: 1,
      toml: 9,
      unit: 20,
      'unit-count': 2,
      'unit-enabled': 2,
      'unit-started': 2,
      yaml: 30,
    },
  },
  'consul-docker': {
    lines: 442,
    rows: 212,
    kinds: {
      argv: 2,
      artifact: 22,
      'ca-file': 2,
      certificate: 14,
      directory: 8,
      file: 30,
      flag: 53,
      'flag-absent': 2,
      'flag-count': 2,
      hostname: 3,
      package: 2,
      swap: 4,
      unit: 14,
      'unit-absent': 1,
      'unit-count': 2,
      'unit-enabled': 2,
      'unit-started': 2,
      yaml: 47,
    },
  },
  'tls-bootstrap-ipvs': {
    lines: 268,
    rows: 159,
    kinds: {
      argv: 2,
      artifact: 14,
      'ca-file': 1,
      certificate: 14,
      directory: 13,
      file: 16,
      'file-absent': 3,
      flag: 12,
      'flag-absent': 1,
      'flag-count': 2,
      group: 1,
      hostname: 3,
      json: 4,
      module: 2,
      package: 3,
      'package-repository': 1,
      toml: 12,
      unit: 12,
      'unit-absent': 1,
      'unit-count': 2,
      'unit-enabled': 3,
      'unit-started': 3,
      user: 4,
      yaml: 30,
    },
  },
  'node-certificate': {
    lines: 110,
    rows: 64,
    kinds: {
      argv: 3,
      'ca-file': 4,
      certificate: 16,
      file: 7,
      flag: 2,
      hostname: 1,
      key: 1,
      package: 1,
      pem: 1,
      unit: 2,
      'unit-absent': 6,
      'unit-enabled': 4,
      'unit-started': 4,
      yaml: 12,
    },
  },
  'kubeadm-layout': {
    lines: 170,
    rows: 215,
    kinds: {
      argv: 1,
      artifact: 2,
      'ca-file': 6,
      certificate: 38,
      directory: 12,
      file: 69,
      'file-absent': 1,
      flag: 7,
      'flag-absent': 2,
      'flag-count': 1,
      folder: 3,
      hostname: 1,
      json: 1,
      key: 9,
      package: 1,
      pem: 14,
      role: 1,
      unit: 2,
      'unit-enabled': 2,
      'unit-started': 2,
      yaml: 40,
    },
  },
};

const rowLines = (table: Table) => table.rows.flatMap((row) => [row.line, ...(row.also ?? [])]);

const emptyLines = (table: Table) =>
  table.without.flatMap(({ lines }) =>
    lines.flatMap((item) => {
      if (typeof item === 'number') return [item];
      const [first, last] = item;
      assert.ok(first < last, `${table.tutorial}: lines ${first} to ${last}`);
      return Array.from({ length: last - first + 1 }, (_, index) => first + index);
    }),
  );

/** Key order must not hide that two facts are the same. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

for (const name of tableNames) {
  test(`${name}: every row is well-formed and counted`, () => {
    const table = readTable(name);
    const kinds: Record<string, number> = {};
    for (const { fact } of table.rows) kinds[fact.kind] = (kinds[fact.kind] ?? 0) + 1;
    assert.equal({ lines: table.lines, rows: table.rows.length, kinds }, counts[name]);
  });

  test(`${name}: no row twice`, () => {
    const seen = new Map<string, number>();
    for (const { line, node, fact } of readTable(name).rows) {
      const text = canonical([node, fact]);
      assert.not(seen.has(text), `lines ${seen.get(text)} and ${line}: ${text}`);
      seen.set(text, line);
    }
  });

  test(`${name}: every line of the tutorial is in a row or has a reason not to be`, () => {
    const table = readTable(name);
    const stated = new Set(rowLines(table));
    const empty = emptyLines(table);
    assert.equal(
      empty.filter((line) => stated.has(line)),
      [],
      'lines with and without a fact',
    );
    assert.equal(
      [...stated, ...empty].sort((a, b) => a - b),
      Array.from({ length: table.lines }, (_, index) => index + 1),
    );
  });

  test(`${name}: rows stand in the order of their lines`, () => {
    const { rows } = readTable(name);
    const lines = rows.map((row) => row.line);
    assert.equal(
      lines,
      lines.toSorted((a, b) => a - b),
    );
    for (const { line, also = [] } of rows) {
      assert.equal(
        also,
        [...new Set(also)].sort((a, b) => a - b),
        `line ${line}`,
      );
      assert.not(also.includes(line), `line ${line}`);
    }
  });
}

const refused: readonly [why: string, fact: object][] = [
  ['unknown kind', { kind: 'feeling', value: 'good' }],
  ['unknown property', { kind: 'hostname', value: 'a', colour: 'red' }],
  ['two aspects at once', { kind: 'file', path: '/a', mode: '0644', owner: 'root' }],
  ['mode without its zero', { kind: 'file', path: '/a', mode: '644' }],
  ['relative path', { kind: 'file', path: 'a' }],
  ['no expectation', { kind: 'yaml', path: '/a', key: [] }],
  ['two expectations', { kind: 'yaml', path: '/a', key: [], value: 1, length: 1 }],
  ['certificate of which nothing is said', { kind: 'certificate', path: '/a' }],
  ['two SANs in a row', { kind: 'certificate', path: '/a', sans: { ip: ['::1', '::2'] } }],
  ['folder of nothing', { kind: 'folder', path: '/a', names: [] }],
  ['key of which nothing is said', { kind: 'key', path: '/a' }],
  ['unit without its type', { kind: 'unit-enabled', unit: 'kubelet' }],
];
for (const [why, fact] of refused) {
  test(`refused: ${why}`, () => {
    const table = { tutorial: 'x.txt', lines: 1, rows: [{ line: 1, node: '*', fact }], without: [] };
    assert.not(tableSchema.safeParse(table).success);
  });
}

test('no table lies in the folder unread', () => {
  const files = readdirSync(new URL('../../fixtures/facts/', import.meta.url)).sort();
  assert.equal(files, tableNames.map((name) => `${name}.json`).sort());
});

test.run();
