#!/usr/bin/env node
/** The command line. Nothing heavy is loaded before it is needed: `--version` answers at once. */
import { conclude, exitCodes } from './exit.ts';
import { toolVersion } from './version.ts';

// A reader that has seen enough (`| head`) is not an error; a full disk is.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? exitCodes.done);
  process.stderr.write(`nodeseed: error: cannot write to standard output: ${error.code}\n`);
  process.exit(exitCodes.faults);
});
// Nobody listens to what went wrong: the exit code still tells.
process.stderr.on('error', () => undefined);

const args = process.argv.slice(2);
if (args.length === 1 && args[0] === '--version') {
  process.stdout.write(`${toolVersion()}\n`);
} else {
  const { run } = await import('./run.ts');
  try {
    process.exitCode = await run(args);
  } catch (error) {
    process.exitCode = conclude(error);
  }
}
