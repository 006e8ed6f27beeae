import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { addDays, addSeconds, isInstant } from '../../src/pki/time.ts';

test('instants are RFC 3339 in UTC with whole seconds, of days that exist', () => {
  for (const good of ['2026-09-01T00:00:00Z', '2028-02-29T23:59:59Z', '9999-12-31T23:59:59Z'])
    assert.ok(isInstant(good));
  for (const bad of [
    '2026-09-01',
    '2026-09-01T00:00:00',
    '2026-09-01T00:00:00.000Z',
    '2026-09-01T00:00:00+00:00',
    '2026-09-01t00:00:00z',
    '2027-02-29T00:00:00Z',
    '2026-09-31T00:00:00Z',
    '2026-09-01T24:00:00Z',
    '2026-09-01T00:00:60Z',
    '1969-12-31T23:59:59Z',
    '2026-09-01T00:00:00Z\n',
  ]) {
    assert.not(isInstant(bad), bad);
  }
});

test('a validity counts days of 86,400 seconds', () => {
  assert.is(addDays('2027-12-31T12:00:00Z', 60), '2028-02-29T12:00:00Z');
  assert.is(addDays('2026-01-01T00:00:00Z', 5400 / 86_400), '2026-01-01T01:30:00Z');
  for (let hours = 1; hours < 500; hours++) assert.ok(isInstant(addDays('2026-01-01T00:00:00Z', hours / 24)));
  assert.is(addSeconds('2026-01-01T00:00:00Z', -300), '2025-12-31T23:55:00Z');
  assert.is(addDays('2026-01-01T00:00:00Z', 1e9), '9999-12-31T23:59:59Z');
});

test.run();
