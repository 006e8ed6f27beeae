/** Where the boot tests keep what they make: images for every run, machines for this one, and how a run that was killed is cleared away. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../support/judges.ts';
import { removeCgroups } from './cgroups.ts';

/** Outside of the repository: an image is several hundred megabytes and outlives any clone. */
const cache = process.env['NODESEED_BOOT_CACHE'] ?? '/var/cache/nodeseed-test';
export const imagesFolder = join(cache, 'images');
export const programsFolder = join(cache, 'programs');
const runsFolder = join(cache, 'runs');
const namespacesFolder = '/run/netns';

/** A process id is used again one day; together with the time of its start it is not. */
const runId = `${process.pid}-${startOf(process.pid) ?? 0}`;
export const runFolder = join(runsFolder, runId);

/** The name of a network namespace of this run; by it a later run finds what this one left. */
export function namespaceName(name: string): string {
  return `nodeseed-${runId}-${name}`;
}

/** Clears away runs that ended without doing so themselves, then makes this run's folder, which its end takes away. */
export function openRun(): void {
  mkdirSync(runsFolder, { recursive: true });
  for (const other of readdirSync(runsFolder)) if (!isAlive(other)) clear(other);
  mkdirSync(runFolder, { recursive: true });
  process.on('exit', () => {
    if (process.env['NODESEED_BOOT_KEEP'] === undefined) clear(runId);
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
}

/** In clock ticks after the machine's start; undefined when there is no such process. */
function startOf(pid: number): number | undefined {
  const stat = `/proc/${pid}/stat`;
  if (!existsSync(stat)) return undefined;
  const text = readFileSync(stat, 'utf8');
  // The second field, the program's name, may hold anything; the start is field 22 (proc(5)).
  return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[19]);
}

function isAlive(run: string): boolean {
  const [pid = 0, start] = run.split('-').map(Number);
  return startOf(pid) === start;
}

/** Processes first (their machines end with them), then mounts, then files. */
function clear(id: string): void {
  removeCgroups(`nodeseed-${id}-`);
  const spaces = existsSync(namespacesFolder) ? readdirSync(namespacesFolder) : [];
  for (const space of spaces.filter((name) => name.startsWith(`nodeseed-${id}-`))) {
    for (const pid of run('ip', ['netns', 'pids', space]).stdout.split('\n').filter(Boolean))
      endProcess(Number(pid));
    run('ip', ['netns', 'del', space]);
  }
  const folder = join(runsFolder, id);
  for (const mount of mountsBelow(folder)) run('umount', ['--lazy', mount]);
  // A file system that is still there must not be emptied by what was meant for the folder under it.
  if (mountsBelow(folder).length === 0) rmSync(folder, { recursive: true, force: true });
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

function mountsBelow(folder: string): string[] {
  return readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '')
    .filter((place) => place.startsWith(`${folder}/`))
    .reverse();
}
