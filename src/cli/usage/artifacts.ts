/** The commands that ask the network: which options there are. */
import { type Declaration, flag, profile, text } from './options.ts';

export const lock: Declaration = (y, { finish }) =>
  y.command(
    'lock <profile>',
    'write down the digest of everything that the machines need, beside the profile',
    (z) =>
      z
        .positional('profile', profile)
        .option('offline', { ...flag, describe: 'ask nobody on the network' })
        .option('allow-http', { ...flag, describe: 'believe also what comes without TLS' }),
    async (argv) => finish(await (await import('../commands/lock.ts')).lock(argv)),
  );

export const fetch: Declaration = (y, { finish }) =>
  y.command(
    'fetch <profile>',
    'download everything that the machines need, into a cache',
    (z) =>
      z
        .positional('profile', profile)
        .option('cache', {
          ...text,
          describe: 'a folder; default: nodeseed/artifacts in $XDG_CACHE_HOME or ~/.cache',
        })
        .option('jobs', { type: 'number', requiresArg: true, default: 4, describe: 'downloads at a time' })
        .option('mirrors', {
          ...text,
          describe: 'PREFIX=REPLACEMENT,...: other addresses or folders of the same files, asked first',
        })
        .option('offline', { ...flag, describe: 'ask nobody on the network, files alone' })
        .option('verify', { ...flag, describe: 'read what is there already, and replace what is damaged' }),
    async (argv) => finish(await (await import('../commands/fetch.ts')).fetch(argv)),
  );
