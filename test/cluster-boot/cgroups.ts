/** A cgroup for each machine, in every hierarchy of a host with legacy ones: two kubelets in one would share the folder of all pods. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const hierarchies = '/sys/fs/cgroup';

/** Whether the host has legacy hierarchies: the only kind that these machines have been tried on. */
export function hasLegacyCgroups(): boolean {
  return existsSync(join(hierarchies, 'memory/cgroup.procs'));
}

/** Gives the files that a process writes itself to in order to be in it. */
export function makeCgroups(name: string): string[] {
  return readdirSync(hierarchies, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => {
      const hierarchy = join(hierarchies, entry.name);
      const place = join(hierarchy, name);
      mkdirSync(place, { recursive: true });
      // Without processors and memory of its own a cgroup takes no process.
      for (const file of ['cpuset.cpus', 'cpuset.mems'])
        if (existsSync(join(hierarchy, file)))
          writeFileSync(join(place, file), readFileSync(join(hierarchy, file)));
      return join(place, 'cgroup.procs');
    });
}

/** Those of runs that were killed: their names begin with `nodeseed-` and the run's process. */
export function removeAbandoned(): void {
  if (!hasLegacyCgroups()) return;
  for (const name of readdirSync(join(hierarchies, 'pids'))) {
    const pid = /^nodeseed-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) removeCgroups(name);
  }
}

/** Those whose names begin like this, with every process in them: a machine does not end with the program that holds it. */
export function removeCgroups(prefix: string): void {
  if (!hasLegacyCgroups()) return;
  const places = readdirSync(hierarchies).flatMap((hierarchy) =>
    readdirSync(join(hierarchies, hierarchy))
      .filter((name) => name.startsWith(prefix))
      .map((name) => join(hierarchies, hierarchy, name)),
  );
  // The last process takes the kernel a moment.
  for (let tries = 0; tries < 100 && places.some((place) => existsSync(place)); tries++) {
    for (const place of places) remove(place);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  }
}

/** The deepest first. What is still in use stays. */
function remove(place: string): void {
  if (!existsSync(place)) return;
  try {
    for (const pid of readFileSync(join(place, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean))
      process.kill(Number(pid), 'SIGKILL');
    for (const entry of readdirSync(place, { withFileTypes: true }))
      if (entry.isDirectory()) remove(join(place, entry.name));
    rmdirSync(place);
  } catch {
    // It has processes that are ending, or has just gone by itself.
  }
}
