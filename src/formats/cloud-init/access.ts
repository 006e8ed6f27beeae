/** Who may log in: public SSH keys for accounts that the image brings. */
import type { Machine } from '../../model/machine.ts';
import type { CloudConfig } from './model.ts';

type Access = Pick<CloudConfig, 'ssh_authorized_keys' | 'disable_root' | 'users'>;

/**
 * The image's default account gets its keys by the top-level list; any other is named under `users`, beside `default`, which
 * would otherwise not be made. With keys for root `disable_root` has to be off, as it puts a command in front of them that only
 * tells people to go away; but then the top-level list would open root too, so the default account's keys move to `users`.
 */
export function access(machine: Machine, defaultUser: string): Access {
  const given = machine.authorizedKeys.filter(({ keys }) => keys.length > 0);
  const opensRoot = given.some(({ user }) => user === 'root');
  const named = given.filter(({ user }) => opensRoot || user !== defaultUser);
  const topLevel = given.filter((one) => !named.includes(one)).flatMap(({ keys }) => keys);
  return {
    ...(topLevel.length > 0 ? { ssh_authorized_keys: topLevel } : {}),
    ...(opensRoot ? { disable_root: false } : {}),
    ...(named.length > 0
      ? { users: ['default', ...named.map(({ user, keys }) => ({ name: user, ssh_authorized_keys: keys }))] }
      : {}),
  };
}
