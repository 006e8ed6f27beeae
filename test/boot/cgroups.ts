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

/** Those whose names begin like this, once their processes have ended, which takes the kernel a moment. */
export function removeCgroups(prefix: string): void {
  if (!hasLegacyCgroups()) return;
  for (const hierarchy of readdirSync(hierarchies)) {
    for (const name of readdirSync(join(hierarchies, hierarchy)))
      if (name.startsWith(prefix)) remove(join(hierarchies, hierarchy, name));
  }
}

/** The deepest first. */
function remove(place: string): void {
  for (const entry of readdirSync(place, { withFileTypes: true }))
    if (entry.isDirectory()) remove(join(place, entry.name));
  for (let tries = 0; tries < 100; tries++) {
    try {
      rmdirSync(place);
      return;
    } catch {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    }
  }
}
