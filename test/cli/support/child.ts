/** Processes that run beside the test. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Called } from './call.ts';

export function started(command: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): ChildProcess {
  const [program = '', ...args] = command;
  return spawn(program, args, {
    cwd,
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** `code`: null when it was killed. */
export function finished(child: ChildProcess): Promise<Called> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => (stdout += chunk));
  child.stderr?.on('data', (chunk) => (stderr += chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}
