/** Where the profile says something of one node: in a list's item, in a range, in a range's override. */
import type { Profile } from '../profile/schema/profile.ts';
import type { Path } from '../shared/fault.ts';
import type { Node } from './cluster.ts';

export type What = 'name' | 'address' | 'mac' | 'podCIDRs';

/** The `index`-th value of that kind; the nearest place above where the profile does not say it. */
export function placeOf(profile: Profile, node: Node, what: What, index = 0): Path {
  const isRange = node.path.at(-1) === 'nodes';
  const keys = isRange ? [...inOverride(node, what, index), ...inRange(what, index)] : inItem(what, index);
  const places = keys.map((key) => [...node.path, ...key]);
  return places.find((place) => exists(profile, place)) ?? node.path;
}

function inItem(what: What, index: number): Path[] {
  if (what === 'address') return [['address'], ['addresses', index]];
  return [what === 'podCIDRs' ? [what, index] : [what]];
}

function inOverride(node: Node, what: What, index: number): Path[] {
  return what === 'name' ? [] : inItem(what, index).map((key) => ['overrides', node.name, ...key]);
}

/** A range has its addresses as a text, or as a list of one per family. */
function inRange(what: What, index: number): Path[] {
  const keys = { name: 'names', address: 'addresses', mac: 'macs', podCIDRs: 'podCIDRs' } as const;
  return [[keys[what], index], [keys[what]]];
}

function exists(value: unknown, path: Path): boolean {
  let at = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return false;
    at = (at as Record<string | number, unknown>)[step];
  }
  return true;
}
