import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { toJson } from '../../src/shared/emit.ts';
import type { Path } from '../../src/shared/fault.ts';
import { readYaml } from '../../src/shared/yaml-read.ts';
import fc from '../support/property.ts';
import { leaves, plainValue, withExponent } from './plain-values.ts';

const document = `# a comment
clusterName: lab
networking: {podSubnet: 10.244.0.0/16, 'dnsDomain': "a.b"} # }
pools:
  - name: control
    nodes: &nodes
      - name: cp-1
        address: 10.0.1.11/24
    note: |

      first
      second
  - name: worker
    nodes: *nodes
    empty:
  -
plain: two
  lines
`;

/** The text a range marks. */
function marked(path: Path, atKey?: boolean, text = document): string {
  const { line, column, length } = readYaml(text).locate(path, atKey);
  const found = text.split(/\r\n|\r|\n/)[line - 1]?.slice(column - 1, column - 1 + length);
  return `${line}: ${found}`;
}

test('a path leads to its value', () => {
  assert.is(marked(['clusterName']), '2: lab');
  assert.is(marked(['networking', 'podSubnet']), '3: 10.244.0.0/16');
  assert.is(marked(['networking', 'dnsDomain']), '3: "a.b"');
  assert.is(marked(['networking']), `3: {podSubnet: 10.244.0.0/16, 'dnsDomain': "a.b"}`);
  assert.is(marked(['pools', 0, 'note']), '11: first');
  assert.is(marked(['plain']), '17: two');
});

test('a path leads to its key when asked', () => {
  assert.is(marked(['clusterName'], true), '2: clusterName');
  assert.is(marked(['networking', 'dnsDomain'], true), "3: 'dnsDomain'");
  assert.is(marked(['pools', 1, 'nodes'], true), '14: nodes');
  assert.is(marked(['pools', 1], true), '13: name');
});

test('a block collection is marked by its key, an item by its first entry, an empty value by its key', () => {
  assert.is(marked(['pools']), '4: pools');
  assert.is(marked(['pools', 0]), '5: name');
  assert.is(marked(['pools', 1, 'empty']), '15: empty');
  assert.is(marked(['pools', 2]), '4: pools');
  assert.is(marked([]), '2: clusterName');
});

test('a path through an alias leads to the anchor, the alias itself to where it stands', () => {
  assert.is(marked(['pools', 1, 'nodes']), '14: *nodes');
  assert.is(marked(['pools', 1, 'nodes', 0, 'address']), '8: 10.0.1.11/24');
});

test('a path that does not exist leads to its nearest parent', () => {
  assert.is(marked(['pools', 0, 'role']), '5: name');
  assert.is(marked(['pools', 0, 'role'], true), '5: name');
  assert.is(marked(['pools', 7, 'role', 'x']), '4: pools');
  assert.is(marked(['networking', 'x', 0]), `3: {podSubnet: 10.244.0.0/16, 'dnsDomain': "a.b"}`);
  assert.is(marked(['nothing']), '2: clusterName');
  assert.is(marked(['clusterName', 'length']), '2: lab');
});

test('line breaks of every kind and a byte order mark count right', () => {
  const text = '\ufeffa: 1\r\nb: {c: x\r\n  }\rd: "é😀"\n';
  assert.is(marked(['a'], true, text), '1: a');
  assert.is(marked(['b'], false, text), '2: {c: x');
  assert.is(marked(['d'], false, text), '4: "é😀"');
});

test('every path of random data leads to the text of that value', () => {
  fc.assert(
    fc.property(plainValue, (value) => {
      fc.pre(!withExponent(value));
      const text = toJson(value).replaceAll('\u2028', ' ').replaceAll('\u2029', ' ');
      const read = readYaml(text);
      for (const [path, leaf] of leaves(read.value, [])) {
        const { line, column, length } = read.locate(path);
        const found = text.split('\n')[line - 1]?.slice(column - 1, column - 1 + length) ?? '';
        if (found !== JSON.stringify(leaf)) return false;
      }
      return true;
    }),
    { numRuns: 500, seed: 7 },
  );
});

test.run();
