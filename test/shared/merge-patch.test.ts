import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { mergePatch } from '../../src/shared/merge-patch.ts';
import { isPlainObject, type PlainData, samePlainData } from '../../src/shared/plain-data.ts';
import fc from '../support/property.ts';

test('RFC 7386, appendix A', () => {
  const cases: readonly (readonly [PlainData, PlainData, PlainData])[] = [
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, null, null],
    [{ a: 'foo' }, 'bar', 'bar'],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ];
  for (const [target, patch, result] of cases)
    assert.is(samePlainData(mergePatch(target, patch), result, true), true, JSON.stringify([target, patch]));
});

const key = fc.constantFrom('a', 'b', 'c', '1', 'constructor', 'toString', '__proto__');
const data: fc.Arbitrary<PlainData> = fc.letrec<{ value: PlainData }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, 1, 'x'),
    fc.array(tie('value'), { maxLength: 2 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
})).value;

test('no argument changes, and no prototype', () => {
  fc.assert(
    fc.property(data, data, (target, patch) => {
      const before = JSON.stringify([target, patch]);
      const result = mergePatch(target, patch);
      return JSON.stringify([target, patch]) === before && ordinary(result) && !('x' in {});
    }),
  );
});

function ordinary(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return (Array.isArray(value) || isPlainObject(value)) && Object.values(value).every(ordinary);
}

test('the same patch twice is the patch once', () => {
  fc.assert(
    fc.property(data, data, (target, patch) => {
      const once = mergePatch(target, patch);
      return samePlainData(mergePatch(once, patch), once, true);
    }),
  );
});

test('__proto__ in a patch is data', () => {
  const result = mergePatch({}, JSON.parse('{"__proto__": {"polluted": 1}}'));
  assert.is(Object.getPrototypeOf(result), Object.prototype);
  assert.is(JSON.stringify(result), '{"__proto__":{"polluted":1}}');
  assert.is(Reflect.get({}, 'polluted'), undefined);
});

test('new keys come last, kept ones stay where they were', () => {
  const result = mergePatch({ z: 1, a: { y: 1, b: 2 } }, { m: 1, a: { c: 3, y: 4 } });
  assert.is(JSON.stringify(result), '{"z":1,"a":{"y":4,"b":2,"c":3},"m":1}');
});

test.run();
