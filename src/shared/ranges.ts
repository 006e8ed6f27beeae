/** Ranges in the profile: `worker-[001-020]`, `10.0.2.[11-30]/24`, `fd00:1::[b-1e]`. */

export const rangeFaults = {
  brackets: 'it has to hold exactly one [first-last], and no other bracket',
  bounds: 'between the brackets stand two numbers with a hyphen, as in [1-20]',
  padding: 'with leading zeros both numbers have to be equally long, as in [001-020]',
  descending: 'the first number is greater than the last',
  size: 'it is too large: at most 10000 values are expanded',
} as const;

export type RangeFault = keyof typeof rangeFaults;

/** Either the values or why there are none. */
export type Expansion =
  | { readonly values: readonly string[]; readonly fault?: undefined }
  | { readonly values?: undefined; readonly fault: RangeFault };

export const largestRange = 10_000;

/** More digits than this cannot be told apart as numbers in either radix. */
const longestBound = 12;

/** Whether there is a bracket in it: everything else expands to itself. */
export function isRange(text: string): boolean {
  return /[[\]]/.test(text);
}

/** IPv6 and MAC addresses count in hexadecimal, names and IPv4 addresses in decimal. */
export function radixOf(text: string): 10 | 16 {
  return text.includes(':') ? 16 : 10;
}

/**
 * Every value of a range in ascending order; a text without brackets is its own only value.
 * Leading zeros are kept; hexadecimal comes out in lower case.
 */
export function expandRange(text: string, options: { readonly radix?: 10 | 16 } = {}): Expansion {
  const radix = options.radix ?? 10;
  if (!isRange(text)) return { values: [text] };
  const parts = /^([^[\]]*)\[([^[\]]*)\]([^[\]]*)$/.exec(text);
  if (!parts) return { fault: 'brackets' };
  const [, before = '', inside = '', after = ''] = parts;
  const bounds = (radix === 16 ? /^([0-9a-f]+)-([0-9a-f]+)$/i : /^([0-9]+)-([0-9]+)$/).exec(inside);
  if (!bounds) return { fault: 'bounds' };
  const [, first = '', last = ''] = bounds;
  const padded = [first, last].some((bound) => bound.length > 1 && bound.startsWith('0'));
  if (padded && first.length !== last.length) return { fault: 'padding' };
  if (Math.max(first.length, last.length) > longestBound) return { fault: 'size' };
  const from = Number.parseInt(first, radix);
  const to = Number.parseInt(last, radix);
  if (from > to) return { fault: 'descending' };
  if (to - from >= largestRange) return { fault: 'size' };
  const width = padded ? first.length : 0;
  const number = (_: unknown, index: number) => (from + index).toString(radix).padStart(width, '0');
  return {
    values: Array.from({ length: to - from + 1 }, number).map((value) => `${before}${value}${after}`),
  };
}
