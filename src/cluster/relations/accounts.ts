/** Accounts are declared once, and who owns a file is declared: numbers of a system's own accounts differ. */
import type { Fault, Faults, Path } from '../../shared/fault.ts';
import type { Cluster, Node } from '../cluster.ts';

export function checkAccounts(cluster: Cluster, faults: Faults): void {
  for (const node of cluster.nodes) {
    checkRepeated(node, faults);
    checkGroupsOfUsers(node, faults);
    for (const kind of ['files', 'directories'] as const) checkOwners(node, kind, faults);
  }
}

function checkRepeated(node: Node, faults: Faults): void {
  const { groups = [], users = [] } = node.settings.host ?? {};
  const gids = groups.map(({ gid }) => gid);
  const uids = users.map(({ uid }) => uid);
  for (const { list, one, accounts, id, ids } of [
    { list: 'groups', one: 'group', accounts: groups, id: 'gid', ids: gids },
    { list: 'users', one: 'user', accounts: users, id: 'uid', ids: uids },
  ]) {
    const names = accounts.map(({ name }) => name);
    for (const i of repeated(names))
      faults.add({
        code: 'duplicate-account',
        message: `the ${one} ${names[i]} is declared twice`,
        path: node.origin(['host', list, i]),
      });
    for (const i of repeated(ids))
      faults.add({
        code: 'duplicate-account',
        message: `the ${id} ${ids[i]} is given twice`,
        expected: 'an id of its own',
        path: node.origin(['host', list, i, id]),
      });
  }
}

/** Indexes of the items that stood before. */
function repeated(items: readonly unknown[]): number[] {
  return items.flatMap((item, i) => (items.indexOf(item) < i ? [i] : []));
}

function checkGroupsOfUsers(node: Node, faults: Faults): void {
  const { users = [], groups = [] } = node.settings.host ?? {};
  users.forEach((user, i) => {
    if (user.group === undefined || groups.some(({ name }) => name === user.group)) return;
    faults.add({
      code: 'account-unknown',
      message: `the group ${user.group} of ${user.name} is not declared`,
      expected: 'a group under host.groups',
      path: node.origin(['host', 'users', i, 'group']),
    });
  });
}

function checkOwners(node: Node, kind: 'files' | 'directories', faults: Faults): void {
  const { users = [], groups = [], [kind]: entries = [] } = node.settings.host ?? {};
  const known = {
    owner: new Set(['root', ...users.map(({ name }) => name)]),
    // A user without a group of another name gets one of its own.
    group: new Set([
      'root',
      ...groups.map(({ name }) => name),
      ...users.map((user) => user.group ?? user.name),
    ]),
  };
  entries.forEach((entry, i) => {
    for (const key of ['owner', 'group'] as const) {
      const name = entry[key];
      if (name === undefined || known[key].has(name)) continue;
      faults.add(undeclared(key, name, node.origin(['host', kind, i, key])));
    }
  });
}

/** Accounts every system has. */
const systemAccounts = [
  'root',
  'nobody',
  'daemon',
  'bin',
  'sys',
  'adm',
  'systemd-network',
  'systemd-resolve',
];

function undeclared(key: 'owner' | 'group', name: string, path: Path): Fault {
  const kind = key === 'owner' ? 'user' : 'group';
  return {
    code: 'account-unknown',
    message: `the ${kind} ${name} is not declared`,
    expected: `one under host.${kind}s`,
    ...(systemAccounts.includes(name) && {
      hint: 'its number differs between systems: declare an account of your own',
    }),
    path,
  };
}
