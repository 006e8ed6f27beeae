/** What was probably meant by a misspelt word. */

/**
 * Edit distance that counts a swap of two neighbours as one edit (optimal string alignment).
 * Works in UTF-16 units, which is exact for the ASCII names it is used on.
 */
export function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let best = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
      );
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) best = Math.min(best, at(beforeLast, column - 2) + 1);
      current.push(best);
    }
    beforeLast = last;
    last = current;
  }
  return at(last, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}

/**
 * The known word nearest to `word`, or undefined when none is near: at most one edit in every three letters.
 * Case, hyphens and underscores do not count. Of equally near words the first.
 */
export function suggest(word: string, known: Iterable<string>): string | undefined {
  const wanted = bare(word);
  let nearest: string | undefined;
  let least = Math.floor(wanted.length / 3) + 1;
  for (const candidate of known) {
    if (candidate === word) continue;
    const other = bare(candidate);
    if (Math.abs(other.length - wanted.length) >= least) continue;
    const edits = distance(wanted, other);
    if (edits < least) {
      nearest = candidate;
      least = edits;
    }
  }
  return nearest;
}

function bare(word: string): string {
  return word.toLowerCase().replaceAll(/[-_]/g, '');
}
