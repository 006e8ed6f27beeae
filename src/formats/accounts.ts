/** Owners as numbers: a file is written before the accounts exist that the machine declares. */
import type { Machine, Ownership } from '../model/machine.ts';
import { Bug } from '../shared/fault.ts';

export interface NumericOwner {
  readonly uid: number;
  readonly gid: number;
}

export type Accounts = (owner: Ownership) => NumericOwner;

/** Root is 0; every other owner must be declared by the machine, else nobody knows its number. */
export function accountsOf(machine: Machine): Accounts {
  const uids = new Map([['root', 0], ...machine.users.map(({ name, uid }) => [name, uid] as const)]);
  const gids = new Map([['root', 0], ...machine.groups.map(({ name, gid }) => [name, gid] as const)]);
  return ({ user, group }) => {
    const [uid, gid] = [uids.get(user), gids.get(group)];
    if (uid === undefined || gid === undefined) {
      throw new Bug(`${machine.name}: the owner ${user}:${group} has no declared numeric id`);
    }
    return { uid, gid };
  };
}
