/** From what the schema says is wrong to faults in our words. */
import type { z } from 'zod';
import type { Fault, Path } from '../shared/fault.ts';
import type { FaultCode } from '../shared/fault-codes.ts';
import { suggest } from '../shared/suggest.ts';

type Issue = z.core.$ZodIssue;

/** `known` lists the keys that the schema has at a path. */
export function faultsOf(
  issues: readonly Issue[],
  value: unknown,
  known: (path: Path) => readonly string[],
): Fault[] {
  return issues.flatMap((issue) => faultOf(issue, value, known));
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
      if (got === undefined) return [missingKey(path)];
      return [
        {
          code: 'wrong-type',
          message: `${describe(got)} does not fit here`,
          expected: nameOfType(issue.expected),
          path,
        },
      ];
    case 'invalid_value': {
      if (got === undefined) return [missingKey(path)];
      const values = issue.values.map(String);
      const meant = typeof got === 'string' ? suggest(got, values) : undefined;
      return [
        {
          code: 'unknown-value',
          message: `${describe(got)} is not known here`,
          expected: values.length === 1 ? `${values[0]}` : `one of ${values.join(', ')}`,
          ...(meant && { hint: `did you mean ${meant}?` }),
          path,
        },
      ];
    }
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
          message: `${describe(got)} is out of bounds`,
          expected: boundsOf(issue),
          path,
        },
      ];
  }
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
  const expected = branches
    .flat()
    .flatMap((error) =>
      error.code === 'invalid_type'
        ? nameOfType(error.expected)
        : error.code === 'invalid_value'
          ? error.values.map(String)
          : [],
    );
  return [
    {
      code: 'wrong-type',
      message: `${describe(got)} does not fit here`,
      ...(expected.length > 0 && { expected: [...new Set(expected)].join(' or ') }),
      path,
    },
  ];
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
    message: `${describe(got)} does not do here`,
    ...(typeof expected === 'string' && { expected }),
    path,
  };
}

function boundsOf(issue: Issue): string {
  if (issue.code === 'too_small') return `at least ${issue.minimum}${unitOf(issue.origin)}`;
  if (issue.code === 'too_big') return `at most ${issue.maximum}${unitOf(issue.origin)}`;
  return issue.message;
}

function unitOf(origin: string): string {
  return origin === 'array' ? ' items' : origin === 'string' ? ' characters' : '';
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

/** A value in a message: short, on one line. */
export function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a mapping';
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}..."` : text;
}

function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<string | number, unknown>)[step];
  }
  return at;
}
