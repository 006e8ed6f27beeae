/** A virtual machine: a disk of its own that it boots from as often as it likes, one card, and a web server behind it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { meetingPoint, type Setting } from '../../../src/boot/body.ts';
import { must } from '../../../src/boot/command.ts';
import { type Report, readReport } from '../../../src/boot/report.ts';
import { cache, run } from '../places.ts';
import { addFiles, checkDisk, copyDisk, readTree } from './disk.ts';
import type { VmImage } from './vm-image.ts';

/** Where the web server answers in the subnet of the profile's pool of that number. */
export function webAddress(pool: number): string {
  return `10.0.${pool}.100`;
}

/** The network that QEMU plays: ours, and its router's, in that subnet. */
function subnet(pool: number): string {
  const old = `net=10.0.${pool}.0/24,host=10.0.${pool}.1,dhcpstart=10.0.${pool}.200`;
  return `${old},ipv6-net=fd00:${pool}::/64,ipv6-host=fd00:${pool}::1`;
}

/** KVM only where the processor has it, whatever /dev/kvm says. Without cx16 QEMU 7.2 breaks kernels from 6.12 on. */
const accelerated = /\b(vmx|svm)\b/.test(readFileSync('/proc/cpuinfo', 'utf8')) && existsSync('/dev/kvm');
const processor = accelerated
  ? ['-accel', 'kvm', '-cpu', 'host']
  : ['-accel', 'tcg,thread=multi', '-cpu', 'qemu64,-cx16'];

/** Of every machine. On a busy host the kernel's test of the timer fails, for want of a turn. */
export const kernelArguments =
  'root=/dev/vda rw console=ttyS0 panic=-1 no_timer_check systemd.journald.forward_to_console=1'.split(' ');

/** No boot comes near it; one that does hangs. On two cores of its own a boot takes less than a minute, on shared ones ten. */
const bootLimit = 1_800_000;

/** What is at the other end of a card: nothing but a web server. */
interface Lan {
  readonly pool: number;
  /** The folder that the server has. */
  readonly web: string;
}

export interface Plan {
  readonly name: string;
  readonly image: VmImage;
  readonly mac: string;
  /** Absent: nobody is there. */
  readonly lan?: Lan;
  /** Put onto the disk before the first boot. */
  readonly files: readonly Setting[];
  /** Absent: a copy of the image's. */
  readonly disk?: string;
  /** MiB. */
  readonly memory?: number;
}

export interface Boot {
  /** More of QEMU's arguments: a seed, a clock. */
  readonly arguments?: readonly string[];
  /** More of the kernel's. */
  readonly append?: readonly string[];
  /** The card's own iPXE is sent there, and starts whatever that says; absent: QEMU starts the image's kernel. */
  readonly network?: string;
  /** Called with each line of the serial console, where the journal is too. */
  readonly onLine?: (line: string, vm: Vm) => void;
}

export class Vm {
  readonly disk: string;
  /** The tree of its disk after the last boot. */
  readonly root: string;
  /** `STATUS PATH` of what the web server was asked. */
  get requests(): string[] {
    const log = `${this.#lan?.web}.log`;
    return existsSync(log) ? readFileSync(log, 'utf8').split('\n').filter(Boolean) : [];
  }
  readonly #folder: string;
  readonly #image: VmImage;
  readonly #mac: string;
  readonly #lan: Lan | undefined;
  readonly #memory: number;
  #process: ChildProcess | undefined;
  #boots = 0;

  constructor(plan: Plan) {
    this.#folder = join(run().folder, `vm-${plan.name}`);
    mkdirSync(this.#folder);
    this.#image = plan.image;
    this.#mac = plan.mac;
    this.#lan = plan.lan;
    this.#memory = plan.memory ?? 2048;
    this.disk = join(this.#folder, 'disk.raw');
    this.root = join(this.#folder, 'root');
    copyDisk(plan.disk ?? plan.image.disk, this.disk);
    if (plan.files.length > 0) addFiles(this.disk, plan.files);
    must('truncate', ['-s', '64M', this.#swap]);
    must('mkswap', ['--quiet', this.#swap]);
  }

  get #swap(): string {
    return join(this.#folder, 'swap.raw');
  }

  /** Boots to power-off and reads the disk. */
  async boot(boot: Boot = {}): Promise<Report> {
    const started = performance.now();
    const console = await this.run(boot);
    const seconds = (performance.now() - started) / 1000;
    checkDisk(this.disk);
    readTree(this.disk, this.root);
    const out = join(this.root, meetingPoint, 'out');
    if (!existsSync(join(out, 'installer')))
      throw new Error(`the machine did not boot to its end:\n${console.slice(-6000)}`);
    return readReport(out, seconds);
  }

  /** Boots until it is off; what the console had to say. */
  async run({ arguments: more = [], append = [], network, onLine }: Boot = {}): Promise<string> {
    const drive = (file: string) => ['-drive', `file=${file},format=raw,if=virtio,cache=unsafe`];
    const words = [
      ...processor,
      ...[
        '-smp',
        '2',
        '-m',
        String(this.#memory),
        '-nographic',
        '-no-reboot',
        '-nodefaults',
        '-serial',
        'stdio',
      ],
      ...(network === undefined ? this.#kernel(append) : ['-boot', 'n']),
      ...drive(this.disk),
      ...drive(this.#swap),
      ...['-netdev', this.#network(network)],
      ...['-device', `virtio-net-pci,netdev=lan,mac=${this.#mac}${network ? '' : ',romfile='}`],
      ...['-object', 'rng-random,id=random,filename=/dev/urandom', '-device', 'virtio-rng-pci,rng=random'],
      ...more,
    ];
    // It ends when this process does, however that ends. One at a time: each takes both cores.
    const bound = ['--pdeathsig', 'KILL', 'flock', '--no-fork', join(cache, 'qemu.lock')];
    const child = spawn('setpriv', [...bound, 'qemu-system-x86_64', ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: bootLimit,
      killSignal: 'SIGKILL',
    });
    this.#process = child;
    this.#boots += 1;
    const file = join(this.#folder, `console-${this.#boots}`);
    writeFileSync(file, '');
    const note = (line: string) => {
      appendFileSync(file, `${line}\n`);
      onLine?.(line, this);
    };
    createInterface({ input: child.stdout }).on('line', note);
    createInterface({ input: child.stderr }).on('line', note);
    await once(child, 'close');
    this.#process = undefined;
    return readFileSync(file, 'utf8');
  }

  #network(bootfile: string | undefined): string {
    // Another subnet than the machine's: whatever it sends is taken, and nothing comes back.
    if (!this.#lan) return 'user,id=lan,restrict=on';
    const { pool, web } = this.#lan;
    const server = fileURLToPath(new URL('http-stdio.mjs', import.meta.url));
    const answer = `guestfwd=tcp:${webAddress(pool)}:80-cmd:${process.execPath} ${server} ${web}`;
    return `user,id=lan,${subnet(pool)},restrict=on,${answer}${bootfile ? `,bootfile=${bootfile}` : ''}`;
  }

  #kernel(append: readonly string[]): string[] {
    const { kernel, initrd } = this.#image;
    return ['-kernel', kernel, '-initrd', initrd, '-append', [...kernelArguments, ...append].join(' ')];
  }

  /**
   * The disk as it would be had the power been cut now: the machine stands still while it is copied. What the machine has not
   * written yet is lost, just as when QEMU is killed.
   */
  cut(to: string): void {
    this.#process?.kill('SIGSTOP');
    copyDisk(this.disk, to);
    this.#process?.kill('SIGCONT');
  }

  /** The power is cut. */
  kill(): void {
    this.#process?.kill('SIGKILL');
  }
}
