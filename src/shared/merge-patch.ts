/** JSON Merge Patch, RFC 7386: what a user's patch does to an object of ours. */
import { isPlainObject, type PlainData } from './plain-data.ts';

/**
 * A new value: `target` with `patch` laid over it. A mapping is merged key by key, `null` removes a key, everything else
 * (lists too) replaces. New keys come after the target's. Neither argument is changed, and `__proto__` is a key like any other.
 */
export function mergePatch(target: PlainData | undefined, patch: PlainData): PlainData {
  if (!isPlainObject(patch)) return patch;
  const merged = new Map<string, PlainData>(isPlainObject(target) ? Object.entries(target) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key), value));
  }
  // fromEntries defines own properties; assigning `__proto__` would change the prototype.
  return Object.fromEntries(merged);
}
