/** Finds things on a generated node and compares them; what is not there is thrown as the answer's text. */
import { isDeepStrictEqual } from 'node:util';
import type { Expectation, GeneratedNode, GeneratedUnit } from './facts.ts';

/** Undefined when equal, else what was expected and what was found. */
export function compare(what: string, expected: unknown, found: unknown): string | undefined {
  if (isDeepStrictEqual(expected, found)) return undefined;
  return `${what}: expected ${show(expected)}, found ${show(found)}`;
}

export function show(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

/** /var/run is a link to /run on every system; a slash at the end says nothing. */
export function normalise(path: string): string {
  return path
    .replace(/\/+/g, '/')
    .replace(/(?<=.)\/$/, '')
    .replace(/^\/var\/run(?=\/|$)/, '/run');
}

export function findByPath<T>(map: ReadonlyMap<string, T>, path: string): T | undefined {
  const wanted = normalise(path);
  for (const [candidate, found] of map) if (normalise(candidate) === wanted) return found;
  return undefined;
}

export function fileText(node: GeneratedNode, path: string): string {
  const file = findByPath(node.files, path);
  if (!file) throw new Error(`expected the file ${path}, found nothing`);
  return file.text;
}

export function findUnit(node: GeneratedNode, name: string): GeneratedUnit {
  const unit = node.units.get(name);
  if (!unit) throw new Error(`expected the unit ${name}, found nothing`);
  return unit;
}

export function unitText(node: GeneratedNode, name: string): string {
  const { text } = findUnit(node, name);
  if (text === undefined) throw new Error(`expected the text of ${name}, found none: a package brings it`);
  return text;
}

/** What stands at a key of a parsed document; undefined when nothing does. */
export function at(value: unknown, key: readonly (string | number)[]): unknown {
  let found = value;
  for (const step of key) {
    if (typeof found !== 'object' || found === null || Array.isArray(found) !== (typeof step === 'number')) {
      return undefined;
    }
    found = Object.hasOwn(found, step) ? (found as Record<string | number, unknown>)[step] : undefined;
  }
  return found;
}

/** Holds a document against the one expectation a fact has of it. */
export function meets(
  what: string,
  root: unknown,
  key: readonly (string | number)[],
  expectation: Expectation,
  node: GeneratedNode,
): string | undefined {
  const found = plain(at(root, key));
  const where = `${what} at ${JSON.stringify(key)}`;
  const { value, pattern, gidOf, keys, length } = expectation;
  if (pattern !== undefined) {
    if (typeof found === 'string' && new RegExp(pattern).test(found)) return undefined;
    return `${where}: expected what matches ${pattern}, found ${show(found)}`;
  }
  if (gidOf !== undefined) {
    const group = node.groups.find(({ name }) => name === gidOf);
    if (!group) return `${where}: expected the id of the group ${gidOf}, found no such group`;
    return compare(where, group.gid, found);
  }
  if (keys !== undefined) {
    const there = isMapping(found) ? Object.keys(found).sort() : found;
    return compare(`keys of ${where}`, [...keys].sort(), there);
  }
  if (length !== undefined) {
    return compare(`length of ${where}`, length, Array.isArray(found) ? found.length : found);
  }
  return compare(where, value, found);
}

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Parsers return objects of their own making; a date stays a date, which no JSON value equals. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!isMapping(value) || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}
