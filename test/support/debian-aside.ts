/** Packages of another Debian suite, unpacked in a cache folder beside the system's own. Needs apt and the network. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { missing, run } from './judges.ts';

const cache = process.env['NODESEED_TEST_CACHE'] ?? join(tmpdir(), 'nodeseed-test-cache');

/** The folder that the package's files are in, as if it were `/`; undefined, and said aloud, when it cannot be had. */
export function unpackedAside(suite: string, name: string): string | undefined {
  const place = join(cache, `${suite}-${name}`);
  if (existsSync(place)) return place;
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'fetching-'));
  try {
    fetchInto(work, suite, name);
    // Whoever comes second finds a full folder there, which is just as good.
    if (!existsSync(place)) renameSync(join(work, 'root'), place);
    return place;
  } catch (error) {
    if (existsSync(place)) return place;
    missing(`${name} of Debian ${suite} cannot be fetched: ${(error as Error).message}`);
    return undefined;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function fetchInto(work: string, suite: string, name: string): void {
  for (const folder of ['lists/partial', 'cache/archives/partial', 'root']) {
    mkdirSync(join(work, folder), { recursive: true });
  }
  const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
  writeFileSync(
    join(work, 'list'),
    `deb [signed-by=${keyring}] http://deb.debian.org/debian ${suite} main\n`,
  );
  const settings = {
    'Dir::Etc::sourcelist': join(work, 'list'),
    'Dir::Etc::sourceparts': '-',
    'Dir::State::lists': join(work, 'lists'),
    'Dir::Cache': join(work, 'cache'),
    'APT::Sandbox::User': 'root',
  };
  const options = Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
  for (const args of [
    ['update', '-qq'],
    ['download', name],
  ])
    must('apt-get', [...options, ...args], work);
  const archives = readdirSync(work).filter((file) => file.endsWith('.deb'));
  if (archives.length === 0) throw new Error('apt-get downloaded nothing');
  for (const archive of archives) must('dpkg', ['-x', join(work, archive), join(work, 'root')], work);
}

function must(command: string, args: readonly string[], cwd: string): void {
  const done = run(command, args, { cwd });
  if (done.status !== 0) throw new Error(`${command} ended with ${done.status}: ${done.stderr.trim()}`);
}
