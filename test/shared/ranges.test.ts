import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { expandRange, isRange, radixOf, rangeFaults } from '../../src/shared/ranges.ts';
import fc from '../support/property.ts';

test('a text without brackets is its own only value', () => {
  assert.equal(expandRange('worker-1'), { values: ['worker-1'] });
  assert.equal(expandRange(''), { values: [''] });
  assert.is(isRange('worker-1'), false);
});

test('leading zeros are kept', () => {
  assert.equal(expandRange('w-[008-011]'), { values: ['w-008', 'w-009', 'w-010', 'w-011'] });
  assert.equal(expandRange('w-[8-11]'), { values: ['w-8', 'w-9', 'w-10', 'w-11'] });
  assert.equal(expandRange('w-[0-1]'), { values: ['w-0', 'w-1'] });
  assert.equal(expandRange('w-[5-5].lab'), { values: ['w-5.lab'] });
});

test('addresses: decimal for IPv4, hexadecimal for IPv6 and MAC', () => {
  const expand = (text: string) => expandRange(text, { radix: radixOf(text) });
  assert.equal(expand('10.0.2.[9-11]/24'), { values: ['10.0.2.9/24', '10.0.2.10/24', '10.0.2.11/24'] });
  assert.equal(expand('fd00:1::[e-11]'), { values: ['fd00:1::e', 'fd00:1::f', 'fd00:1::10', 'fd00:1::11'] });
  assert.equal(expand('52:54:00:00:01:[0E-10]'), {
    values: ['52:54:00:00:01:0e', '52:54:00:00:01:0f', '52:54:00:00:01:10'],
  });
});

test('what is malformed says why', () => {
  const faults = {
    brackets: ['a[1-2]b[3-4]', 'a[1-2', 'a1-2]', ']1-2[', '[[1-2]]', '[1-2]]'],
    bounds: [
      'a[]',
      'a[1]',
      'a[-2]',
      'a[1-]',
      'a[a-f]',
      'a[1-2-3]',
      'a[ 1-2]',
      'a[1,2]',
      'a[1..2]',
      'a[+1-2]',
      'a[1-２]',
    ],
    padding: ['a[01-100]', 'a[1-020]', 'a[00-1]'],
    descending: ['a[2-1]', 'a[10-09]'],
    size: ['a[1-10001]', 'a[0-10000]', 'a[1-9999999999999999999999]', 'a[0000000000001-0000000000002]'],
  };
  for (const [fault, texts] of Object.entries(faults))
    for (const text of texts) assert.equal(expandRange(text), { fault }, text);
  assert.equal(Object.keys(faults).sort(), Object.keys(rangeFaults).sort());
  assert.is(expandRange('a[1-10000]').values?.length, 10_000);
});

test('a range counts from its first to its last', () => {
  const bounds = fc.tuple(
    fc.nat(100_000),
    fc.nat(300),
    fc.constantFrom(10 as const, 16 as const),
    fc.boolean(),
  );
  fc.assert(
    fc.property(bounds, ([from, more, radix, padded]) => {
      const width = padded ? 6 : 0;
      const write = (value: number): string => value.toString(radix).padStart(width, '0');
      const { values = [] } = expandRange(`a-[${write(from)}-${write(from + more)}]/24`, { radix });
      return (
        values.length === more + 1 &&
        new Set(values).size === values.length &&
        values.every((value, index) => value === `a-${write(from + index)}/24`)
      );
    }),
  );
});

test.run();
