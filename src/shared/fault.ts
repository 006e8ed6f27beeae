/**
 * Two classes of error. A fault is the user's: it names a place in a file of theirs and what would be right there.
 * A bug is ours, and says so.
 */
import type { FaultCode } from './fault-codes.ts';

/** Where in a document: mapping keys and list indexes, outermost first. */
export type Path = readonly (string | number)[];

/** Which of the user's files a path leads into. */
export type DocumentName = 'profile' | 'secrets' | 'lock';

export interface Fault {
  readonly code: FaultCode;
  /** What was found and why it does not do, in one sentence without a full stop. */
  readonly message: string;
  /** What would do there. */
  readonly expected?: string;
  /** What was probably meant, or how to go on. */
  readonly hint?: string;
  readonly path: Path;
  /** Points at the key of the last path element instead of at its value. */
  readonly atKey?: boolean;
  /** Absent: the profile. */
  readonly document?: DocumentName;
  /** For a text that could not be read far enough to have paths. Both count from 1; columns are in UTF-16 units. */
  readonly position?: { readonly line: number; readonly column: number };
}

/** Everything wrong with the user's input, in the order found. */
export class InputError extends Error {
  override readonly name = 'InputError';
  readonly faults: readonly Fault[];
  constructor(faults: readonly Fault[]) {
    super(faults.map((fault) => `${fault.code}: ${fault.message}`).join('\n'));
    this.faults = faults;
  }
}

/** A state that our own code should have made impossible. */
export class Bug extends Error {
  override readonly name = 'Bug';
}

/** Collects faults, so that a user sees all of them at once. */
export class Faults {
  readonly #found: Fault[] = [];

  add(fault: Fault): void {
    this.#found.push(fault);
  }

  addAll(faults: readonly Fault[]): void {
    this.#found.push(...faults);
  }

  /** What was found, each place and message once: twenty nodes of one pool make one fault of the pool. */
  distinct(): Fault[] {
    const seen = new Set<string>();
    return this.#found.filter((fault) => {
      const key = JSON.stringify([fault.code, fault.path, fault.message]);
      return !seen.has(key) && seen.add(key);
    });
  }

  get count(): number {
    return this.#found.length;
  }

  throwIfAny(): void {
    if (this.count > 0) throw new InputError(this.distinct());
  }
}

/** Of nodes that share a line of the profile only the first is named: one mistake in a range is one fault. */
export function oncePerPlace(faults: readonly Fault[]): Fault[] {
  const groups = new Map<string, Fault[]>();
  for (const fault of faults) {
    const key = JSON.stringify([fault.code, fault.document, fault.path, fault.atKey ?? false]);
    groups.set(key, [...(groups.get(key) ?? []), fault]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const more = new Set(group.map(({ message }) => message)).size - 1;
    if (!first || more === 0) return first ?? [];
    return { ...first, message: `${first.message}, and ${more} more like it` };
  });
}

/** Every result, or one InputError with the faults of all items. */
export function collectFaults<T, R>(items: readonly T[], work: (item: T) => R): R[] {
  const faults = new Faults();
  const results = items.flatMap((item): R[] => {
    try {
      return [work(item)];
    } catch (error) {
      faults.addAll(faultsOf(error));
      return [];
    }
  });
  if (faults.count > 0) throw new InputError(oncePerPlace(faults.distinct()));
  return results;
}

/** The same for work that takes its time, one item after the other. */
export async function collectFaultsLater<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const faults = new Faults();
  const results: R[] = [];
  for (const item of items) {
    try {
      results.push(await work(item));
    } catch (error) {
      faults.addAll(faultsOf(error));
    }
  }
  if (faults.count > 0) throw new InputError(oncePerPlace(faults.distinct()));
  return results;
}

/** Throws what is no fault of the user's. */
function faultsOf(error: unknown): readonly Fault[] {
  if (error instanceof InputError) return error.faults;
  throw error;
}
