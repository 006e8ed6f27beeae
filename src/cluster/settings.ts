/** Joins what the cluster, a pool and a node say, and remembers which line of the profile said it. */

import type { Settings } from '../profile/schema/profile.ts';
import { settingKeys } from '../profile/schema/profile.ts';
import type { Path } from '../shared/fault.ts';

export interface Layer {
  readonly value: Settings;
  readonly path: Path;
}

export interface JoinedSettings {
  readonly value: Settings;
  /** The place in the profile that a path in `value` came from; that of its nearest parent where it came from nowhere. */
  readonly origin: (path: Path) => Path;
}

/** These lists add up over the layers; every other list is replaced by the innermost. */
const additive = new Set([
  'host/packages/install',
  'host/packages/remove',
  'host/packages/repositories',
  'host/modules',
  'host/groups',
  'host/users',
  'host/directories',
  'host/links',
  'host/files',
  'host/units',
  'host/sshAuthorizedKeys',
  'host/trustedCAs',
  'taints',
  'images',
]);

/** Outermost layer first. Mappings merge key by key; the innermost scalar wins. */
export function joinSettings(layers: readonly Layer[]): JoinedSettings {
  const origins = new Map<string, Path>();
  let value: unknown = {};
  for (const layer of layers) {
    const own = Object.fromEntries(
      settingKeys.flatMap((key) => (layer.value[key] === undefined ? [] : [[key, layer.value[key]]])),
    );
    value = join(value, own, [], layer.path, origins);
  }
  const fallback = layers.at(-1)?.path ?? [];
  return { value: value as Settings, origin: (path) => nearest(origins, path) ?? fallback };
}

function join(under: unknown, over: unknown, at: Path, from: Path, origins: Map<string, Path>): unknown {
  origins.set(keyOf(at), from);
  if (Array.isArray(over)) {
    const kept: readonly unknown[] = Array.isArray(under) && additive.has(at.join('/')) ? under : [];
    over.forEach((item, i) => {
      markAll(item, [...at, kept.length + i], [...from, i], origins);
    });
    return [...kept, ...over];
  }
  if (!isMapping(over)) return over;
  const result: Record<string, unknown> = isMapping(under) ? { ...under } : {};
  for (const [key, item] of Object.entries(over)) {
    if (item !== undefined) result[key] = join(result[key], item, [...at, key], [...from, key], origins);
  }
  return result;
}

function markAll(item: unknown, at: Path, from: Path, origins: Map<string, Path>): void {
  origins.set(keyOf(at), from);
  if (Array.isArray(item)) {
    for (const [i, inner] of item.entries()) markAll(inner, [...at, i], [...from, i], origins);
  } else if (isMapping(item)) {
    for (const [key, inner] of Object.entries(item)) markAll(inner, [...at, key], [...from, key], origins);
  }
}

function nearest(origins: ReadonlyMap<string, Path>, path: Path): Path | undefined {
  for (let length = path.length; length > 0; length--) {
    const found = origins.get(keyOf(path.slice(0, length)));
    if (found) return found;
  }
  return undefined;
}

function keyOf(path: Path): string {
  return JSON.stringify(path);
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
