/** Programs of this machine's: images are made, machines booted and journals read by them. */
import { type SpawnSyncOptions, spawnSync } from 'node:child_process';
import { Unable } from './unable.ts';

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Throws Unable when there is no such program. */
export function run(
  command: string,
  args: readonly string[],
  options: Pick<SpawnSyncOptions, 'env' | 'input' | 'cwd'> = {},
): Ran {
  const done = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28, ...options });
  if (done.error) throw new Unable(`${command}: ${done.error.message}`);
  return { status: done.status, stdout: done.stdout, stderr: done.stderr };
}

/** Standard output. Throws Unable with what the program said when it fails. */
export function must(
  command: string,
  args: readonly string[],
  options: { readonly env?: NodeJS.ProcessEnv } = {},
): string {
  const done = run(command, args, options);
  if (done.status !== 0) {
    throw new Unable(`${command} ${args.join(' ')} ended with ${done.status}: ${done.stderr}${done.stdout}`);
  }
  return done.stdout;
}

export function has(program: string): boolean {
  return spawnSync('sh', ['-c', 'command -v -- "$1"', 'sh', program]).status === 0;
}
