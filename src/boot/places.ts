/** What one run keeps on the disk and in the kernel, and how a run that was killed is cleared away. */
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { removeCgroups } from './cgroups.ts';
import { run } from './command.ts';
import { mountsBelow } from './mounts.ts';
import { endAll, processesAt, processesIn } from './processes.ts';

const namespacesFolder = '/run/netns';

export interface Run {
  /** The machines of this run; gone when the process ends. */
  readonly folder: string;
  /** Images for every run. */
  readonly images: string;
  /** The name of a network namespace of this run; by it a later run finds what this one left. */
  readonly namespaceName: (name: string) => string;
}

/** Clears away runs that ended without doing so themselves, then makes this run's folder, which its end takes away unless it is to be kept. */
export function openRun(cache: string, { keep = false } = {}): Run {
  // Ignition writes a user's keys as that user, who must find the way.
  mkdirSync(join(cache, 'runs'), { recursive: true, mode: 0o711 });
  // As the kernel names what is mounted there.
  const runs = realpathSync(join(cache, 'runs'));
  for (const other of readdirSync(runs)) if (!isAlive(other)) clear(runs, other);
  // A process id is used again one day; together with the time of its start it is not.
  const id = `${process.pid}-${startOf(process.pid) ?? 0}`;
  const folder = join(runs, id);
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  process.on('exit', () => {
    if (keep) endProcesses(folder, id);
    else clear(runs, id);
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
  return { folder, images: join(cache, 'images'), namespaceName: (name) => `nodeseed-${id}-${name}` };
}

/** In clock ticks after the machine's start; undefined when there is no such process. */
function startOf(pid: number): number | undefined {
  const stat = `/proc/${pid}/stat`;
  if (!existsSync(stat)) return undefined;
  const text = readFileSync(stat, 'utf8');
  // The second field, the program's name, may hold anything; the start is field 22 (proc(5)).
  return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[19]);
}

function isAlive(id: string): boolean {
  const [pid = 0, start] = id.split('-').map(Number);
  return startOf(pid) === start;
}

/** Processes first, then what they hold, then files. */
function clear(runs: string, id: string): void {
  const folder = join(runs, id);
  const spaces = endProcesses(folder, id);
  for (const space of spaces) run('ip', ['netns', 'del', space]);
  removeCgroups(`nodeseed-${id}-`);
  for (const mount of mountsBelow(folder)) run('umount', ['--lazy', mount]);
  // A file system that is still there must not be emptied by what was meant for the folder under it.
  if (mountsBelow(folder).length === 0) rmSync(folder, { recursive: true, force: true });
}

/** Those that hold machines, then the machines. Gives the names of the run's network namespaces. */
function endProcesses(folder: string, id: string): string[] {
  const spaces = (existsSync(namespacesFolder) ? readdirSync(namespacesFolder) : []).filter((name) =>
    name.startsWith(`nodeseed-${id}-`),
  );
  endAll(() => spaces.flatMap(processesAt));
  endAll(() => processesIn(folder));
  return spaces;
}
