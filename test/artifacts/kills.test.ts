/** Whenever `fetch` is killed, what is in the cache is good, and another run fills it. `stress.ts` does it more often. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { killAndRepeat } from './support/kills.ts';

test('ten kills', async () => {
  const { kills, filled, leftovers } = await killAndRepeat(10, 20261125);
  assert.is(kills, 10);
  assert.ok(filled >= 1);
  assert.ok(leftovers >= 1, 'some kills came in the middle of a file');
});

test.run();
