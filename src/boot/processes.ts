/** The processes of machines, and their end. A machine does not end with the program that holds it: systemd-nspawn's is its own. */
import { readdirSync } from 'node:fs';
import { run } from './command.ts';
import { mountsOf } from './mounts.ts';

/** For the kernel to take a killed process apart; one that waits for a disk may outlive it. */
const patience = { rounds: 500, pause: 20 };

/** Those whose root is a machine with its changes below that folder. */
export function processesIn(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) =>
      mountsOf(pid).some(({ place, options }) => place === '/' && options.includes(`,upperdir=${folder}/`)),
    );
}

/** Those in a network namespace of that name. */
export function processesAt(namespace: string): number[] {
  return run('ip', ['netns', 'pids', namespace]).stdout.split('\n').filter(Boolean).map(Number);
}

/** Ends what is found until nothing is, for a process that is about to start others too. */
export function endAll(find: () => readonly number[]): void {
  for (let round = 0; round < patience.rounds; round++) {
    const found = find();
    if (found.length === 0) return;
    for (const pid of found) end(pid);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, patience.pause);
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
