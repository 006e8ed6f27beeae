/** Programs that have to succeed for a test to mean anything. */
import { run } from '../support/judges.ts';

/** Standard output. Throws with what the program said when it fails. */
export function must(
  command: string,
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv } = {},
): string {
  const done = run(command, args, options);
  if (done.status !== 0) {
    throw new Error(`${command} ${args.join(' ')} ended with ${done.status}: ${done.stderr}${done.stdout}`);
  }
  return done.stdout;
}
