/** The same profile and secrets give the same bytes: whenever, wherever, by whomever they are built. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { shippedNames } from '../golden/shipped.ts';

const program = fileURLToPath(new URL('support/digests.ts', import.meta.url));
const tsx = import.meta.resolve('tsx');

interface Surroundings {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly umask?: string;
  readonly sabotaged?: boolean;
}

function digests({ env, cwd, umask = '022', sabotaged }: Surroundings = {}): string[] {
  const command = [process.execPath, '--import', tsx, program, ...(sabotaged ? ['sabotaged'] : [])];
  const done = spawnSync('/bin/sh', ['-c', 'umask "$0"; exec "$@"', umask, ...command], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    cwd: cwd ?? process.cwd(),
    env: { ...process.env, ...env },
  });
  assert.is(done.status, 0, done.stderr);
  return done.stdout.split('\n').filter((line) => line !== '');
}

const untouched = digests();

/** Files that differ from the untouched process's, the first few. */
function changed(surroundings: Surroundings): string[] {
  const known = new Set(untouched);
  const found = digests(surroundings);
  assert.is(found.length, untouched.length);
  return found.filter((line) => !known.has(line)).slice(0, 5);
}

test('every shipped profile is built', () => {
  for (const name of shippedNames())
    assert.ok(
      untouched.some((line) => line.includes(`  ${name}/nodes/`)),
      name,
    );
});

test('no clock, randomness, network, disk, environment or locale is asked', () => {
  assert.equal(changed({ sabotaged: true }), []);
});

const elsewhere: Readonly<Record<string, Surroundings>> = {
  'another time zone and language': {
    env: { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
  },
  'another folder, with other rights for new files': { cwd: '/', umask: '0777' },
  'another user’s environment': { env: { HOME: '/nonexistent', USER: 'somebody', NODE_ENV: 'production' } },
};
for (const [what, surroundings] of Object.entries(elsewhere)) {
  test(`${what} changes nothing`, () => {
    assert.equal(changed(surroundings), []);
  });
}

test.run();
