/** Who may log in: public SSH keys for accounts that the image brings. */
import type { Machine } from '../../model/machine.ts';
import type { CloudConfig } from './model.ts';

type Access = Pick<CloudConfig, 'ssh_authorized_keys' | 'disable_root' | 'users'>;

/**
 * The image's default account gets its keys by the top-level list; any other is named under `users`, beside `default`, which
 * would otherwise not be made. `disable_root` puts a command in front of root's keys that only tells people to go away.
 */
export function access(machine: Machine, defaultUser: string): Access {
  const given = machine.authorizedKeys.filter(({ keys }) => keys.length > 0);
  const keys = given.filter(({ user }) => user === defaultUser).flatMap((one) => one.keys);
  const others = given.filter(({ user }) => user !== defaultUser);
  return {
    ...(keys.length > 0 ? { ssh_authorized_keys: keys } : {}),
    ...(others.some(({ user }) => user === 'root') ? { disable_root: false } : {}),
    ...(others.length > 0
      ? { users: ['default', ...others.map((one) => ({ name: one.user, ssh_authorized_keys: one.keys }))] }
      : {}),
  };
}
