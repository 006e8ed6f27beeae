/** `nodeseed secrets ...`: which options there are. */
import { defaultTokenTtl } from '../times.ts';
import {
  type Declaration,
  issuedAt,
  itsSecrets,
  last,
  newSecrets,
  parsing,
  profile,
  required,
  text,
  tokenTtl,
} from './options.ts';

const make: Declaration = (y, { clock, finish }) =>
  y.command(
    'new <profile>',
    'make exactly the secrets that a profile needs',
    (z) =>
      z
        .positional('profile', profile)
        .option('out', newSecrets)
        .option('issued-at', issuedAt)
        .option('token-ttl', tokenTtl),
    async (argv) => finish((await import('../commands/secrets.ts')).secretsNew(argv, clock)),
  );

const take: Declaration = (y, { clock, finish }) =>
  y.command(
    'import <profile>',
    'take the authorities from an existing cluster',
    (z) =>
      z
        .positional('profile', profile)
        .option('from', { ...required, describe: 'a folder of PEM files such as /etc/kubernetes/pki' })
        .option('out', newSecrets)
        .option('issued-at', issuedAt)
        .option('token-ttl', tokenTtl),
    async (argv) => finish((await import('../commands/secrets.ts')).secretsImport(argv, clock)),
  );

const add: Declaration = (y, { clock, finish }) =>
  y.command(
    'add <profile>',
    'add what the profile needs and its secrets lack; nothing is replaced',
    (z) => z.positional('profile', profile).option('secrets', itsSecrets).option('token-ttl', tokenTtl),
    async (argv) => finish((await import('../commands/secrets.ts')).secretsAdd(argv, clock)),
  );

const token: Declaration = (y, { clock, finish }) =>
  y.command(
    'token <profile>',
    'add a bootstrap token for machines that are to join',
    (z) =>
      z
        .positional('profile', profile)
        .option('secrets', itsSecrets)
        .option('ttl', {
          ...text,
          describe: `how long it is good; 0: for ever. Default: ${defaultTokenTtl}`,
        })
        .conflicts('ttl', 'expires')
        .option('expires', { ...text, describe: 'its end, RFC 3339, instead of --ttl' }),
    async (argv) => finish((await import('../commands/secrets-token.ts')).secretsToken(argv, clock)),
  );

const renew: Declaration = (y, { clock, finish }) =>
  y.command(
    'renew <profile>',
    'new keys and certificates, of all nodes or of some; the authorities stay',
    (z) =>
      z
        .positional('profile', profile)
        .option('secrets', { ...itsSecrets, coerce: last })
        .option('node', { ...text, array: true, describe: 'a node; may be repeated. Default: all' })
        .option('issued-at', { ...issuedAt, coerce: last })
        .parserConfiguration({ ...parsing, 'duplicate-arguments-array': true }),
    async (argv) => finish((await import('../commands/secrets-renew.ts')).secretsRenew(argv, clock)),
  );

export const secretsCommands: Declaration = (y, call) =>
  y.command('secrets', 'make, import, complete or renew the secrets of a profile', (z) => {
    for (const declare of [make, take, add, token, renew]) declare(z, call);
    return z.demandCommand(1, 1, 'secrets: new, import, add, token or renew');
  });
