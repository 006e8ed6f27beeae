/** Which command, with which options. */
import yargs from 'yargs';
import { exitCodes, UsageError } from './exit.ts';
import { type Clock, defaultTokenTtl } from './times.ts';
import { toolVersion } from './version.ts';

const parsing = {
  'dot-notation': false,
  'duplicate-arguments-array': false,
  'greedy-arrays': false,
} as const;

/** Of an option that was given twice where one of them may be. */
function last(given: string | readonly string[]): string {
  return typeof given === 'string' ? given : (given.at(-1) ?? '');
}

/** The exit code. Throws UsageError, Reported or whatever went wrong. */
export async function run(args: readonly string[], clock: Clock = () => new Date()): Promise<number> {
  let code: number = exitCodes.done;
  const finish = (result: number | undefined) => {
    code = result ?? exitCodes.done;
  };
  const profile = { type: 'string', demandOption: true, describe: 'a cluster profile' } as const;
  const secrets = { type: 'string', requiresArg: true, describe: 'its secrets.yaml' } as const;
  const issuedAt = { type: 'string', requiresArg: true, describe: 'RFC 3339; default: now' } as const;
  const ttl = {
    type: 'string',
    requiresArg: true,
    default: defaultTokenTtl,
    describe: 'how long a new bootstrap token is good; 0: for ever',
  } as const;
  const out = { type: 'string', requiresArg: true, demandOption: true } as const;

  await yargs([...args])
    .scriptName('nodeseed')
    .locale('en')
    .parserConfiguration(parsing)
    .usage('$0 COMMAND\n\nFrom a cluster profile to everything its machines need on first boot.')
    .command(
      'init',
      'write a profile to start from',
      (y) =>
        y
          .option('template', {
            type: 'string',
            requiresArg: true,
            describe: 'which of the shipped profiles; else the one to begin with',
          })
          .option('out', { type: 'string', requiresArg: true, describe: 'a file; else standard output' }),
      async (argv) => finish((await import('./commands/init.ts')).init(argv)),
    )
    .command('secrets', 'make, import, complete or renew the secrets of a profile', (y) =>
      y
        .command(
          'new <profile>',
          'make exactly the secrets that a profile needs',
          (z) =>
            z
              .positional('profile', profile)
              .option('out', { ...out, describe: 'the file to make; never one that is there' })
              .option('issued-at', issuedAt)
              .option('token-ttl', ttl),
          async (argv) => finish((await import('./commands/secrets.ts')).secretsNew(argv, clock)),
        )
        .command(
          'import <profile>',
          'take the authorities from an existing cluster',
          (z) =>
            z
              .positional('profile', profile)
              .option('from', {
                type: 'string',
                requiresArg: true,
                demandOption: true,
                describe: 'a folder of PEM files such as /etc/kubernetes/pki',
              })
              .option('out', { ...out, describe: 'the file to make; never one that is there' })
              .option('issued-at', issuedAt)
              .option('token-ttl', ttl),
          async (argv) => finish((await import('./commands/secrets.ts')).secretsImport(argv, clock)),
        )
        .command(
          'add <profile>',
          'add what the profile needs and its secrets lack; nothing is replaced',
          (z) =>
            z
              .positional('profile', profile)
              .option('secrets', { ...secrets, demandOption: true })
              .option('token-ttl', ttl),
          async (argv) => finish((await import('./commands/secrets.ts')).secretsAdd(argv, clock)),
        )
        .command(
          'token <profile>',
          'add a bootstrap token for machines that are to join',
          (z) =>
            z
              .positional('profile', profile)
              .option('secrets', { ...secrets, demandOption: true })
              .option('ttl', {
                type: 'string',
                requiresArg: true,
                describe: `how long it is good; 0: for ever. Default: ${defaultTokenTtl}`,
              })
              .conflicts('ttl', 'expires')
              .option('expires', {
                type: 'string',
                requiresArg: true,
                describe: 'its end, RFC 3339, instead of --ttl',
              }),
          async (argv) => finish((await import('./commands/secrets-token.ts')).secretsToken(argv, clock)),
        )
        .command(
          'renew <profile>',
          'new keys and certificates, of all nodes or of some; the authorities stay',
          (z) =>
            z
              .positional('profile', profile)
              .option('secrets', { ...secrets, demandOption: true, coerce: last })
              .option('node', {
                type: 'string',
                array: true,
                requiresArg: true,
                describe: 'a node; may be repeated. Default: all',
              })
              .option('issued-at', { ...issuedAt, coerce: last })
              .parserConfiguration({ ...parsing, 'duplicate-arguments-array': true }),
          async (argv) => finish((await import('./commands/secrets-renew.ts')).secretsRenew(argv, clock)),
        )
        .demandCommand(1, 1, 'secrets: new, import, add, token or renew'),
    )
    .command(
      'check <profile>',
      'find every fault of a profile',
      (y) =>
        y
          .positional('profile', profile)
          .option('secrets', secrets)
          .option('json', { type: 'boolean', default: false, describe: 'for a program to read' }),
      async (argv) => finish(await (await import('./commands/check.ts')).check(argv, clock)),
    )
    .command(
      'build <profile>',
      'write the files of every node',
      (y) =>
        y
          .positional('profile', profile)
          .option('secrets', { ...secrets, demandOption: true })
          .option('out', { ...out, describe: 'a folder: new, empty, or of an earlier build' })
          .option('admin-kubeconfig', {
            type: 'boolean',
            default: false,
            describe: 'also a kubeconfig for everything',
          })
          .option('cache', {
            type: 'string',
            requiresArg: true,
            describe: 'the folder that nodeseed fetch has filled, for pools with delivery.mode: embed',
          })
          .option('self-contained', {
            type: 'boolean',
            default: false,
            describe: 'every node’s bundle with everything in it, instead of one base.tar a pool',
          })
          .option('json', {
            type: 'boolean',
            default: false,
            describe: 'print the manifest instead of a table',
          }),
      async (argv) => finish(await (await import('./commands/build.ts')).build(argv, clock)),
    )
    .command(
      'show <profile>',
      'print what one node gets',
      (y) =>
        y
          .positional('profile', profile)
          .option('secrets', { ...secrets, demandOption: true })
          .option('node', { type: 'string', requiresArg: true, demandOption: true })
          .option('file', {
            type: 'string',
            requiresArg: true,
            describe: 'one file of the machine, by its path there',
          })
          .option('as', {
            choices: ['user-data', 'meta-data', 'network-config', 'ignition', 'tree'] as const,
            describe: 'a whole rendering',
          })
          .conflicts('file', 'as'),
      async (argv) => finish(await (await import('./commands/show.ts')).show(argv)),
    )
    .command(
      'try <profile>',
      'boot one node in a container on this machine, and compare (needs root)',
      (y) =>
        y
          .positional('profile', profile)
          .option('secrets', { ...secrets, demandOption: true })
          .option('node', { type: 'string', requiresArg: true, demandOption: true })
          .option('image', {
            type: 'string',
            requiresArg: true,
            describe: 'a folder with a root file system of the node’s system; else a Debian is made',
          })
          .option('cache', {
            type: 'string',
            requiresArg: true,
            describe: 'where `fetch` has put the artifacts; there is no network inside',
          }),
      async (argv) => finish(await (await import('./commands/try.ts')).tryCommand(argv)),
    )
    .command(
      'lock <profile>',
      'write down the digest of everything that the machines need, beside the profile',
      (y) =>
        y
          .positional('profile', profile)
          .option('offline', { type: 'boolean', default: false, describe: 'ask nobody on the network' })
          .option('allow-http', {
            type: 'boolean',
            default: false,
            describe: 'believe also what comes without TLS',
          }),
      async (argv) => finish(await (await import('./commands/lock.ts')).lock(argv)),
    )
    .command(
      'fetch <profile>',
      'download everything that the machines need, into a cache',
      (y) =>
        y
          .positional('profile', profile)
          .option('cache', {
            type: 'string',
            requiresArg: true,
            describe: 'a folder; default: nodeseed/artifacts in $XDG_CACHE_HOME or ~/.cache',
          })
          .option('jobs', { type: 'number', requiresArg: true, default: 4, describe: 'downloads at a time' })
          .option('mirrors', {
            type: 'string',
            requiresArg: true,
            describe: 'PREFIX=REPLACEMENT,...: other addresses or folders of the same files, asked first',
          })
          .option('offline', {
            type: 'boolean',
            default: false,
            describe: 'ask nobody on the network, files alone',
          })
          .option('verify', {
            type: 'boolean',
            default: false,
            describe: 'read what is there already, and replace what is damaged',
          }),
      async (argv) => finish(await (await import('./commands/fetch.ts')).fetch(argv)),
    )
    .command('schema', 'print the profile’s JSON Schema', {}, async () =>
      finish((await import('./commands/schema.ts')).schema()),
    )
    .demandCommand(1, 1, 'a command is needed')
    .strict()
    .recommendCommands()
    .version(toolVersion())
    .help()
    .wrap(100)
    .exitProcess(false)
    .fail((message, error) => {
      // yargs throws some wrong calls as errors of its own.
      if (error && error.name !== 'YError') throw error;
      throw new UsageError(`${message}\nTry: nodeseed --help`);
    })
    .parseAsync();
  return code;
}
