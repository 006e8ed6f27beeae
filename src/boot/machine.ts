/** One machine: an image, the harness's settings over it, and a layer of its own that it boots from, as often as it likes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { layBody, meetingPoint, type Setting } from './body.ts';
import { makeCgroup, removeCgroups } from './cgroups.ts';
import { must, run } from './command.ts';
import { type Card, Lan } from './lan.ts';
import type { Run } from './places.ts';
import { endAll, processesIn } from './processes.ts';
import { type Report, readReport } from './report.ts';
import { Unable } from './unable.ts';

/** No boot comes near it; one that does hangs. */
const bootLimit = 600_000;

/** $1 is where the shell writes itself to, to be in the machine's cgroup. */
const around = `
set -e
echo $$ >"$1"; shift
mount -o remount,bind,ro /sys
mkdir -p /run/systemd/nspawn
mount -t tmpfs tmpfs /run/systemd/nspawn
exec "$@"
`;

export interface Plan {
  readonly run: Run;
  readonly name: string;
  readonly image: string;
  /** What lies over the image and below the machine. */
  readonly body: readonly Setting[];
  /** Absent: the machine has no network at all. */
  readonly card?: Card;
  /** Names of the units whose state is collected. */
  readonly units: readonly string[];
  /** Those of them that are not at their end before other machines are there. */
  readonly waiting: readonly string[];
  /** Files that its programs make when there is something to see of them. */
  readonly awaited?: readonly string[];
  /** Kernel parameters whose values are collected, as files. */
  readonly sysctls: readonly string[];
  /** Folders of the host's that the machine sees and may not write to: where they are, where it sees them. */
  readonly binds?: ReadonlyMap<string, string>;
}

export class TestMachine {
  /** The root as the machine sees it. */
  readonly root: string;
  /** What differs from the image. */
  readonly changes: string;
  readonly lan: Lan;
  /** /etc/fstab as it was before the first boot; empty if there is none. */
  readonly fstab: string;
  readonly #plan: Plan;
  readonly #folder: string;
  #boots = 0;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#folder = join(plan.run.folder, plan.name);
    this.root = join(this.#folder, 'root');
    this.changes = join(this.#folder, 'changes');
    this.lan = Lan.open(plan.run, plan.name);
    this.#mount();
    const fstab = join(this.root, 'etc/fstab');
    this.fstab = existsSync(fstab) ? readFileSync(fstab, 'utf8') : '';
    this.#ask('units', plan.units);
    this.#ask('waiting', plan.waiting);
    this.#ask('awaited', plan.awaited ?? []);
    this.#ask('sysctls', plan.sysctls);
  }

  #mount(): void {
    const [body, work] = ['body', 'work'].map((name) => join(this.#folder, name)) as [string, string];
    for (const folder of [body, work, this.changes, this.root]) mkdirSync(folder, { recursive: true });
    layBody(body, this.#plan.body);
    const layers = `lowerdir=${body}:${this.#plan.image},upperdir=${this.changes},workdir=${work}`;
    must('mount', ['-t', 'overlay', 'overlay', '-o', layers, this.root]);
  }

  #ask(name: string, lines: readonly string[]): void {
    mkdirSync(join(this.root, meetingPoint, 'in'), { recursive: true });
    writeFileSync(join(this.root, meetingPoint, 'in', name), lines.map((line) => `${line}\n`).join(''));
  }

  /** Puts a file where the machine finds it at its next boot. */
  write(path: string, text: string, mode = 0o644): void {
    const place = join(this.root, path);
    must('mkdir', ['-p', join(place, '..')]);
    writeFileSync(place, text, { mode });
  }

  /** Boots to power-off, or to the signal. With `byHand` the installer is run once more when the boot has ended. */
  async boot({ byHand = false, limit = AbortSignal.timeout(bootLimit) } = {}): Promise<Report> {
    const started = performance.now();
    if (byHand) this.#ask('by-hand', []);
    else rmSync(join(this.root, meetingPoint, 'in/by-hand'), { force: true });
    if (this.#plan.card) this.lan.plug(this.#plan.card);
    this.#boots += 1;
    const console = join(this.#folder, `console-${this.#boots}`);
    const status = await this.#run(console, limit);
    if (status !== 0 || !existsSync(join(this.root, meetingPoint, 'out/installer'))) {
      throw new Unable(
        `${this.#plan.name} did not boot to its end (${status}):\n${this.#lastWords(console)}`,
      );
    }
    return readReport(join(this.root, meetingPoint, 'out'), (performance.now() - started) / 1000);
  }

  /** In a mount namespace of its own: what systemd-nspawn leaves below /run, and a /sys by which it knows that there is no udev. */
  async #run(console: string, limit: AbortSignal): Promise<number | null> {
    // Without systemd as the host's PID 1 there is nobody to register with, and nobody who gives a machine its cgroup.
    const registered = existsSync('/run/systemd/system');
    const unregistered = registered ? [] : ['--register=no', '--keep-unit'];
    const cgroup = registered ? undefined : makeCgroup(this.#cgroup);
    const { card, binds = new Map() } = this.#plan;
    const nspawn = [
      'systemd-nspawn',
      '--quiet',
      ...unregistered,
      '--boot',
      `--directory=${this.root}`,
      `--machine=${this.#registeredName}`,
      '--hostname=unnamed',
      card ? `--network-interface=${card.name}` : '--private-network',
      '--resolv-conf=off',
      '--timezone=off',
      ...[...binds].map(([from, to]) => `--bind-ro=${from}:${to}`),
      '--console=read-only',
    ];
    const output = openSync(console, 'w');
    const child = spawn(
      'nsenter',
      [
        `--net=${this.lan.path}`,
        'unshare',
        '--mount',
        'sh',
        '-c',
        around,
        'sh',
        cgroup ?? '/dev/null',
        ...nspawn,
      ],
      {
        stdio: ['ignore', output, output],
        env: { ...process.env, SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: '1' },
      },
    );
    const end = () => {
      child.kill('SIGKILL');
      endAll(() => processesIn(this.#folder));
    };
    limit.addEventListener('abort', end);
    const [status] = (await once(child, 'exit')) as [number | null];
    limit.removeEventListener('abort', end);
    closeSync(output);
    removeCgroups(this.#cgroup);
    return status;
  }

  /** No other machine's on this host: another run may try a node of that name. At most as long as a host's name (machinectl(1)). */
  get #registeredName(): string {
    return this.#plan.run.namespaceName(this.#plan.name).slice(0, 64).replace(/\W+$/, '');
  }

  get #cgroup(): string {
    return this.#plan.run.namespaceName(this.#plan.name);
  }

  #lastWords(console: string): string {
    return `${readFileSync(console, 'utf8').slice(-2000)}\n${this.journal().slice(-4000)}`;
  }

  /** The whole journal, for whoever has to understand a failure. */
  journal(): string {
    const folder = join(this.root, 'var/log/journal');
    return run('journalctl', ['-D', folder, '--no-pager', '-o', 'short-monotonic']).stdout;
  }

  close(): void {
    this.lan.close();
    must('umount', [this.root]);
  }
}
