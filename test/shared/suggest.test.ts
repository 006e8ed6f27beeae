import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { distance, suggest } from '../../src/shared/suggest.ts';
import fc from '../support/property.ts';

const keys = [
  'podSubnet',
  'serviceSubnet',
  'dnsDomain',
  'clusterName',
  'kubernetesVersion',
  'os',
  'role',
  'pools',
  'nodes',
  'mac',
];

test('a near word is suggested', () => {
  for (const [word, meant] of Object.entries({
    podSubent: 'podSubnet',
    podsubnet: 'podSubnet',
    'pod-subnet': 'podSubnet',
    pod_subnet: 'podSubnet',
    podSubnets: 'podSubnet',
    kubernetesVerison: 'kubernetesVersion',
    pool: 'pools',
    OS: 'os',
    rolle: 'role',
    mca: 'mac',
  }))
    assert.is(suggest(word, keys), meant, word);
});

test('a far word is not', () => {
  for (const word of ['', 'x', 'so', 'extra', 'subnet', 'zzzzzzzzzz', 'hostname'])
    assert.is(suggest(word, keys), undefined, word);
  assert.is(suggest('a', []), undefined);
});

test('the word itself is never suggested, of equally near ones the first', () => {
  assert.is(suggest('role', ['role']), undefined);
  assert.is(suggest('name', ['game', 'fame']), 'game');
});

/** The definition, word for word: slow, and nothing in it to get wrong. */
function defined(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const cost = a.at(-1) === b.at(-1) ? 0 : 1;
  const best = Math.min(
    defined(a.slice(0, -1), b) + 1,
    defined(a, b.slice(0, -1)) + 1,
    defined(a.slice(0, -1), b.slice(0, -1)) + cost,
  );
  const swapped = a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1);
  return swapped ? Math.min(best, defined(a.slice(0, -2), b.slice(0, -2)) + 1) : best;
}

test('the distance is the one defined', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });
  fc.assert(fc.property(word, word, (a, b) => distance(a, b) === defined(a, b)));
});

test.run();
