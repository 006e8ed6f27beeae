/** `fetch` killed at random moments of its downloads, again and again, into the same cache. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { shellCommand } from '../../cli/support/call.ts';
import { finished, started } from '../../cli/support/child.ts';
import { workFolder } from '../../cli/support/folder.ts';
import { mirrorsAt, siteOf } from './site.ts';
import { upstream, type Way } from './upstream.ts';

export interface Killed {
  readonly kills: number;
  /** Runs that ended before they were killed. */
  readonly escaped: number;
  /** Caches that were full in the end. */
  readonly filled: number;
  /** Temporary files that kills have left, all of them taken away by later runs. */
  readonly leftovers: number;
}

const size = 400_000;
const step = 20_000;

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Throws when a cache ever holds a file that is not what its name says, or is not full after a run that was let alone. */
export async function killAndRepeat(
  wanted: number,
  seed: number,
  nodeseed: readonly string[] = shellCommand,
): Promise<Killed> {
  const random = randomFrom(seed);
  const site = siteOf(size);
  const folder = workFolder();
  const cache = join(folder, 'cache');
  writeFileSync(join(folder, 'p.yaml'), site.profile);
  let untilKill = 0;
  let kill = () => {};
  /** In steps, so that any number of bytes may have come when the kill does. */
  const stepwise =
    (bytes: Buffer): Way =>
    (_request, response) => {
      response.writeHead(200, { 'content-length': bytes.length });
      const send = (at: number): void => {
        if (response.destroyed) return;
        if (untilKill-- === 0) kill();
        if (at >= bytes.length) response.end();
        else response.write(bytes.subarray(at, at + step), () => setImmediate(() => send(at + step)));
      };
      send(0);
    };
  const server = await upstream(
    Object.fromEntries([...site.files].map(([path, bytes]) => [path, stepwise(bytes)])),
  );
  const run = async (steps: number): Promise<number | null> => {
    const args = ['fetch', 'p.yaml', '--cache', cache, '--jobs', '3', '--mirrors', mirrorsAt(server.address)];
    const child = started([...nodeseed, ...args], folder);
    untilKill = steps;
    kill = () => child.kill('SIGKILL');
    const { code, stderr } = await finished(child);
    assert.ok(code === null || code === 0, stderr);
    return code;
  };
  const found = { kills: 0, escaped: 0, filled: 0, leftovers: 0 };
  try {
    while (found.kills < wanted) {
      const missing = site.entries.length - entriesOf(cache).length;
      const steps = Math.floor(random() * missing * (size / step + 2));
      if ((await run(steps)) === null) found.kills++;
      else found.escaped++;
      assertGood(cache);
      found.leftovers += partsOf(cache).length;
      // A full cache has nothing more to be killed at: every other time a run is let alone to fill it.
      if (random() < 0.15 || entriesOf(cache).length === site.entries.length) await fill();
    }
    await fill();
  } finally {
    await server.close();
  }
  return found;

  async function fill(): Promise<void> {
    assert.is(await run(-1), 0);
    assertGood(cache);
    assert.equal(readdirSync(cache).sort(), site.entries);
    rmSync(cache, { recursive: true });
    found.filled++;
  }
}

function namesIn(cache: string, prefix: string): string[] {
  try {
    return readdirSync(cache).filter((name) => name.startsWith(prefix));
  } catch {
    return [];
  }
}
const entriesOf = (cache: string) => namesIn(cache, 'sha256-');
const partsOf = (cache: string) => namesIn(cache, '.part-');

function assertGood(cache: string): void {
  for (const name of entriesOf(cache)) {
    const bytes = readFileSync(join(cache, name));
    assert.is(`sha256-${createHash('sha256').update(bytes).digest('hex')}`, name);
  }
}
