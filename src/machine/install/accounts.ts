/** Users and groups: for systemd-sysusers, and for the installer, which looks whether they became what they should be. */
import type { Machine, User } from '../../model/machine.ts';
import { Bug } from '../../shared/fault.ts';
import { record } from './record.ts';

/** What systemd-sysusers gives a user when the field is absent. Systems older than systemd 240 refuse the field itself. */
const usualShells = ['/usr/sbin/nologin', '/sbin/nologin'];

/** sysusers.d(5); empty when there are no accounts. */
export function sysusers(machine: Machine): string {
  const groups = machine.groups.map(({ name, gid }) => `g ${name} ${gid}`);
  const users = machine.users.map((user) => {
    const shell = usualShells.includes(user.shell) ? [] : [quoted(user.shell)];
    return ['u', user.name, ids(machine, user), quoted(user.description), quoted(user.home), ...shell].join(
      ' ',
    );
  });
  return [...groups, ...users].map((line) => `${line}\n`).join('');
}

/** A primary group of another name needs the long form; the short one is read by the oldest systems too. */
function ids(machine: Machine, { name, uid, group }: User): string {
  const gid = group === 'root' ? 0 : machine.groups.find((one) => one.name === group)?.gid;
  if (gid === undefined) throw new Bug(`user ${name}: the group ${group} is not declared`);
  return name === group && uid === gid ? String(uid) : `${uid}:${gid}`;
}

/** Words in double quotes; `%` begins a specifier. A colon or a control character has no place in /etc/passwd. */
function quoted(text: string): string {
  if (/[:\p{Cc}]/u.test(text)) throw new Bug(`not for /etc/passwd: ${JSON.stringify(text)}`);
  if (text === '') return '-';
  return `"${text.replaceAll('%', '%%').replaceAll(/["\\]/g, '\\$&')}"`;
}

export function accountRecords(machine: Machine): string[] {
  return [
    ...machine.groups.map(({ name, gid }) => record('group', name, String(gid))),
    ...machine.users.map(({ name, uid, group, home, shell, description }) =>
      record('user', name, String(uid), group, home, shell, description),
    ),
  ];
}
