/** One mistake in a range of nodes is one fault, not one for each of them. */
import type { Fault } from '../shared/fault.ts';

/** The first fault of each kind at each place; it says how many nodes more have it. */
export function oncePerPlace(faults: readonly Fault[]): Fault[] {
  const groups = new Map<string, Fault[]>();
  for (const fault of faults) {
    const key = JSON.stringify([fault.code, fault.path, fault.atKey ?? false]);
    groups.set(key, [...(groups.get(key) ?? []), fault]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const more = new Set(group.map(({ message }) => message)).size - 1;
    if (!first || more === 0) return first ?? [];
    return { ...first, message: `${first.message}, and ${more} more like it` };
  });
}
