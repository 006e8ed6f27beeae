/** Reads the parts of a secrets file. What does not fit becomes a fault that names a type, never a value. */
import { type Fault, Faults, type Path } from '../shared/fault.ts';
import { suggest } from '../shared/suggest.ts';

/** A value and where it stands. */
export interface Spot {
  readonly value: unknown;
  readonly path: Path;
}

export class Shape {
  readonly faults = new Faults();

  /** Adds a `secrets-format` fault. */
  report({ path }: Spot, message: string, expected: string, more: Partial<Fault> = {}): undefined {
    this.faults.add({ code: 'secrets-format', message, expected, path, document: 'secrets', ...more });
    return undefined;
  }

  /** The members of a mapping; none where it is absent or no mapping. */
  members(spot: Spot): readonly (readonly [string, Spot])[] {
    if (spot.value === undefined) return [];
    if (!isMapping(spot.value)) {
      this.report(spot, `${typeName(spot.value)} where a mapping should be`, 'a mapping');
      return [];
    }
    return Object.entries(spot.value).map(([key, value]) => [key, { value, path: [...spot.path, key] }]);
  }

  /** The members of a mapping that has no others than `keys`. Absent ones are spots of undefined. */
  fields<K extends string>(spot: Spot, keys: readonly K[]): Readonly<Record<K, Spot>> {
    const known: ReadonlySet<string> = new Set(keys);
    for (const [key, member] of this.members(spot)) if (!known.has(key)) this.#unknown(member, keys);
    const members = isMapping(spot.value) ? spot.value : {};
    const found: Partial<Record<K, Spot>> = {};
    for (const key of keys) {
      const value = Object.hasOwn(members, key) ? members[key] : undefined;
      found[key] = { value, path: [...spot.path, key] };
    }
    return found as Record<K, Spot>;
  }

  /** The elements of a list; none where it is absent or no list. */
  elements(spot: Spot): readonly Spot[] {
    if (spot.value === undefined) return [];
    if (!Array.isArray(spot.value)) {
      this.report(spot, `${typeName(spot.value)} where a list should be`, 'a list');
      return [];
    }
    return spot.value.map((value, index) => ({ value, path: [...spot.path, index] }));
  }

  /** A text that `fits`; otherwise a fault that says what is `expected`. */
  text(spot: Spot, expected: string, fits: (text: string) => boolean): string | undefined {
    const { value } = spot;
    if (value === undefined) return this.report(spot, `there is no ${lastKey(spot)}`, expected);
    if (typeof value !== 'string')
      return this.report(spot, `${typeName(value)} where a text should be`, expected);
    return fits(value) ? value : this.report(spot, `${lastKey(spot)} is not as it must be`, expected);
  }

  /** A whole number from 0 on. */
  count(spot: Spot): number | undefined {
    const { value } = spot;
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value < 2 ** 32)
      return value;
    const message =
      value === undefined ? `there is no ${lastKey(spot)}` : `${lastKey(spot)} is not as it must be`;
    return this.report(spot, message, 'a whole number from 0 on');
  }

  /** A misplaced secret can stand where a key should: only what looks like a word of ours is quoted. */
  #unknown(spot: Spot, keys: readonly string[]): void {
    const key = String(spot.path.at(-1));
    const meant = /^[A-Za-z]{1,24}$/.test(key) ? suggest(key, keys) : undefined;
    const hint = meant === undefined ? {} : { hint: `did you mean ${meant}?` };
    const message = meant === undefined ? 'a key that is not known here' : `the key ${key} is not known here`;
    this.report(spot, message, `one of ${keys.join(', ')}`, { atKey: true, ...hint });
  }
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function lastKey({ path }: Spot): string {
  return path.findLast((part) => typeof part === 'string')?.toString() ?? 'value';
}

function typeName(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Date) return 'a date';
  const names: Readonly<Record<string, string>> = {
    string: 'a text',
    boolean: 'a truth value',
    object: 'a mapping',
  };
  return names[typeof value] ?? `a ${typeof value}`;
}
