/** What every structured format can hold: JSON's data model. */
import { Bug } from './fault.ts';

export type PlainData =
  | null
  | boolean
  | number
  | string
  | readonly PlainData[]
  | { readonly [key: string]: PlainData };

export type PlainObject = { readonly [key: string]: PlainData };

/** Deeper than any reader we write for allows; also what ends a walk into a cycle. */
const deepest = 100;

/** A mapping: neither null nor a list nor an instance of any class. */
export function isPlainObject(value: unknown): value is PlainObject {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/**
 * Throws a Bug, naming the place, unless `value` is plain data that survives a round trip: no undefined, NaN, infinity,
 * minus zero, integer beyond 2^53, BigInt, symbol, function, class instance, list with holes, half surrogate pair or `__proto__`.
 */
export function assertPlainData(value: unknown, where = '$', depth = 0): asserts value is PlainData {
  if (depth > deepest) throw new Bug(`${where.slice(0, 80)}: nested deeper than ${deepest}, or in a circle`);
  if (value === null || typeof value === 'boolean') return;
  if (typeof value === 'string') {
    assertText(value, where);
  } else if (typeof value === 'number') {
    assertNumber(value, where);
  } else if (Array.isArray(value)) {
    // Not forEach: that would step over holes.
    for (let index = 0; index < value.length; index++)
      assertPlainData(value[index], `${where}[${index}]`, depth + 1);
  } else if (isPlainObject(value)) {
    assertKeys(value, where);
    for (const [key, entry] of Object.entries(value)) assertPlainData(entry, `${where}.${key}`, depth + 1);
  } else {
    throw new Bug(`${where}: ${typeof value} is not plain data`);
  }
}

function assertText(text: string, where: string): void {
  if (/\p{Surrogate}/u.test(text)) throw new Bug(`${where}: half a surrogate pair has no UTF-8`);
}

function assertNumber(value: number, where: string): void {
  if (!Number.isFinite(value)) throw new Bug(`${where}: ${value} is not plain data`);
  if (Object.is(value, -0)) throw new Bug(`${where}: minus zero is a whole number to no two formats`);
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    throw new Bug(`${where}: an integer beyond 2^53 is not exact`);
}

function assertKeys(value: object, where: string): void {
  if (Object.getOwnPropertySymbols(value).length > 0) throw new Bug(`${where}: a symbol is not a key`);
  for (const key of Object.keys(value)) {
    assertText(key, where);
    if (key === '__proto__') throw new Bug(`${where}: __proto__ is not a key`);
  }
}

/**
 * Whether both are the same data. Prototypes do not count; the order of keys counts only when `ordered`.
 */
export function samePlainData(a: unknown, b: unknown, ordered: boolean): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, index) => samePlainData(item, b[index], ordered));
  }
  const keys = Object.keys(a);
  const others = Object.keys(b);
  if (keys.length !== others.length) return false;
  return keys.every(
    (key, index) =>
      (ordered ? others[index] === key : Object.hasOwn(b, key)) &&
      samePlainData(Reflect.get(a, key), Reflect.get(b, key), ordered),
  );
}
