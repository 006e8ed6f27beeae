/** From pools to single nodes: lists as they stand, ranges written out. */
import type { NodeEntry, NodeRange, Pool, Profile } from '../profile/schema/profile.ts';
import type { Faults, Path } from '../shared/fault.ts';
import { expandRange, radixOf, rangeFaults } from '../shared/ranges.ts';

/** One node as the profile has it, with the places that speak of it. */
export interface Entry {
  readonly pool: Pool;
  readonly poolPath: Path;
  readonly node: NodeEntry;
  /** Where the node is named: the list item, or the pool's `nodes`. */
  readonly path: Path;
  /** The pool's nodes come and go. */
  readonly dynamic?: boolean;
  /** Where a range's override for it stands. */
  readonly overridePath?: Path;
}

export function entriesOf(profile: Profile, faults: Faults): Entry[] {
  return profile.pools.flatMap((pool, i) => {
    const poolPath = ['pools', i];
    if (pool.nodes === 'dynamic') {
      return [{ pool, poolPath, node: { name: pool.name }, path: [...poolPath, 'nodes'], dynamic: true }];
    }
    if (!Array.isArray(pool.nodes)) return rangeEntries(pool, pool.nodes, poolPath, faults);
    return pool.nodes.map((node, j) => ({ pool, poolPath, node, path: [...poolPath, 'nodes', j] }));
  });
}

function rangeEntries(pool: Pool, range: NodeRange, poolPath: Path, faults: Faults): Entry[] {
  const path = [...poolPath, 'nodes'];
  const names = expand(range.names, [...path, 'names'], faults);
  const lists = typeof range.addresses === 'string' ? [range.addresses] : range.addresses;
  const addresses = lists.map((text, i) => {
    const at = typeof range.addresses === 'string' ? [...path, 'addresses'] : [...path, 'addresses', i];
    return { at, items: expand(text, at, faults) };
  });
  const podCIDRs = (range.podCIDRs ?? []).map((text, i) => ({
    at: [...path, 'podCIDRs', i],
    items: expand(text, [...path, 'podCIDRs', i], faults),
  }));
  const macs =
    range.macs === undefined
      ? []
      : [{ at: [...path, 'macs'], items: expand(range.macs, [...path, 'macs'], faults) }];
  for (const { at, items } of [...addresses, ...podCIDRs, ...macs]) {
    if (items.length === names.length || items.length === 0 || names.length === 0) continue;
    faults.add({
      code: 'range-mismatch',
      message: `${names.length} names, but ${items.length} values here`,
      expected: `as many as ${range.names} has: ${names.length}`,
      path: at,
    });
  }
  checkOverrides(range, names, path, faults);
  return names.map((name, i) => {
    const override = range.overrides?.[name];
    const column = (lists: readonly { items: readonly string[] }[]) =>
      lists.flatMap(({ items }) => items[i] ?? []);
    const generated = {
      name,
      addresses: column(addresses),
      ...(podCIDRs.length > 0 && { podCIDRs: column(podCIDRs) }),
      ...(macs[0]?.items[i] && { mac: macs[0].items[i] }),
    };
    // An override's address takes the place of the range's, under whichever of the two keys.
    const { addresses: own, ...rest } = generated;
    const replaced = override?.address !== undefined || override?.addresses !== undefined;
    const node = { ...rest, ...(!replaced && { addresses: own }), ...override } as NodeEntry;
    return { pool, poolPath, node, path, ...(override && { overridePath: [...path, 'overrides', name] }) };
  });
}

function checkOverrides(range: NodeRange, names: readonly string[], path: Path, faults: Faults): void {
  for (const name of Object.keys(range.overrides ?? {})) {
    if (names.includes(name) || names.length === 0) continue;
    faults.add({
      code: 'override-unknown-node',
      message: `${name} is none of ${range.names}`,
      expected: `one of ${names[0]} to ${names.at(-1)}`,
      path: [...path, 'overrides', name],
      atKey: true,
    });
  }
}

function expand(text: string, path: Path, faults: Faults): readonly string[] {
  const { values, fault } = expandRange(text, { radix: radixOf(text) });
  if (values) return values;
  faults.add({
    code: 'range-syntax',
    message: `"${text}" is not a range: ${rangeFaults[fault]}`,
    expected: 'one pair of brackets with first and last, such as worker-[001-020] or 10.0.2.[11-30]/24',
    path,
  });
  return [];
}
