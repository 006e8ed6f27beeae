/** The commands from a profile to the files of its nodes, and to one node that is tried: which options there are. */
import { type Declaration, flag, itsSecrets, profile, required, secrets, text } from './options.ts';

export const init: Declaration = (y, { finish }) =>
  y.command(
    'init',
    'write a profile to start from',
    (z) =>
      z
        .option('template', {
          ...text,
          describe: 'which of the shipped profiles; else the one to begin with',
        })
        .option('out', { ...text, describe: 'a file; else standard output' }),
    async (argv) => finish((await import('../commands/init.ts')).init(argv)),
  );

export const check: Declaration = (y, { clock, finish }) =>
  y.command(
    'check <profile>',
    'find every fault of a profile',
    (z) =>
      z
        .positional('profile', profile)
        .option('secrets', secrets)
        .option('json', { ...flag, describe: 'for a program to read' }),
    async (argv) => finish(await (await import('../commands/check.ts')).check(argv, clock)),
  );

export const build: Declaration = (y, { clock, finish }) =>
  y.command(
    'build <profile>',
    'write the files of every node',
    (z) =>
      z
        .positional('profile', profile)
        .option('secrets', itsSecrets)
        .option('out', { ...required, describe: 'a folder: new, empty, or of an earlier build' })
        .option('admin-kubeconfig', { ...flag, describe: 'also a kubeconfig for everything' })
        .option('cache', {
          ...text,
          describe: 'the folder that nodeseed fetch has filled, for pools with delivery.mode: embed',
        })
        .option('self-contained', {
          ...flag,
          describe: 'every node’s bundle with everything in it, instead of one base.tar a pool',
        })
        .option('json', { ...flag, describe: 'print the manifest instead of a table' }),
    async (argv) => finish(await (await import('../commands/build.ts')).build(argv, clock)),
  );

export const show: Declaration = (y, { finish }) =>
  y.command(
    'show <profile>',
    'print what one node gets',
    (z) =>
      z
        .positional('profile', profile)
        .option('secrets', itsSecrets)
        .option('node', required)
        .option('file', { ...text, describe: 'one file of the machine, by its path there' })
        .option('as', {
          choices: ['user-data', 'meta-data', 'network-config', 'ignition', 'tree'] as const,
          describe: 'a whole rendering',
        })
        .conflicts('file', 'as'),
    async (argv) => finish(await (await import('../commands/show.ts')).show(argv)),
  );

export const tryNode: Declaration = (y, { finish }) =>
  y.command(
    'try <profile>',
    'boot one node in a container on this machine, and compare (needs root)',
    (z) =>
      z
        .positional('profile', profile)
        .option('secrets', itsSecrets)
        .option('node', required)
        .option('image', {
          ...text,
          describe: 'a folder with a root file system of the node’s system; else a Debian is made',
        })
        .option('cache', {
          ...text,
          describe: 'where `fetch` has put the artifacts; there is no network inside',
        }),
    async (argv) => finish(await (await import('../commands/try.ts')).tryCommand(argv)),
  );

export const schema: Declaration = (y, { finish }) =>
  y.command('schema', 'print the profile’s JSON Schema', {}, async () =>
    finish((await import('../commands/schema.ts')).schema()),
  );
