/** Runs a program while this process goes on serving it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Ran } from './judges.ts';

export interface Beside {
  readonly ended: Promise<Ran>;
  readonly stop: () => void;
}

export function runBeside(
  [program = '', ...args]: readonly string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string } = {},
): Beside {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]).then(
    ([[status], stdout, stderr]): Ran => ({ status: status as number | null, stdout, stderr }),
  );
  return { ended, stop: () => child.kill('SIGKILL') };
}
