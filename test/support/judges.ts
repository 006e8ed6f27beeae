/** Foreign programs that judge our output. One that is missing is said aloud; in CI it is a failure. */
import { spawnSync } from 'node:child_process';

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function run(
  command: string,
  args: readonly string[],
  options: { input?: string; env?: NodeJS.ProcessEnv; cwd?: string } = {},
): Ran {
  const done = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28, ...options });
  if (done.error) throw done.error;
  return { status: done.status, stdout: done.stdout, stderr: done.stderr };
}

/** Whether the program is there. In CI a missing one ends the test with the package to install. */
export function available(program: string, debianPackage: string): boolean {
  const found = spawnSync('sh', ['-c', 'command -v -- "$1"', 'sh', program]).status === 0;
  if (!found) missing(`${program} is not installed (apt-get install ${debianPackage})`);
  return found;
}

/** Says what a test could not do on this machine. */
export function missing(what: string): void {
  if (process.env['CI']) throw new Error(`CI must be able to run this: ${what}`);
  console.log(`NOT RUN: ${what}`);
}
