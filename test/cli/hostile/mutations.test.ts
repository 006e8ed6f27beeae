/** Any value in the place of any other, in every shipped profile: faults or a build, never a fault of ours. */
import { readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { test } from 'uvu';
import { machinesOf } from '../../../src/build.ts';
import { nodeFiles } from '../../../src/formats/node-files.ts';
import { readProfile } from '../../../src/profile/read.ts';
import { toYaml } from '../../../src/shared/emit.ts';
import { InputError } from '../../../src/shared/fault.ts';
import { secretsFor } from '../../support/profile.ts';
import fc from '../../support/property.ts';

const profiles = new URL('../../../profiles/', import.meta.url);
/** MUTATIONS=5000 for a long look. */
const runs = Number(process.env['MUTATIONS'] ?? 150);

type Key = string | number;
type Tree = { [key: Key]: unknown };

/** One node a pool and quick keys: what goes wrong does so with few nodes as well. */
function shippedSmall(name: string): Tree {
  const text = readFileSync(new URL(name, profiles), 'utf8')
    .replaceAll(/\[(\w+)-\w+\]/g, '[$1-$1]')
    .replace('RSA-2048', 'ECDSA-P256')
    .replaceAll(/^ {8}(compute-020:.*|#.*)$/gm, '')
    .replace(/^ {6}overrides:\s*$/m, '');
  return load(text) as Tree;
}

/** Every place, the outermost first. */
function placesIn(value: unknown, path: readonly Key[] = []): (readonly Key[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    return [at, ...placesIn(inner, at)];
  });
}

const missing = Symbol('missing');

function replaced(value: unknown, [key, ...rest]: readonly Key[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as Tree) }) as Tree;
  const inner = replaced(copy[key], rest, by);
  if (inner !== missing) copy[key] = inner;
  else if (Array.isArray(copy)) copy.splice(Number(key), 1);
  else delete copy[key];
  return copy;
}

const odd: readonly unknown[] = [
  ...[
    missing,
    null,
    true,
    false,
    0,
    1,
    -1,
    1.5,
    2 ** 31,
    2 ** 53 - 1,
    1e21 % 1e9,
    [],
    {},
    [null],
    [[]],
    [{}],
  ],
  ...[
    '',
    ' ',
    'x',
    'none',
    '0',
    '-1',
    'yes',
    '/',
    '/x',
    '/etc',
    '/usr/bin',
    'v1.99.0',
    'v1.20.15',
    'v1.30.14',
    '1.2.3',
  ],
  ...[
    '0.0.0.0/0',
    '::/0',
    '10.0.1.12/24',
    '10.0.1.[11-30]/24',
    'fd00::1/64',
    'a.service',
    'debian-13',
    'centos-7',
  ],
  ...[
    'flatcar-4593',
    'fedora-coreos-43',
    'docker',
    'package',
    'system',
    'upstream',
    'flags',
    'bootstrap',
    'client',
    'self-signed',
  ],
  ...[
    'ipvs',
    'files',
    'file',
    'control-plane',
    '1ns',
    '-1h',
    '876000h',
    '0777',
    '4755',
    { source: 'x' },
    { a: { b: null } },
  ],
];

for (const name of readdirSync(profiles).filter((one) => one.endsWith('.yaml'))) {
  test(name, async () => {
    const small = shippedSmall(name);
    const mutation = fc.tuple(fc.constantFrom(...placesIn(small)), fc.constantFrom(...odd));
    const one = fc.array(mutation, { minLength: 1, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(one, async (mutations) => {
        let value: unknown = small;
        for (const [path, by] of mutations)
          if (placesIn(value).some((at) => isSame(at, path))) value = replaced(value, path, by);
        await endsWell(toYaml(value));
      }),
      { numRuns: runs },
    );
  });
}

function isSame(a: readonly Key[], b: readonly Key[]): boolean {
  return a.length === b.length && a.every((key, i) => key === b[i]);
}

async function endsWell(text: string): Promise<void> {
  try {
    const { profile } = readProfile(text, () => ({ problem: 'there is no such file' }));
    for (const { node, machine } of machinesOf(profile, secretsFor(profile)).machines)
      await nodeFiles(node, machine);
  } catch (error) {
    if (!(error instanceof InputError) || error.faults.length === 0) throw error;
  }
}

test.run();
