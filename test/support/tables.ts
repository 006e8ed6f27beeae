/** Tables that test files print, a line that begins with a bar for each row, and what the runner makes of all of them. */

type Rows = readonly (readonly string[])[];

/** Longer texts stick out: they make no column wider. */
const widest = 100;

/** The first of the rows is the heading. */
export function tableLines(rows: Rows): string[] {
  const columns = Math.max(...rows.map(({ length }) => length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0).filter((length) => length <= widest)),
  );
  return rows.map((row) => `| ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`);
}

export function printRows(rows: Rows): void {
  // The test runner's marks stand on the line so far.
  console.log(['', ...tableLines(rows), ''].join('\n'));
}

/** The tables in what the files printed, those with the same heading as one, and the one with this heading first. */
export function mergedTables(texts: readonly string[], first: readonly string[] = []): string[][] {
  const byHeading = new Map<string, string[][]>([[first.join('\n'), []]]);
  for (const [heading = [], ...rows] of texts.flatMap(tablesIn)) {
    const key = heading.join('\n');
    const before = byHeading.get(key) ?? [];
    byHeading.set(key, [...(before.length > 0 ? before : [heading]), ...rows]);
  }
  return [...byHeading.values()].filter((rows) => rows.length > 0).map(tableLines);
}

/** A line without a bar ends a table. */
function tablesIn(text: string): string[][][] {
  const tables: string[][][] = [];
  let before = false;
  for (const line of text.split('\n')) {
    const isRow = /^\| .* \|$/.test(line);
    if (isRow && !before) tables.push([]);
    if (isRow) tables.at(-1)?.push(cells(line));
    before = isRow;
  }
  return tables;
}

function cells(row: string): string[] {
  return row
    .slice('| '.length, -' |'.length)
    .split(' | ')
    .map((cell) => cell.trimEnd());
}
