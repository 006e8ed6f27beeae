/** Text in general, and what is written alike everywhere. */
import { z } from 'zod';
import { durationMs } from '../../../shared/duration.ts';
import type { FaultCode } from '../../../shared/fault-codes.ts';
import { parseVersion } from '../../../upstream/release.ts';
import { isGoDuration } from '../../../upstream/schema.ts';

/** A string that satisfies `test`; else a fault of that code, which says what is expected. */
export function word(code: FaultCode, expected: string, test: (text: string) => boolean): z.ZodString {
  return z.string().refine(test, { params: { code, expected } });
}

/** One line of text: what goes into units, tables and command lines. Tabs are fine, line breaks are not. */
export const line = word('line-break', 'a single line of text', isLine);

/** A name that people and programs read, whatever is in it: a line with something on it. */
export const name = word(
  'name-form',
  'a single line of text with something on it, and no white space around it',
  (text) => text !== '' && text === text.trim() && isLine(text),
);

/**
 * Text that is given here, or read from a file beside the profile. `sources.ts` has put the file's text in its place
 * before this schema sees it, so that to everybody behind it this is a string; editors are told of both.
 */
export const text = z.union([
  z.string(),
  z.strictObject({ source: line.describe('A file, relative to the profile.') }),
]) as unknown as z.ZodType<string>;

export const version = word(
  'version-syntax',
  'a full version such as v1.36.4',
  (text) => parseVersion(text) !== undefined,
);

/** Go's form of a duration, of which the zeros, the negative ones and those beyond a lifetime are of no use here. */
export const duration = word(
  'duration-syntax',
  'a duration such as 30s or 8760h, at most 876000h',
  (text) =>
    isGoDuration(text) && !text.startsWith('-') && durationMs(text) > 0 && durationMs(text) <= longest,
);

/** 100 years: certificates know no later end than the year 9999. */
const longest = 876_000 * 3_600_000;

export const digest = word('digest-syntax', 'sha256: and 64, or sha512: and 128 hexadecimal digits', (text) =>
  /^(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/.test(text),
);

export function isLine(text: string): boolean {
  return !/[\r\n\u0085\u2028\u2029]/.test(text);
}
