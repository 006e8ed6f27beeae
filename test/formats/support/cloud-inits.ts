/** The cloud-inits that judge: the system's own (Debian bookworm's, 22.4) and, unpacked aside, trixie's and sid's. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pinned } from '../../support/debian.ts';
import { missing, type Ran, run } from '../../support/judges.ts';

export interface CloudInitProgram {
  readonly name: string;
  /** Where Python finds it. */
  readonly packages: string;
}

const python = '/usr/bin/python3';
const script = fileURLToPath(new URL('cloud-init.py', import.meta.url));
const distPackages = 'usr/lib/python3/dist-packages';

export function cloudInits(): CloudInitProgram[] {
  const roots = [
    ['system', '/'],
    ['trixie', pinned('cloud-init 25')],
    ['sid', pinned('cloud-init 26')],
  ] as const;
  const found = roots.flatMap(([name, root]) =>
    root === undefined ? [] : [{ name, packages: join(root, distPackages) }],
  );
  const there = found.filter(({ packages }) => existsSync(join(packages, 'cloudinit')));
  if (there.length < found.length) missing('cloud-init is not installed (apt-get install cloud-init)');
  return there;
}

export function schema({ packages }: CloudInitProgram, ...args: readonly string[]): Ran {
  const env = { ...process.env, PYTHONPATH: packages };
  return run(python, ['-m', 'cloudinit.cmd.main', 'schema', ...args], { env });
}

export interface Understood {
  readonly config: Readonly<Record<string, unknown>>;
  readonly hostname: string;
  readonly fqdn: string;
  readonly users: Readonly<Record<string, { readonly ssh_authorized_keys?: readonly string[] }>>;
}

/** Lets it write the files of the user-data into a root, and tells what else it has read there. */
export function writeFilesOf({ packages }: CloudInitProgram, userData: string, root: string): Understood {
  const done = run(python, [script, packages, userData, root]);
  if (done.status !== 0 || done.stderr !== '') throw new Error(done.stderr);
  return JSON.parse(done.stdout);
}
