import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { mergedTables, tableLines } from './tables.ts';

const first = `• • (2 / 2)
| machine | seconds |
| one     | 8.1     |

  Total: 2
`;
const second = `
| fault case |
| late       |

| machine       | seconds |
| another, long | 12.0    |

NOT RUN: nothing
`;

test('tables with one heading become one, in the order of the files and with columns that stand below each other', () => {
  const [boots] = mergedTables([first, second]);
  assert.equal(boots, [
    '| machine       | seconds |',
    '| one           | 8.1     |',
    '| another, long | 12.0    |',
  ]);
});

test('tables with another heading stand for themselves, after the one that is to be the first', () => {
  const tables = mergedTables([second, first], ['machine', 'seconds']);
  assert.equal(
    tables.map(([heading]) => heading),
    ['| machine       | seconds |', '| fault case |'],
  );
  assert.equal(tables[1], ['| fault case |', '| late       |']);
});

test('what a table is printed as is read back, empty cells too', () => {
  const lines = tableLines([
    ['name', '', 'end'],
    ['a', 'b', ''],
  ]);
  assert.equal(mergedTables([lines.join('\n')]), [lines]);
});

test('a text that is longer than a line sticks out', () => {
  const long = 'x'.repeat(200);
  assert.equal(tableLines([['says'], [long], ['short']]), ['| says  |', `| ${long} |`, '| short |']);
});

test('without a table there is none', () => assert.equal(mergedTables(['| no row', 'ok'], ['machine']), []));

test.run();
