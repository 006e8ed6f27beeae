/** Groups, users and who may log in. */
import type { Node } from '../../cluster/cluster.ts';
import type { AuthorizedKeys, Group, Origin, User } from '../../model/machine.ts';
import type { Contribution } from '../contribution.ts';

export function accounts(node: Node): Contribution {
  const { groups = [], users = [] } = node.settings.host ?? {};
  const origin = (key: string, i: number): Origin => ({
    component: 'host',
    path: node.origin(['host', key, i]),
  });
  const declared: Group[] = groups.map(({ name, gid }, i) => ({ name, gid, origin: origin('groups', i) }));
  const names = new Set(declared.map((group) => group.name));
  // A user without a group gets one of its own name and number, as useradd does it.
  const own = users.flatMap((user, i) => {
    const name = user.group ?? user.name;
    return names.has(name) ? [] : [{ name, gid: user.uid, origin: origin('users', i) }];
  });
  const made: User[] = users.map((user, i) => ({
    name: user.name,
    uid: user.uid,
    group: user.group ?? user.name,
    home: user.home ?? '/nonexistent',
    shell: user.shell ?? '/usr/sbin/nologin',
    description: user.description ?? user.name,
    origin: origin('users', i),
  }));
  return { groups: [...declared, ...own], users: made, authorizedKeys: authorizedKeys(node) };
}

function authorizedKeys(node: Node): AuthorizedKeys[] {
  const byUser = new Map<string, string[]>();
  for (const item of node.settings.host?.sshAuthorizedKeys ?? []) {
    const user = typeof item === 'string' ? node.system.defaultUser : item.user;
    byUser.set(user, [...(byUser.get(user) ?? []), ...(typeof item === 'string' ? [item] : item.keys)]);
  }
  const origin: Origin = { component: 'host', path: node.origin(['host', 'sshAuthorizedKeys']) };
  return [...byUser].map(([user, keys]) => ({ user, keys, origin }));
}
