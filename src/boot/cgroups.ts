/**
 * A cgroup of its own for each machine. systemd-nspawn makes a machine's cgroups below its caller's, under the same names for every
 * machine: of two at once one takes away what the other has just made, and a unit of that one does not start (219/CGROUP).
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { mountsOf } from './mounts.ts';

/** Where this process is in the unified hierarchy; undefined on a host without one (proc_pid_cgroup(5)). */
function ownPlace(): string | undefined {
  const [, path] = /^0::(.*)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8')) ?? [];
  const hierarchy = mountsOf('self').find(({ type }) => type === 'cgroup2');
  return path === undefined || hierarchy === undefined ? undefined : join(hierarchy.place, path);
}

/** The file that a process writes itself to in order to be in it; undefined where there can be none. */
export function makeCgroup(name: string): string | undefined {
  const own = ownPlace();
  if (own === undefined) return undefined;
  mkdirSync(join(own, name), { recursive: true });
  return join(own, name, 'cgroup.procs');
}

/** Those whose names begin like this, once their processes have ended. */
export function removeCgroups(prefix: string): void {
  const own = ownPlace();
  if (own === undefined) return;
  const places = readdirSync(own)
    .filter((name) => name.startsWith(prefix))
    .map((name) => join(own, name));
  // The last process takes the kernel a moment.
  for (let tries = 0; tries < 100 && places.some((place) => existsSync(place)); tries++) {
    for (const place of places) removeCgroup(place);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  }
}

/** The deepest first. What is still in use stays. */
function removeCgroup(place: string): void {
  try {
    for (const entry of readdirSync(place, { withFileTypes: true }))
      if (entry.isDirectory()) removeCgroup(join(place, entry.name));
    rmdirSync(place);
  } catch {
    // It has processes that are ending, or has just gone by itself.
  }
}
