/** From what the schema says is wrong to faults in our words. */
import type { z } from 'zod';
import type { Fault, Path } from '../shared/fault.ts';
import { type FaultCode, faultCodes } from '../shared/fault-codes.ts';
import { suggest } from '../shared/suggest.ts';

type Issue = z.core.$ZodIssue;

/** `known` lists the keys that the schema has at a path. */
export function faultsOf(
  issues: readonly Issue[],
  value: unknown,
  known: (path: Path) => readonly string[],
): Fault[] {
  return withoutEchoes(issues.flatMap((issue) => faultOf(issue, value, known)));
}

/** A misspelt key is one mistake, though the right one is missing too. */
function withoutEchoes(faults: readonly Fault[]): Fault[] {
  const place = (path: Path, key: unknown) => JSON.stringify([...path.slice(0, -1), key]);
  const misspelt = new Set(
    faults.flatMap(({ code, path, hint }) =>
      code === 'unknown-key' && hint ? [place(path, /^did you mean (.*)\?$/.exec(hint)?.[1])] : [],
    ),
  );
  return faults.filter(({ code, path }) => code !== 'missing-key' || !misspelt.has(place(path, path.at(-1))));
}

function faultOf(issue: Issue, value: unknown, known: (path: Path) => readonly string[]): Fault[] {
  const path = issue.path as Path;
  const got = valueAt(value, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, path, known(path)));
    case 'invalid_union':
      return faultOfUnion(issue, value, path, known);
    case 'invalid_type':
      return [got === undefined ? missingKey(path) : wrongType(got, [nameOfType(issue.expected)], path)];
    case 'invalid_value':
      return [got === undefined ? missingKey(path) : unknownValue(got, issue.values.map(String), path)];
    case 'invalid_key':
      return issue.issues.flatMap((inner) => ({
        ...faultOfWord(inner, String(path.at(-1)), path),
        atKey: true,
      }));
    case 'custom':
      return [faultOfWord(issue, got, path)];
    default:
      return [
        {
          code: 'out-of-bounds',
          message: Array.isArray(got)
            ? `the list has ${items(got.length)}`
            : `${describe(got)} is out of bounds`,
          expected: boundsOf(issue),
          path,
        },
      ];
  }
}

function wrongType(got: unknown, expected: readonly string[], path: Path): Fault {
  const quotes = expected.includes('a string') && ['number', 'boolean'].includes(typeof got);
  return {
    code: 'wrong-type',
    message: got === null ? 'there is no value here' : `${describe(got)} does not fit here`,
    ...(expected.length > 0 && { expected: [...new Set(expected)].join(' or ') }),
    ...(quotes && { hint: `put it in quotes: "${got}"` }),
    path,
  };
}

function unknownValue(got: unknown, values: readonly string[], path: Path): Fault {
  const meant = typeof got === 'string' ? suggest(got, values) : undefined;
  return {
    code: 'unknown-value',
    message: `${describe(got)} is not known here`,
    expected: values.length === 1 ? `${values[0]}` : `one of ${values.join(', ')}`,
    ...(meant && { hint: `did you mean ${meant}?` }),
    path,
  };
}

function unknownKey(key: string, path: Path, known: readonly string[]): Fault {
  const meant = suggest(key, known);
  return {
    code: 'unknown-key',
    message: `there is no setting "${key}" here`,
    ...(known.length > 0 && { expected: `one of ${known.join(', ')}` }),
    ...(meant && { hint: `did you mean ${meant}?` }),
    path: [...path, key],
    atKey: true,
  };
}

function missingKey(path: Path): Fault {
  return { code: 'missing-key', message: `"${path.at(-1)}" is missing`, path };
}

/** The branch of a union whose problems lie deepest is the one that was meant. */
function faultOfUnion(
  issue: Issue & { code: 'invalid_union' },
  value: unknown,
  path: Path,
  known: (path: Path) => readonly string[],
): Fault[] {
  const got = valueAt(value, path);
  if (got === undefined) return [missingKey(path)];
  const branches = issue.errors.map((errors) =>
    errors.map((error) => ({ ...error, path: [...issue.path, ...error.path] })),
  );
  const fitting = branches.filter((errors) => !errors.some((error) => isTypeClash(error, path)));
  const [only] = fitting;
  if (only && fitting.length === 1) return faultsOf(only, value, known);
  const clashes = branches.flat().filter((error) => isTypeClash(error, path));
  const values = clashes.flatMap((error) => (error.code === 'invalid_value' ? error.values : []));
  if (values.some((one) => typeof one === typeof got)) return [unknownValue(got, values.map(String), path)];
  const types = clashes.flatMap((error) =>
    error.code === 'invalid_type' ? nameOfType(error.expected) : values.map(String),
  );
  return [wrongType(got, types, path)];
}

/** The whole value is of another type (or another literal) than this branch takes. */
function isTypeClash(error: Issue, path: Path): boolean {
  return (
    (error.code === 'invalid_type' || error.code === 'invalid_value') && error.path.length === path.length
  );
}

function faultOfWord(issue: Issue, got: unknown, path: Path): Fault {
  const params = issue.code === 'custom' ? issue.params : undefined;
  const code = (params?.['code'] ?? 'wrong-type') as FaultCode;
  const expected = params?.['expected'];
  return {
    code,
    message: wordMessage(code, got),
    ...(typeof expected === 'string' && { expected }),
    path,
  };
}

/** Most codes say what the word is not. */
function wordMessage(code: FaultCode, got: unknown): string {
  const what = faultCodes[code];
  return /^(not|neither) /.test(what) ? `${describe(got)} is ${what}` : `${describe(got)}: ${what}`;
}

function boundsOf(issue: Issue): string {
  if (issue.code === 'too_small') return `at least ${bound(issue.minimum, issue.origin)}`;
  if (issue.code === 'too_big') return `at most ${bound(issue.maximum, issue.origin)}`;
  return issue.message;
}

function bound(limit: number | bigint, origin: string): string {
  return origin === 'array' ? items(Number(limit)) : String(limit);
}

function items(count: number): string {
  return count === 1 ? '1 item' : `${count} items`;
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  null: 'null',
};

function nameOfType(name: string): string {
  return typeNames[name] ?? name;
}

/** A value in a message: short, on one line, with nothing in it that a terminal would act upon. */
export function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a mapping';
  const json = JSON.stringify(value) ?? 'nothing';
  const text = json.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escapedCharacter);
  return text.length > 60 ? `${text.slice(0, 57)}..."` : text;
}

function escapedCharacter(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}

function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<string | number, unknown>)[step];
  }
  return at;
}
