/** Which command was called. What options each has stands in `usage/`, what it does in `commands/`. */
import yargs from 'yargs';
import { exitCodes, UsageError } from './exit.ts';
import type { Clock } from './times.ts';
import { fetch, lock } from './usage/artifacts.ts';
import { build, check, init, schema, show, tryNode } from './usage/nodes.ts';
import { parsing } from './usage/options.ts';
import { secretsCommands } from './usage/secrets.ts';
import { toolVersion } from './version.ts';

/** In the order in which the help has them. */
const declarations = [init, secretsCommands, check, build, show, tryNode, lock, fetch, schema];

/** The exit code. Throws UsageError, Reported or whatever went wrong. */
export async function run(args: readonly string[], clock: Clock = () => new Date()): Promise<number> {
  let code: number = exitCodes.done;
  const finish = (result: number | undefined) => {
    code = result ?? exitCodes.done;
  };
  const program = yargs([...args])
    .scriptName('nodeseed')
    .locale('en')
    .parserConfiguration(parsing)
    .usage('$0 COMMAND\n\nFrom a cluster profile to everything its machines need on first boot.');
  for (const declare of declarations) declare(program, { clock, finish });
  await program
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
