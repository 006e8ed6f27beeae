/**
 * A small language for "what a component's configuration looks like, and since when".
 * One table written in it gives three things: the TypeScript type our own code is checked against (`Infer`),
 * the run-time check of a user's merge patch (`checkAgainst`), and the versions in which each key exists.
 */
import { compareReleases, type Release } from './release.ts';

/** When a key exists: from `since` (absent: always) up to, and not including, `until` (absent: still there). */
export interface Life {
  readonly since?: Release;
  readonly until?: Release;
  /** Where upstream says so: a file, a release note, a pull request. */
  readonly source?: string;
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export interface Text<V extends string = string> {
  readonly kind: 'string';
  readonly values?: readonly V[];
  readonly life?: Life;
}
/** A Go duration such as `1m30s` (metav1.Duration). */
export interface Duration {
  readonly kind: 'duration';
  readonly life?: Life;
}
export interface Bool {
  readonly kind: 'bool';
  readonly life?: Life;
}
export interface Int {
  readonly kind: 'int';
  readonly life?: Life;
}
export interface Float {
  readonly kind: 'float';
  readonly life?: Life;
}
/** Whatever JSON: for fields whose shape belongs to somebody else. */
export interface Anything {
  readonly kind: 'any';
  readonly life?: Life;
}
export interface ListOf<S extends Schema = Schema> {
  readonly kind: 'list';
  readonly of: S;
  readonly life?: Life;
}
export interface MapOf<S extends Schema = Schema> {
  readonly kind: 'map';
  readonly of: S;
  readonly life?: Life;
}
export interface Struct<F extends Fields = Fields> {
  readonly kind: 'struct';
  readonly fields: F;
  readonly life?: Life;
}
export interface Fields {
  readonly [name: string]: Schema;
}
export type Schema = Text | Duration | Bool | Int | Float | Anything | ListOf | MapOf | Struct;

export type Infer<S extends Schema> =
  S extends Text<infer V>
    ? V
    : S extends Duration
      ? string
      : S extends Bool
        ? boolean
        : S extends Int | Float
          ? number
          : S extends ListOf<infer T>
            ? readonly Infer<T>[]
            : S extends MapOf<infer T>
              ? { readonly [key: string]: Infer<T> }
              : S extends Struct<infer F>
                ? { readonly [K in keyof F]?: Infer<F[K]> }
                : Json;

export const string = (life?: Life): Text => ({ kind: 'string', ...(life && { life }) });
export const oneOf = <const V extends string>(values: readonly V[], life?: Life): Text<V> => ({
  kind: 'string',
  values,
  ...(life && { life }),
});
export const duration = (life?: Life): Duration => ({ kind: 'duration', ...(life && { life }) });
export const bool = (life?: Life): Bool => ({ kind: 'bool', ...(life && { life }) });
export const int = (life?: Life): Int => ({ kind: 'int', ...(life && { life }) });
export const float = (life?: Life): Float => ({ kind: 'float', ...(life && { life }) });
export const any = (life?: Life): Anything => ({ kind: 'any', ...(life && { life }) });
export const list = <S extends Schema>(of: S, life?: Life): ListOf<S> => ({
  kind: 'list',
  of,
  ...(life && { life }),
});
export const map = <S extends Schema>(of: S, life?: Life): MapOf<S> => ({
  kind: 'map',
  of,
  ...(life && { life }),
});
export const struct = <F extends Fields>(fields: F, life?: Life): Struct<F> => ({
  kind: 'struct',
  fields,
  ...(life && { life }),
});

/** Whether a key with this life exists in that release. */
export function livesIn(life: Life | undefined, release: Release): boolean {
  if (!life) return true;
  if (life.since && compareReleases(release, life.since) < 0) return false;
  return !(life.until && compareReleases(release, life.until) >= 0);
}

/** Whether every key on the way exists in that release. */
export function fieldLives(schema: Schema, path: readonly string[], release: Release): boolean {
  let at: Schema | undefined = schema;
  for (const key of path) {
    if (at?.kind === 'map' || at?.kind === 'any') return true;
    at = at?.kind === 'struct' && Object.hasOwn(at.fields, key) ? at.fields[key] : undefined;
    if (!at || !livesIn(at.life, release)) return false;
  }
  return true;
}

export type Mismatch =
  | {
      readonly kind: 'unknown';
      readonly path: readonly (string | number)[];
      readonly known: readonly string[];
    }
  | {
      readonly kind: 'absent';
      readonly path: readonly (string | number)[];
      readonly life: Life;
    }
  | {
      readonly kind: 'type';
      readonly path: readonly (string | number)[];
      readonly expected: string;
    };

/**
 * What in `value` the schema does not allow in `release`. An RFC 7386 `null` (delete this key) is allowed for any known key.
 * Paths are relative to `value`.
 */
export function checkAgainst(
  schema: Schema,
  value: unknown,
  release: Release,
  path: readonly (string | number)[] = [],
): Mismatch[] {
  if (value === null || schema.kind === 'any') return [];
  const wrong = (expected: string): Mismatch[] => [{ kind: 'type', path, expected }];
  switch (schema.kind) {
    case 'string':
      if (typeof value !== 'string') return wrong('a string');
      return schema.values && !schema.values.includes(value)
        ? wrong(`one of ${schema.values.join(', ')}`)
        : [];
    case 'duration':
      return typeof value === 'string' && isGoDuration(value) ? [] : wrong('a duration such as 30s or 1h30m');
    case 'bool':
      return typeof value === 'boolean' ? [] : wrong('true or false');
    case 'int':
      return Number.isSafeInteger(value) ? [] : wrong('a whole number');
    case 'float':
      return typeof value === 'number' && Number.isFinite(value) ? [] : wrong('a number');
    case 'list':
      if (!Array.isArray(value)) return wrong('a list');
      // In a list `null` takes nothing away.
      return value.flatMap((item, i) =>
        item === null && schema.of.kind !== 'any'
          ? [{ kind: 'type' as const, path: [...path, i], expected: 'a value' }]
          : checkAgainst(schema.of, item, release, [...path, i]),
      );
    case 'map':
      if (!isPlainObject(value)) return wrong('a mapping');
      return Object.entries(value).flatMap(([k, v]) => checkAgainst(schema.of, v, release, [...path, k]));
    case 'struct':
      if (!isPlainObject(value)) return wrong('a mapping');
      return Object.entries(value).flatMap(([k, v]) => checkField(schema, k, v, release, path));
  }
}

function checkField(
  schema: Struct,
  key: string,
  value: unknown,
  release: Release,
  path: readonly (string | number)[],
): Mismatch[] {
  const at = [...path, key];
  const field = Object.hasOwn(schema.fields, key) ? schema.fields[key] : undefined;
  if (!field) return [{ kind: 'unknown', path: at, known: Object.keys(schema.fields) }];
  // What this release says by a flag alone can be taken away all the same.
  if (value === null) return [];
  if (field.life && !livesIn(field.life, release)) return [{ kind: 'absent', path: at, life: field.life }];
  return checkAgainst(field, value, release, at);
}

/** Go's time.ParseDuration: a sign, then decimal numbers with units; or a bare 0. */
export function isGoDuration(text: string): boolean {
  return /^[-+]?(0|(\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h))+$/.test(text) && !/^[-+]?0\d/.test(text);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
