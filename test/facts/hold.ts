/** A tutorial's table as tests: one for each kind of fact, with every row that does not hold in its message. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkFact, checkTable } from './check.ts';
import type { Fact, GeneratedNode, Row } from './facts.ts';
import { generated } from './generated.ts';
import { appliesTo, readTable, type TableName } from './tables.ts';

/** What is pinned: a row that vanishes from the table, or a node from the profile, is noticed. */
export interface Held {
  readonly rows: number;
  /** Rows times the nodes each speaks of. */
  readonly checks: number;
}

/** Registers the tests; the caller runs them. */
export async function holdTable(name: TableName, expected: Held): Promise<void> {
  const table = readTable(name);
  const { nodes } = await generated(name);

  for (const [kind, rows] of rowsByKind(table.rows))
    test(`${name}: ${rows.length} rows: ${kind}`, () => {
      const failed = checkTable({ ...table, rows }, nodes);
      assert.is(failed.length, 0, `${failed.length} do not hold:\n${failed.join('\n')}`);
    });

  test(`${name}: every row is held`, () => {
    const held = countHeld(table.rows, nodes);
    console.log(`held: ${held.rows} rows of ${table.tutorial}, ${held.checks} times`);
    assert.equal(held, expected);
    assert.is(held.rows, table.rows.length);
  });

  test(`${name}: a node with nothing on it holds only what says that something is not there`, () => {
    const empty = nodes.map(withNothing);
    const held = table.rows.filter((row) => countHeld([row], empty).rows > 0);
    const kinds = new Set(held.map(({ fact }) => fact.kind));
    assert.equal([...kinds].filter((kind) => kind !== 'file-absent').sort(), []);
  });
}

function rowsByKind(rows: readonly Row[]): Map<Fact['kind'], Row[]> {
  const groups = new Map<Fact['kind'], Row[]>();
  for (const row of rows) groups.set(row.fact.kind, [...(groups.get(row.fact.kind) ?? []), row]);
  return groups;
}

/** A row is held when it holds on every node that it speaks of, and there is one. */
function countHeld(rows: readonly Row[], nodes: readonly GeneratedNode[]): Held {
  const all = rows.map((row) => nodes.filter(({ name }) => appliesTo(row, name)));
  const held = rows.map((row, i) => (all[i] ?? []).filter((node) => checkFact(row.fact, node) === undefined));
  return {
    rows: held.filter((some, i) => some.length > 0 && some.length === all[i]?.length).length,
    checks: held.flat().length,
  };
}

function withNothing({ name, address }: GeneratedNode): GeneratedNode {
  return {
    name,
    address,
    hostname: '',
    files: new Map(),
    directories: new Map(),
    units: new Map(),
    artifacts: [],
    packages: { install: [], remove: [], repositories: [] },
    modules: [],
    swap: { now: false, fstab: false },
    users: [],
    groups: [],
    roles: [],
    manifests: [],
    caCertificates: () => undefined,
  };
}
