/** What a mutation is, and how a machine is broken in one place. */
import { publicContent } from '../../../src/model/content.ts';
import type { File, Machine, Unit } from '../../../src/model/machine.ts';
import type { NodeName } from './nodes.ts';

export interface Mutation {
  readonly component: string;
  readonly what: string;
  readonly node: NodeName;
  readonly broken: (machine: Machine) => Machine;
}

type Change<T> = (one: T) => T | undefined;

/** The one with that name changed, or taken away; it has to be there, or the mutation means nothing. */
export function changed<T>(all: readonly T[], is: (one: T) => boolean, change: Change<T>): T[] {
  if (!all.some(is)) throw new Error('this mutation finds nothing to break');
  return all.flatMap((one) => (is(one) ? (change(one) ?? []) : one));
}

export const file =
  (path: string, change: Change<File>) =>
  (machine: Machine): Machine => ({
    ...machine,
    files: changed(machine.files, (one) => one.path === path, change),
  });

export const unit =
  (name: string, change: Change<Unit>) =>
  (machine: Machine): Machine => ({
    ...machine,
    units: changed(machine.units, (one) => one.name === name, change),
  });

/** Other bytes for the first match in a public file's text. */
export const text = (path: string, from: RegExp | string, to: string) =>
  file(path, (one) => {
    const before = Buffer.from(one.content.reveal()).toString('utf8');
    const after = before.replace(from, to);
    if (after === before) throw new Error(`${path} has no ${from}`);
    return { ...one, content: publicContent(after) } as File;
  });
