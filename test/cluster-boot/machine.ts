/** One machine of a cluster: an image, this test's settings over it, a layer of its own, and what `build` wrote as its seed. It stays up. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asSystem, inContainer, layBody, seedOnly } from '../../src/boot/body.ts';
import { must, type Ran, run } from '../../src/boot/command.ts';
import type { NodeMachine } from '../../src/build.ts';
import { clusterSettings } from './body.ts';
import { makeCgroups, removeCgroups } from './cgroups.ts';
import type { Network } from './network.ts';

export interface Plan {
  readonly planned: NodeMachine;
  /** Where this run keeps its machines. */
  readonly runs: string;
  readonly image: string;
  /** The folder that `build` wrote for this node. */
  readonly bundle: string;
  /** The archive of what travels with the machines of its pool, where they get their programs by a bundle. */
  readonly base?: string;
}

/** In a mount namespace of its own, with the machine's cgroups entered before anything else. */
const around = `
set -e
while [ "$1" != -- ]; do echo $$ >"$1"; shift; done
shift
mount -o remount,bind,ro /sys
mkdir -p /run/systemd/nspawn
mount -t tmpfs tmpfs /run/systemd/nspawn
exec "$@"
`;

const nspawn = [
  'systemd-nspawn',
  '--quiet',
  '--boot',
  '--hostname=unnamed',
  '--network-interface=eth0',
  '--resolv-conf=off',
  '--timezone=off',
  '--console=read-only',
  // What the kubelet and runc do that other programs in containers do not.
  '--capability=all',
  '--system-call-filter=@keyring bpf',
  '--bind=/dev/kmsg',
];

export class ClusterMachine {
  readonly name: string;
  /** The root as the machine sees it. */
  readonly root: string;
  readonly #plan: Plan;
  readonly #network: Network;
  readonly #folder: string;
  #process: ChildProcess | undefined;
  #boots = 0;

  constructor(plan: Plan, network: Network) {
    this.name = plan.planned.node.name;
    this.#plan = plan;
    this.#network = network;
    this.#folder = join(plan.runs, this.name);
    this.root = join(this.#folder, 'root');
  }

  /** A new machine with nothing on it but its image and its seed. */
  create(): void {
    const [body, work, changes] = ['body', 'work', 'changes'].map((name) => join(this.#folder, name));
    for (const folder of [body, work, changes, this.root, this.#containers])
      mkdirSync(folder ?? '', { recursive: true });
    const { planned } = this.#plan;
    const settings = [inContainer(planned), seedOnly(planned), asSystem(planned), clusterSettings];
    layBody(body ?? '', settings.flat());
    const layers = `lowerdir=${body}:${this.#plan.image},upperdir=${changes},workdir=${work}`;
    must('mount', ['-t', 'overlay', 'overlay', '-o', layers, this.root]);
    this.seed();
  }

  /** The files as they are now are those of the next boot. Where a bundle is to come, they are those of a machine with a network. */
  seed(): void {
    const folder = join(this.root, 'var/lib/cloud/seed/nocloud');
    mkdirSync(folder, { recursive: true });
    for (const file of ['user-data', 'meta-data', 'network-config'])
      cpSync(join(this.#plan.bundle, file), join(folder, file));
    if (this.#plan.base !== undefined) writeFileSync(join(folder, 'user-data'), '#cloud-config\n{}\n');
  }

  /** As whoever carries a bundle to a machine: both archives into one folder, its script run, the folder thrown away. */
  setUp(): string {
    const { base, bundle } = this.#plan;
    if (base === undefined) throw new Error(`${this.name} gets its programs by itself`);
    const folder = join(this.root, 'srv/bundle');
    mkdirSync(folder);
    for (const archive of [base, join(bundle, `${this.name}.bundle.tar`)])
      must('tar', ['-xf', archive, '-C', folder]);
    const { status, stdout, stderr } = this.#within(600, ['sh', '/srv/bundle/install.sh']);
    if (status !== 0) throw new Error(`${stdout}${stderr}`);
    rmSync(folder, { recursive: true });
    return stdout;
  }

  /** Where containers' own layers are: the kernel stacks none of its overlays on one. */
  get #containers(): string {
    return join(this.#folder, 'containers');
  }

  start(): void {
    this.#boots += 1;
    const space = this.#network.plug(this.name, this.#plan.planned.node.mac ?? '');
    removeCgroups(space);
    const console = openSync(join(this.#folder, `console-${this.#boots}`), 'w');
    // Without systemd as the host's PID 1 there is nobody to register with.
    const unregistered = existsSync('/run/systemd/system') ? [] : ['--register=no', '--keep-unit'];
    const own = [
      `--directory=${this.root}`,
      `--machine=${this.name}`,
      `--bind=${this.#containers}:/var/lib/containerd`,
    ];
    const entering = ['unshare', '--mount', 'sh', '-c', around, 'sh', ...makeCgroups(space), '--'];
    this.#process = spawn(
      'nsenter',
      [`--net=/run/netns/${space}`, ...entering, ...nspawn, ...unregistered, ...own],
      { stdio: ['ignore', console, console], env: { ...process.env, SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: '0' } },
    );
  }

  get isRunning(): boolean {
    return (
      this.#process !== undefined && this.#process.exitCode === null && this.#process.signalCode === null
    );
  }

  /** Inside, as root. A machine that is not up yet answers with a status of its own, and so does what hangs. */
  run(...command: readonly string[]): Ran {
    return this.#within(60, command);
  }

  #within(seconds: number, command: readonly string[]): Ran {
    const init = this.#init();
    if (init === undefined) return { status: 127, stdout: '', stderr: `${this.name} is not up` };
    const spaces = ['--mount', '--uts', '--ipc', '--net', '--pid', '--root', '--wd'];
    return run('nsenter', [`--target=${init}`, ...spaces, 'timeout', String(seconds), ...command]);
  }

  /** The machine's own first process: nspawn's only child. */
  #init(): number | undefined {
    const { pid } = this.#process ?? {};
    if (pid === undefined || !this.isRunning) return undefined;
    const children = `/proc/${pid}/task/${pid}/children`;
    const [child] = existsSync(children) ? readFileSync(children, 'utf8').trim().split(' ') : [];
    return child ? Number(child) : undefined;
  }

  /** As by its power button, and after that by its plug: containers do not mind that a machine goes down. */
  async powerOff(seconds = 20): Promise<void> {
    if (!this.isRunning || !this.#process) return;
    const ended = once(this.#process, 'exit');
    this.run('systemctl', 'poweroff', '--no-block');
    const limit = setTimeout(() => this.kill(), seconds * 1000);
    await ended;
    clearTimeout(limit);
  }

  /** The first process takes all others along, and nspawn ends when it has. */
  kill(): void {
    const init = this.#init();
    if (init === undefined) this.#process?.kill('SIGKILL');
    else process.kill(init, 'SIGKILL');
  }

  /** Everything that was on it is gone. */
  async destroy(): Promise<void> {
    if (this.isRunning && this.#process) {
      const ended = once(this.#process, 'exit');
      this.kill();
      await ended;
    }
    must('umount', [this.root]);
    rmSync(this.#folder, { recursive: true });
  }

  /** For whoever has to understand a failure. */
  lastWords(): string {
    const journal = run('journalctl', [
      '-D',
      join(this.root, 'var/log/journal'),
      '--no-pager',
      '-n',
      '60',
      '-o',
      'short-monotonic',
    ]);
    const console = readFileSync(join(this.#folder, `console-${this.#boots}`), 'utf8');
    return `--- ${this.name}\n${console.slice(-1000)}\n${journal.stdout.slice(-6000)}`;
  }
}
