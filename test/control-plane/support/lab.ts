/**
 * A network with machines on it, far enough from the host to be left alone at any time: everything is in network, mount and
 * process namespaces that end with the one process which holds them, and that ends with its standard input. A machine is a
 * root of its own with the generated files at their own places and the host's programs in /usr.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Machine } from '../../../src/model/machine.ts';
import { type Ran, run } from '../../support/judges.ts';

const prefix = 'nodeseed-lab-';

const network = `
set -e
mount -t tmpfs none /run
ip link set lo up
ip link add lan type bridge
ip link set lan up
echo ready
exec cat
`;

/** $1 its name, $2 its root, then its addresses with prefix lengths. */
const plug = `
set -e
name=$1; root=$2; shift 2
ip netns add "$name"
ip link add "$name" master lan type veth peer name eth0 netns "$name"
ip link set "$name" up
ip -n "$name" link set lo up
for address; do ip -n "$name" address add "$address" dev eth0 nodad; done
ip -n "$name" link set eth0 up
mount --bind "$root" "$root"
for folder in usr dev proc; do mount --bind "/$folder" "$root/$folder"; done
mount --rbind /sys "$root/sys"
mount --bind "$root/local" "$root/usr/local"
`;

export class Lab {
  readonly folder: string;
  readonly #holder: ChildProcess;

  private constructor(folder: string, holder: ChildProcess) {
    this.folder = folder;
    this.#holder = holder;
  }

  static async open(): Promise<Lab> {
    removeLeftovers();
    const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
    const apart = ['--mount', '--net', '--pid', '--mount-proc', '--fork', '--kill-child'];
    const holder = spawn('unshare', [...apart, 'sh', '-c', network], { stdio: ['pipe', 'pipe', 'inherit'] });
    const [said] = await Promise.race([once(holder.stdout, 'data'), once(holder, 'exit')]);
    if (!Buffer.isBuffer(said)) throw new Error('there can be no namespaces');
    return new Lab(folder, holder);
  }

  /** `addresses` with prefix lengths. `programs` are of the host, by the places that the machine expects them at. */
  machine(
    name: string,
    addresses: readonly string[],
    files: Machine['files'],
    programs: Readonly<Record<string, string>>,
  ): LabMachine {
    const root = join(this.folder, name);
    for (const each of ['usr', 'dev', 'proc', 'sys', 'run', 'tmp', 'var/lib', 'local'])
      mkdirSync(join(root, each), { recursive: true });
    for (const each of ['bin', 'sbin', 'lib', 'lib64']) symlinkSync(`usr/${each}`, join(root, each));
    for (const [path, program] of Object.entries(programs)) {
      const place = join(root, path.replace(/^\/usr\/local\//, 'local/'));
      mkdirSync(dirname(place), { recursive: true });
      symlinkSync(program, place);
    }
    const machine = new LabMachine(name, root, (command) => [...this.#inside(), ...command]);
    machine.write(files);
    const done = run('nsenter', [...this.#inside(), 'sh', '-c', plug, 'sh', name, root, ...addresses]);
    if (done.status !== 0) throw new Error(`${name}: ${done.stderr}`);
    return machine;
  }

  async close(): Promise<void> {
    const { stdin, exitCode, signalCode } = this.#holder;
    if (exitCode === null && signalCode === null) {
      stdin?.end();
      await once(this.#holder, 'exit');
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  #inside(): string[] {
    const of = `/proc/${this.#holder.pid}/ns`;
    return [`--mount=${of}/mnt`, `--net=${of}/net`, `--pid=${of}/pid_for_children`];
  }
}

export class LabMachine {
  readonly name: string;
  readonly root: string;
  readonly #entering: (command: readonly string[]) => string[];

  constructor(name: string, root: string, entering: (command: readonly string[]) => string[]) {
    this.name = name;
    this.root = root;
    this.#entering = entering;
  }

  write(files: Machine['files']): void {
    for (const { path, content, mode } of files) {
      const place = join(this.root, path);
      mkdirSync(dirname(place), { recursive: true });
      rmSync(place, { force: true });
      writeFileSync(place, content.reveal(), { mode });
    }
  }

  run(command: readonly string[], env: Readonly<Record<string, string>> = {}): Ran {
    return run('nsenter', this.#entered(command), { env: { ...process.env, ...env } });
  }

  start(command: readonly string[]): Service {
    return new Service(spawn('nsenter', this.#entered(command), { stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  /** Lays a file with that text over one of the kernel's, for this machine alone. */
  parameter(name: string, value: string): void {
    const file = join(this.root, 'parameters', name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${value}\n`);
    const place = join(this.root, 'proc/sys', name.replaceAll('.', '/'));
    this.#mount(file, place);
  }

  /** A folder of the host at a place of the machine. */
  lend(folder: string, place: string): void {
    mkdirSync(join(this.root, place), { recursive: true });
    this.#mount(folder, join(this.root, place));
  }

  #mount(from: string, to: string): void {
    const done = run('nsenter', this.#entering(['mount', '--bind', from, to]));
    if (done.status !== 0) throw new Error(`${this.name}: ${done.stderr}`);
  }

  #entered(command: readonly string[]): string[] {
    return this.#entering(['ip', 'netns', 'exec', this.name, 'chroot', this.root, ...command]);
  }
}

/** What runs until it ends by itself or its lab does. */
export class Service {
  readonly #child: ChildProcess;
  #log = '';

  constructor(child: ChildProcess) {
    this.#child = child;
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk) => {
        this.#log += chunk;
      });
  }

  get log(): string {
    return this.#log;
  }

  get ended(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  get status(): number | null {
    return this.#child.exitCode;
  }
}

/** Asks until the answer is there, for at most that many seconds; `why` tells what was seen instead. */
export async function until<T>(seconds: number, answer: () => T | undefined, why: () => string): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = answer();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`not within ${seconds} seconds: ${why()}`);
    await pause(100);
  }
}

/** Folders of runs that were killed. Nothing else outlives a run. */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
