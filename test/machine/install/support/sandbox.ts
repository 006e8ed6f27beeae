/**
 * A root file system of its own for the installer, in a mount namespace of its own: absolute paths are real ones there, and
 * nothing of the machine that the tests run on can be written to. Programs are the host's, but for those in `stubs.ts`.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type InstallerSettings, withInstaller } from '../../../../src/machine/install/index.ts';
import type { Machine } from '../../../../src/model/machine.ts';
import { missing } from '../../../support/judges.ts';
import { stubs } from './stubs.ts';

export interface Outcome {
  readonly status: number | null;
  readonly lines: readonly string[];
}

interface RunOptions {
  /** `sh` is the host's (dash on Debian). With `busybox` its applets come before the host's programs too. */
  readonly shell?: 'sh' | 'bash' | 'busybox';
  /** Programs that this machine has not. */
  readonly without?: readonly string[];
  /** What is run instead of the installer, with its arguments. */
  readonly script?: readonly string[];
}

const applets = [
  'sh',
  'tar',
  'gzip',
  'grep',
  'sed',
  'tr',
  'cut',
  'stat',
  'sha256sum',
  'sha512sum',
  'wget',
  'sort',
  'cmp',
  'cp',
  'mv',
  'rm',
  'mkdir',
  'chmod',
  'chown',
  'wc',
  'tail',
  'timeout',
  'sleep',
  'id',
  'cat',
];

/** $1 root, $2 programs to hide, then the command. The overlay needs a file system of its own beneath it. */
const enter = `
set -e
root=$1 hidden=$2; shift 2
mount -t tmpfs none "$root/over"; mkdir "$root/over/up" "$root/over/work"
mount -t overlay -o "lowerdir=/usr,upperdir=$root/over/up,workdir=$root/over/work" overlay "$root/usr"
mount --bind "$root/local" "$root/usr/local"
mount --rbind /proc "$root/proc"
mount --bind "$root/fake/sys" "$root/proc/sys"
for name in swaps modules; do [ ! -e "/proc/$name" ] || mount --bind "$root/fake/$name" "$root/proc/$name"; done
mount --rbind /dev "$root/dev"
for program in $hidden; do rm -f "$root/usr/bin/$program" "$root/usr/sbin/$program"; done
exec chroot "$root" "$@"
`;

/** Whether this machine lets us; said aloud where it does not. */
export function sandboxWorks(): boolean {
  const works =
    spawnSync('unshare', [
      '--mount',
      'sh',
      '-c',
      'd=$(mktemp -d) && mount -t tmpfs none $d && mkdir $d/u $d/w $d/m && mount -t overlay -o lowerdir=/usr,upperdir=$d/u,workdir=$d/w overlay $d/m; s=$?; umount -l $d; rmdir $d; exit $s',
    ]).status === 0;
  if (!works) missing('the installer in a mount namespace (needs root and overlayfs)');
  return works;
}

/** With everything it started. */
export function kill(child: ChildProcess): void {
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
}

export class Sandbox {
  readonly root = mkdtempSync(join(tmpdir(), 'nodeseed-sandbox-'));

  constructor() {
    for (const name of [
      'etc',
      'var',
      'run/systemd/system',
      'opt',
      'tmp',
      'proc',
      'dev',
      'sys',
      'usr',
      'over',
      'fake/sys',
    ])
      mkdirSync(join(this.root, name), { recursive: true });
    for (const name of ['bin', 'sbin', 'lib', 'lib64']) symlinkSync(`usr/${name}`, join(this.root, name));
    for (const name of ['known', 'enabled', 'masked', 'active', 'packages'])
      mkdirSync(join(this.root, 'stub', name), { recursive: true });
    this.write('/fake/swaps', 'Filename\n');
    this.write('/fake/modules', '');
    this.write('/etc/passwd', 'root:x:0:0:root:/root:/bin/sh\n');
    this.write('/etc/group', 'root:x:0:\n');
    this.write('/etc/shadow', 'root:*:1::::::\n', 0o600);
    this.write('/etc/gshadow', 'root:*::\n', 0o600);
    this.write('/etc/login.defs', '');
    this.write('/etc/hosts', '127.0.0.1 localhost\n');
    this.write('/etc/nsswitch.conf', 'passwd: files\ngroup: files\nhosts: files\n');
    this.write('/stub/calls', '');
    for (const [name, text] of Object.entries(stubs))
      this.write(`/local/sbin/${name}`, `#!/bin/sh\n${text}`, 0o755);
  }

  write(path: string, content: string | Uint8Array, mode = 0o644): void {
    const place = this.place(path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, content, { mode });
  }

  /** A path below /usr/local is that of the sandbox. */
  private place(path: string): string {
    return join(this.root, path.replace(/^\/usr\/local\//, '/local/'));
  }

  read(path: string): string {
    return readFileSync(this.place(path), 'utf8');
  }

  has(path: string): boolean {
    return lstatSync(this.place(path), { throwIfNoEntry: false }) !== undefined;
  }

  /** Type, mode and owner, as `-755 0:0`. */
  rights(path: string): string {
    const entry = lstatSync(this.place(path));
    const type = entry.isSymbolicLink() ? 'l' : entry.isDirectory() ? 'd' : '-';
    return `${type}${(entry.mode & 0o7777).toString(8)} ${entry.uid}:${entry.gid}`;
  }

  link(path: string): string {
    return readlinkSync(this.place(path));
  }

  replaceByLink(path: string, target: string): void {
    rmSync(this.place(path));
    symlinkSync(target, this.place(path));
  }

  calls(program: string): string[] {
    const lines = this.read('/stub/calls').split('\n');
    return lines
      .filter((line) => line.startsWith(`${program} `))
      .map((line) => line.slice(program.length + 1));
  }

  forgetCalls(): void {
    this.write('/stub/calls', '');
  }

  /** Everything below the root but the stubs, as it would be after an update in place, too: inode and time count. */
  snapshot(): string[] {
    const names = readdirSync(this.root, { recursive: true, encoding: 'utf8' });
    return (
      names
        .filter((name) => /^(etc|var|opt|local)\//.test(name))
        // The state folder's own time changes with the work folder in it.
        .filter((name) => name !== 'var/lib/nodeseed')
        .sort()
        .map((name) => {
          const { ino, mtimeMs, mode, size } = lstatSync(join(this.root, name));
          return `${name} ${ino} ${mtimeMs} ${mode.toString(8)} ${size}`;
        })
    );
  }

  /** Puts the machine's files there as a rendering would: all of root's. */
  lay(machine: Machine, settings: Partial<InstallerSettings> = {}): Machine {
    const whole = withInstaller(machine, { rounds: 2, pause: 0, ...settings });
    const put = (path: string, content: string | Uint8Array, mode: number) => {
      const before = this.has(path) ? readFileSync(this.place(path)) : undefined;
      if (before?.equals(Buffer.from(content)) !== true) this.write(path, content, mode);
    };
    for (const { path, content, mode } of whole.files) put(path, content.reveal(), mode);
    for (const { name, text, dropIns } of whole.units) {
      if (text !== undefined) put(`/etc/systemd/system/${name}`, text, 0o644);
      for (const dropIn of dropIns) put(`/etc/systemd/system/${name}.d/${dropIn.name}`, dropIn.text, 0o644);
    }
    return whole;
  }

  start({
    shell = 'sh',
    without = [],
    script = ['/etc/nodeseed/install.sh'],
  }: RunOptions = {}): ChildProcess {
    if (shell === 'busybox') for (const name of applets) this.applet(name);
    const command = [shell === 'busybox' ? '/usr/local/sbin/sh' : shell, ...script];
    const child = spawn(
      'unshare',
      ['--mount', 'sh', '-c', enter, 'sh', this.root, without.join(' '), ...command],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
        env: { PATH: process.env['PATH'] },
      },
    );
    const limit = setTimeout(() => kill(child), 60_000);
    child.on('close', () => clearTimeout(limit));
    return child;
  }

  async run(options: RunOptions = {}): Promise<Outcome> {
    const child = this.start(options);
    let text = '';
    child.stdout?.on('data', (chunk) => (text += chunk));
    child.stderr?.on('data', (chunk) => (text += `stderr: ${chunk}`));
    const [status] = (await once(child, 'close')) as [number | null];
    return { status, lines: text.split('\n').slice(0, -1) };
  }

  private applet(name: string): void {
    if (!this.has(`/usr/local/sbin/${name}`))
      symlinkSync('/usr/bin/busybox', join(this.root, 'local/sbin', name));
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
