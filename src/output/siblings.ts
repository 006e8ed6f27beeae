/**
 * The folders beside the output folder that a run works in, and what a later run makes of those a crash left behind.
 *
 * A run writes `.DIR.nodeseed-ID.new`, renames DIR to `.DIR.nodeseed-ID.old`, renames `new` to DIR, renames `old` to
 * `.DIR.nodeseed-ID.discard` and removes that. Each step is one rename, so a crash leaves one of these:
 *
 * | DIR       | new                | old          | discard      | means                   | settled by                |
 * |-----------|--------------------|--------------|--------------|-------------------------|---------------------------|
 * | as before | any part of a tree | -            | -            | broke off while writing | removing new              |
 * | absent    | a complete tree    | as it was    | -            | between the two renames | renaming old back to DIR  |
 * | new tree  | -                  | as it was    | -            | after them              | discarding old            |
 * | new tree  | -                  | -            | any part     | while removing          | removing discard          |
 *
 * So DIR is a complete tree or absent, and while it is absent `old` is complete: what is removed is never called `old`.
 * ID begins with the process id; what belongs to a process that still runs is left to it.
 */
import { basename, dirname, join } from 'node:path';
import type { Disk } from './disk.ts';

type Purpose = 'new' | 'old' | 'discard';

/** Runs of this very process, which its own process id does not tell from leftovers of an earlier process with that id. */
const running = new Set<string>();

export interface Siblings extends Readonly<Record<Purpose, string>> {
  /** To be called when the run is over, however it ended. */
  release(): void;
}

/** Names that no other run uses or has left behind. The folder that they are in exists. */
export async function claimSiblings(disk: Disk, directory: string): Promise<Siblings> {
  const taken = new Set((await findSiblings(disk, directory)).map(({ id }) => id));
  let run = 1;
  while (taken.has(`${process.pid}-${run}`) || running.has(`${process.pid}-${run}`)) run++;
  const id = `${process.pid}-${run}`;
  running.add(id);
  const named = (purpose: Purpose) => join(dirname(directory), `${prefixOf(directory)}${id}.${purpose}`);
  return {
    new: named('new'),
    old: named('old'),
    discard: named('discard'),
    release: () => running.delete(id),
  };
}

/** Brings the folder and what is beside it into the state that the table above names. */
export async function settle(disk: Disk, directory: string): Promise<void> {
  const leftovers = (await findSiblings(disk, directory)).filter(({ id }) => !isInUse(disk, id));
  for (const { path } of leftovers.filter(({ purpose }) => purpose === 'old')) {
    if ((await disk.look(directory)) === 'nothing') await disk.rename(path, directory);
    else await discard(disk, path);
  }
  for (const { path } of leftovers.filter(({ purpose }) => purpose !== 'old')) await disk.remove(path);
}

/** Takes a complete tree out of the way before it is removed, so that half a tree is never called `old`. */
export async function discard(disk: Disk, old: string): Promise<void> {
  const name = old.replace(/old$/, 'discard');
  await disk.rename(old, name);
  await disk.remove(name);
}

interface Sibling {
  readonly path: string;
  readonly id: string;
  readonly purpose: Purpose;
}

function prefixOf(directory: string): string {
  return `.${basename(directory)}.nodeseed-`;
}

async function findSiblings(disk: Disk, directory: string): Promise<Sibling[]> {
  const parent = dirname(directory);
  const prefix = prefixOf(directory);
  const siblings: Sibling[] = [];
  for (const name of (await disk.list(parent)).sort()) {
    if (!name.startsWith(prefix)) continue;
    const [, id, purpose] = /^(\d+-\d+)\.(new|old|discard)$/.exec(name.slice(prefix.length)) ?? [];
    const path = join(parent, name);
    if (id === undefined || (await disk.look(path)) !== 'directory') continue;
    siblings.push({ path, id, purpose: purpose as Purpose });
  }
  return siblings;
}

function isInUse(disk: Disk, id: string): boolean {
  const pid = Number.parseInt(id, 10);
  return pid === process.pid ? running.has(id) : disk.isRunning(pid);
}
