/** The tree as a clone of it would be, but with what is not committed yet; and programs that run in it as if nobody had started them. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Ran, run } from './judges.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** An empty folder that is gone when the process ends. */
export function temporaryFolder(name: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `nodeseed-${name}-`)));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Every file that git knows or would add; no packages, nothing that was built. */
export function workingCopy(name: string): string {
  const listed = run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root });
  const folder = temporaryFolder(name);
  // What is deleted and not committed yet is still listed.
  const paths = listed.stdout.split('\0').filter((one) => one !== '' && existsSync(join(root, one)));
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(root, path), join(folder, path));
  }
  return folder;
}

/** This checkout's packages, copied even where they are a link: `npm ci` in the copy empties the folder. */
export function copyPackages(folder: string): void {
  spawnSync('cp', ['-a', realpathSync(join(root, 'node_modules')), join(folder, 'node_modules')]);
}

/** Without what npm tells its scripts of the run that started them, and without the caller's colours. */
export function shell(command: string, cwd: string): Ran {
  const own = Object.entries(process.env).filter(
    ([key]) => !/^(npm_|NODE_OPTIONS$|INIT_CWD$|FORCE_COLOR$)/i.test(key),
  );
  return run('bash', ['-c', `set -eo pipefail\n${command}`], {
    cwd,
    env: { ...Object.fromEntries(own), NO_COLOR: '1' },
  });
}

/** The same; what it printed. Ends the test with everything it said if it fails. */
export function succeed(command: string, cwd: string): string {
  const { status, stdout, stderr } = shell(command, cwd);
  if (status !== 0) throw new Error(`$ ${command}\nended with ${status}\n${stdout}${stderr}`);
  return stdout;
}
