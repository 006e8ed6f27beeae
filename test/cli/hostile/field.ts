/**
 * One string of a profile, filled with hostile values: each is an error of the user's, or arrives on the node as exactly that
 * value, read by whoever reads the file there. Anything else, a Bug above all, is a failure.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { buildFiles, machinesOf } from '../../../src/build.ts';
import { nodeFiles } from '../../../src/formats/node-files.ts';
import type { Machine } from '../../../src/model/machine.ts';
import type { OutputFile } from '../../../src/model/output.ts';
import type { Profile } from '../../../src/profile/schema/profile.ts';
import { requiredSecrets } from '../../../src/secrets/required.ts';
import type { Secrets } from '../../../src/secrets/secrets.ts';
import { InputError } from '../../../src/shared/fault.ts';
import { pythonReads } from '../../shared/python.ts';
import { minimalProfile, profileFrom, secretsFor } from '../../support/profile.ts';
import { hostileValues } from './values.ts';

export interface Made {
  readonly machine: Machine;
  readonly files: readonly OutputFile[];
}

/** What a foreign reader has to find: a text, and where in it the value is; or the value, found by a reader of the test's own. */
export type Reading =
  | {
      readonly reader: 'yaml' | 'tomllib' | 'json';
      readonly text: string;
      readonly path: readonly (string | number)[];
    }
  | { readonly found: unknown };

export interface Field {
  readonly name: string;
  /** A value that the field takes. */
  readonly base: string;
  /** What the profile says beside the least. */
  readonly profile: (value: string) => object;
  readonly read: (made: Made, value: string) => Reading;
  /** Looks at what is built beside the machines, which takes its time. */
  readonly outputs?: boolean;
  /** What has to be found; the value itself unless said. */
  readonly expected?: (value: string) => unknown;
}

/** HOSTILE_RUNS=200 for a long look, PROPERTY_SEED for another. */
const runs = Number(process.env['HOSTILE_RUNS'] ?? 16);

export function hostileField(field: Field): void {
  test(field.name, async () => {
    const readings: { value: string; reading: Reading }[] = [];
    for (const value of hostileValues(field.base, runs)) {
      const found = await attempt(field, value);
      if (found !== undefined) readings.push({ value, reading: field.read(found, value) });
    }
    assert.ok(readings.length > 0, 'not even the harmless value was taken');
    for (const { value, found } of judged(readings))
      assert.equal(found, field.expected ? field.expected(value) : value, JSON.stringify(value));
  });
}

/** Undefined when the user is told what is wrong. */
async function attempt(field: Field, value: string): Promise<Made | undefined> {
  try {
    const profile = profileFrom(minimalProfile(field.profile(value)));
    const secrets = fittingSecrets(profile);
    const [first] = machinesOf(profile, secrets).machines;
    if (first === undefined) throw new Error('no node');
    await nodeFiles(first.node, first.machine);
    const built = field.outputs === true ? await buildFiles(profile, secrets) : undefined;
    return { machine: first.machine, files: built?.files ?? [] };
  } catch (error) {
    if (error instanceof InputError && error.faults.length > 0 && value !== field.base) return undefined;
    throw new Error(`${field.name}: ${JSON.stringify(value)}`, { cause: error });
  }
}

const made = new Map<string, Secrets>();

/** New ones only where the profile needs others than those before. */
function fittingSecrets(profile: Profile): Secrets {
  const needed = JSON.stringify(requiredSecrets(profile));
  const secrets = made.get(needed) ?? secretsFor(profile);
  made.set(needed, secrets);
  return secrets;
}

/** Foreign readers are asked once for all values. */
function judged(all: readonly { value: string; reading: Reading }[]): { value: string; found: unknown }[] {
  const own = all.flatMap(({ value, reading }) =>
    'found' in reading ? [{ value, found: reading.found }] : [],
  );
  const readers = ['yaml', 'tomllib', 'json'] as const;
  const foreign = readers.flatMap((reader) => {
    const asked = all.flatMap(({ value, reading }) =>
      'reader' in reading && reading.reader === reader ? [{ value, ...reading }] : [],
    );
    if (asked.length === 0) return [];
    const answers = pythonReads(
      reader,
      asked.map(({ text }) => text),
    );
    return (answers ?? []).map((answer, i) => ({
      value: asked[i]?.value ?? '',
      found: valueAt(answer, asked[i]?.path ?? []),
    }));
  });
  return [...own, ...foreign];
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined),
    value,
  );
}
