/** One setting, two places: a field of a component's configuration file or a flag, whichever that release has. */
import type { Flag, FlagType } from './flag.ts';
import type { Release } from './release.ts';
import { fieldLives, type Json, type JsonObject, livesIn, type Schema } from './schema.ts';

export interface Lowered {
  /** What stays in the configuration file. */
  readonly file: JsonObject;
  /** Flag names without dashes, with their values. */
  readonly flags: Readonly<Record<string, string>>;
}

/**
 * `flags`: everything that has a flag becomes one. `file`: only those fields do that this release does not have.
 * A field that neither place takes stays in the file.
 */
export function lower(
  configuration: JsonObject,
  how: 'file' | 'flags',
  schema: Schema,
  table: Readonly<Record<string, Flag>>,
  release: Release,
): Lowered {
  const flags: Record<string, string> = {};
  let file: JsonObject = configuration;
  for (const [name, flag] of Object.entries(table)) {
    if (!flag.field || !livesIn(flag.life, release)) continue;
    const path = flag.field.split('.');
    if (how === 'file' && fieldLives(schema, path, release)) continue;
    const value = valueAt(file, path);
    if (value === undefined) continue;
    flags[name] = flagValue(name, flag.type, value);
    file = without(file, path);
  }
  return { file, flags };
}

/** pkg/kubelet/eviction: thresholds are written with the operator that they mean. */
const thresholdFlags = new Set(['eviction-hard', 'eviction-soft']);

/** A value as the flag's parser reads it. */
export function flagValue(name: string, type: FlagType, value: Json): string {
  if (Array.isArray(value))
    return value.map((item) => (type === 'taints' ? taintText(item as JsonObject) : String(item))).join(',');
  if (typeof value !== 'object' || value === null) return String(value);
  const sign = thresholdFlags.has(name) ? '<' : '=';
  return Object.entries(value)
    .map(([key, item]) => `${key}${sign}${item}`)
    .join(',');
}

function taintText(taint: JsonObject): string {
  return `${taint['key']}=${taint['value'] ?? ''}:${taint['effect']}`;
}

/** Undefined where there is nothing. */
export function valueAt(object: JsonObject, keys: readonly string[]): Json | undefined {
  let at: Json | undefined = object;
  for (const key of keys) at = isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  return at;
}

/** The object without that leaf, nor the mappings that it leaves empty. */
function without(object: JsonObject, keys: readonly string[]): JsonObject {
  const [first = '', ...rest] = keys;
  const inner = object[first];
  const kept = rest.length > 0 && isObject(inner) ? without(inner, rest) : undefined;
  const entries = Object.entries(object).flatMap(([key, value]): [string, Json][] => {
    if (key !== first) return [[key, value]];
    return kept !== undefined && Object.keys(kept).length > 0 ? [[key, kept]] : [];
  });
  return Object.fromEntries(entries);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
