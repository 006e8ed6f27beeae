/** From offsets in a text to lines and columns. */

/** Both count from 1; columns and lengths are in UTF-16 units, the length on that line alone and at least 1. */
export interface SourceRange {
  readonly line: number;
  readonly column: number;
  readonly length: number;
}

/** Line breaks as YAML has them: LF, CR LF and CR. */
export class SourceLines {
  readonly #text: string;
  readonly #starts: number[] = [0];

  constructor(text: string) {
    this.#text = text;
    for (const found of text.matchAll(/\r\n|\r|\n/g)) this.#starts.push(found.index + found[0].length);
  }

  /** The part of `[start, end)` that is on the first line of it. */
  range(start: number, end: number): SourceRange {
    const index = this.#lineIndex(start);
    const lineStart = this.#starts[index] ?? 0;
    const next = this.#starts[index + 1];
    const lineEnd = next === undefined ? this.#text.length : this.#breakBefore(next);
    const length = Math.max(1, Math.min(end, lineEnd) - start);
    return { line: index + 1, column: start - lineStart + 1, length };
  }

  /** The first line of `[start, end)` that has anything but white space on it. */
  firstText(start: number, end: number): SourceRange {
    const blank = /^\s*/.exec(this.#text.slice(start, end))?.[0].length ?? 0;
    return this.range(start + blank < end ? start + blank : start, end);
  }

  #breakBefore(nextLine: number): number {
    return this.#text.startsWith('\r\n', nextLine - 2) ? nextLine - 2 : nextLine - 1;
  }

  #lineIndex(offset: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low;
  }
}
