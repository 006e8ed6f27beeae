/** The command line as a user calls it: in this process where many calls are made, in a child where the process itself matters. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { conclude } from '../../../src/cli/exit.ts';
import { run } from '../../../src/cli/run.ts';

export interface Called {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const main = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url));
const loader = fileURLToPath(import.meta.resolve('tsx'));

/** What the time is in every call that does not say otherwise. */
export const callTime = '2026-01-02T00:00:00Z';

/** What `main.ts` does with these arguments in that folder, at that time. One call at a time. */
export async function call(args: readonly string[], cwd: string, at: string = callTime): Promise<Called> {
  const before = process.cwd();
  const stdout = capture(process.stdout);
  const stderr = capture(process.stderr);
  process.chdir(cwd);
  let code: number;
  try {
    code = await run(args, () => new Date(at)).catch(conclude);
  } finally {
    process.chdir(before);
    stdout.release();
    stderr.release();
  }
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

function capture(stream: NodeJS.WriteStream): { text: () => string; release: () => void } {
  const chunks: Buffer[] = [];
  const { write } = stream;
  stream.write = (chunk: string | Uint8Array) => chunks.push(Buffer.from(chunk as string)) > 0;
  return {
    text: () => Buffer.concat(chunks).toString('utf8'),
    release: () => {
      stream.write = write;
    },
  };
}

/** The same in a child process; `preload`: a module that is run first. */
export function spawnCall(
  args: readonly string[],
  cwd: string,
  options: { readonly preload?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Called {
  const preload = options.preload === undefined ? [] : ['--import', options.preload];
  const done = spawnSync(process.execPath, [...preload, '--import', loader, main, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '', ...options.env },
    maxBuffer: 1 << 28,
  });
  if (done.error) throw done.error;
  return { code: done.status, stdout: done.stdout, stderr: done.stderr };
}

/** For a shell: the words that start nodeseed. */
export const shellCommand = [process.execPath, '--import', loader, main];
