/** An API that a stub of kubectl plays, and runs of the reconciler against it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { applyScript } from '../../../src/components/apply/script.ts';
import type { ApplySettings } from '../../../src/components/apply/table.ts';
import { apply } from '../../../src/components/apply.ts';
import { issuer } from '../../../src/credentials/issue.ts';
import { nodeCredentials } from '../../../src/credentials/node.ts';
import type { File } from '../../../src/model/machine.ts';
import { machinesFrom } from '../../support/profile.ts';

const stub = fileURLToPath(new URL('./kubectl.sh', import.meta.url));

export interface Outcome {
  readonly status: number | null;
  readonly lines: readonly string[];
}

export type Shell = 'sh' | 'bash' | 'busybox';

/** What a control-plane node of the profile has of the reconciler. */
export function applyFiles(
  profile: string,
  name: string,
  settings: Partial<ApplySettings> = {},
): readonly File[] {
  const { cluster, secrets } = machinesFrom(profile);
  const node = cluster.nodes.find((one) => one.name === name);
  if (!node) throw new Error(`the profile has no node ${name}`);
  return apply(cluster, node, nodeCredentials(cluster, secrets, issuer(secrets), node), settings).files ?? [];
}

export function textOf({ content }: File): string {
  return Buffer.from(content.reveal()).toString();
}

export class Api {
  readonly root = mkdtempSync(join(tmpdir(), 'nodeseed-api-'));

  constructor() {
    for (const name of ['api/objects', 'api/versions', 'api/nodes', 'bin'])
      mkdirSync(join(this.root, name), { recursive: true });
    for (const name of ['calls', 'done', 'restart', 'refused']) this.set(name, '');
    copyFileSync(stub, join(this.root, 'bin/kubectl'));
  }

  set(name: string, text: string): void {
    writeFileSync(join(this.root, 'api', name), text);
  }

  join(node: string, ...facts: readonly string[]): void {
    this.set(`nodes/${node}`, [`node ${node}`, ...facts].map((line) => `${line}\n`).join(''));
  }

  lines(name: string): string[] {
    return readFileSync(join(this.root, 'api', name), 'utf8')
      .split('\n')
      .slice(0, -1);
  }

  /** Everything that the API keeps; facts of a node in no order, and once: the stub knows no transactions. */
  state(): Record<string, string> {
    const read = (folder: string) =>
      readdirSync(join(this.root, 'api', folder)).map((name): [string, string] => {
        const text = readFileSync(join(this.root, 'api', folder, name), 'utf8');
        return [name, folder === 'nodes' ? [...new Set(text.split('\n'))].sort().join('\n') : text];
      });
    return Object.fromEntries(
      [...read('objects'), ...read('nodes')].filter(([name]) => name !== 'build.yaml'),
    );
  }

  /** Puts a node's files there, in places of the test's own. */
  lay(profile: string, name: string, settings: Partial<ApplySettings> = {}): void {
    const etc = join(this.root, name);
    mkdirSync(join(etc, 'apply'), { recursive: true });
    writeFileSync(join(etc, 'admin.conf'), '');
    for (const file of applyFiles(profile, name, { wait: 1, pause: 0, settle: 0, ...settings })) {
      const text = textOf(file)
        .replace(/^setting kubectl .*$/m, `setting kubectl ${this.root}/bin/kubectl`)
        .replaceAll('kubeconfig /etc/kubernetes/', `kubeconfig ${etc}/`);
      writeFileSync(join(etc, file.path.replace('/etc/nodeseed/', '')), text);
    }
  }

  edit(path: string, change: (text: string) => string): void {
    const place = join(this.root, path);
    writeFileSync(place, change(readFileSync(place, 'utf8')));
  }

  start(name: string, shell: Shell = 'sh'): ChildProcess {
    const command = shell === 'busybox' ? ['busybox', 'sh'] : [shell];
    const script = join(this.root, name, 'apply.sh');
    writeFileSync(script, applyScript);
    const [program = 'sh', ...args] = [
      ...command,
      script,
      join(this.root, name, 'apply.table'),
      join(this.root, name, 'state'),
    ];
    return spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'], API: join(this.root, 'api') },
    });
  }

  async run(name: string, shell: Shell = 'sh'): Promise<Outcome> {
    return outcome(this.start(name, shell));
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** When the run has said it; never by the clock. */
export function said(child: ChildProcess, pattern: RegExp): Promise<void> {
  let text = '';
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk) => {
      text += chunk;
      if (pattern.test(text)) resolve();
    });
    child.on('close', () => reject(new Error(`it ended without saying ${pattern}:\n${text}`)));
  });
}

export async function outcome(child: ChildProcess): Promise<Outcome> {
  let text = '';
  child.stdout?.on('data', (chunk) => (text += chunk));
  child.stderr?.on('data', (chunk) => (text += `stderr: ${chunk}`));
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, lines: text.split('\n').slice(0, -1) };
}
