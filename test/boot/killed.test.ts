/** `nodeseed try` of a machine whose boot never ends, ended from outside: nothing of it stays, or only until the next run. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
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
import { setTimeout as pause } from 'node:timers/promises';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { mountsOf } from '../../src/boot/mounts.ts';
import { shellCommand, spawnCall } from '../cli/support/call.ts';
import { minimalProfile, workerPool } from '../support/profile.ts';
import { buildBundle } from './bundle.ts';
import { image, packages } from './image.ts';
import { run } from './places.ts';
import { canBoot, install } from './rig.ts';

const home = mkdtempSync(join(tmpdir(), 'nodeseed-killed-'));
const cache = join(home, 'cache');
const marker = 'a service that waits for ever';

/** Its only node keeps booting: no program of its own is needed for that. */
function writeEndless(folder: string): string {
  const contents = `[Unit]\nDescription=${marker}\n[Service]\nType=oneshot\nExecStart=/bin/sleep 86400.5\n[Install]\nWantedBy=multi-user.target\n`;
  const file = join(folder, 'profile.yaml');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    file,
    minimalProfile({
      host: {
        packages: { install: packages },
        units: [{ name: 'endless.service', state: 'enabled', contents }],
      },
      pools: [workerPool('debian-12')],
    }),
  );
  return file;
}

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

const processes = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

/** Of systemd-nspawn with its root below that folder. */
function holder(folder: string): number | undefined {
  return processes().find((pid) => {
    const words = read(`/proc/${pid}/cmdline`).split('\0');
    return (
      words[0]?.endsWith('systemd-nspawn') && words.some((word) => word.startsWith(`--directory=${folder}/`))
    );
  });
}

function spaceOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return '';
  }
}

/** One that has ended, and that nobody has asked for its status yet, has no mounts any more. */
const processesOf = (space: string): number[] =>
  processes().filter((pid) => spaceOf(pid) === space && read(`/proc/${pid}/mountinfo`) !== '');

/** In clock ticks after the host's start (proc_pid_stat(5)); undefined when it has ended. */
const startOf = (pid: number): string | undefined =>
  read(`/proc/${pid}/mountinfo`) === ''
    ? undefined
    : read(`/proc/${pid}/stat`).split(') ')[1]?.split(' ')[19];

/** By more than their namespace, whose number is the next one's when its last process has ended. */
const known = (space: string): Map<number, string | undefined> =>
  new Map(processesOf(space).map((pid) => [pid, startOf(pid)]));

const survivors = (all: Map<number, string | undefined>): number[] =>
  [...all].filter(([pid, start]) => start !== undefined && startOf(pid) === start).map(([pid]) => pid);

/** The namespace of a machine's processes, once the service that never ends is among them. */
async function booted(folder: string): Promise<string> {
  for (;;) {
    const pid = holder(folder);
    const [init = ''] = pid === undefined ? [] : read(`/proc/${pid}/task/${pid}/children`).split(' ');
    const space = spaceOf(Number(init));
    const atWork = processesOf(space).some((one) => read(`/proc/${one}/cmdline`).includes('86400.5'));
    if (space !== '' && atWork) return space;
    await pause(50);
  }
}

/** What a run holds beside its processes. */
function held(folder: string): string[] {
  return [
    ...read('/proc/self/mountinfo')
      .split('\n')
      .filter((line) => line.includes(folder)),
    ...readdirSync(join(folder, 'runs')),
  ];
}

/** Its network namespaces, and its cgroups. */
const spaces = (run_: string): string[] =>
  ['/run/netns', ...mountsOf('self').flatMap(({ type, place }) => (type === 'cgroup2' ? [place] : []))]
    .flatMap((folder) => readdirSync(folder))
    .filter((name) => name.startsWith(`nodeseed-${run_}-`));

const boots = join(cache, 'nodeseed/boot');

const children: ChildProcess[] = [];

function tryIt(): ChildProcess {
  const [program = '', ...words] = shellCommand;
  const call = ['try', 'profile.yaml', '--secrets', 'secrets.yaml', '--node', 'worker-1'];
  const child = spawn(program, [...words, ...call], {
    cwd: home,
    stdio: 'ignore',
    env: { ...process.env, XDG_CACHE_HOME: cache },
  });
  children.push(child);
  return child;
}

async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

const runOf = (child: ChildProcess): string =>
  readdirSync(join(boots, 'runs')).find((name) => name.startsWith(`${child.pid}-`)) ?? '';

if (canBoot()) {
  writeEndless(home);
  // The same image as the other boot tests', made once.
  mkdirSync(boots, { recursive: true });
  symlinkSync(dirname(image('bookworm')), join(boots, 'images'));
  const made = spawnCall(['secrets', 'new', 'profile.yaml', '--out', 'secrets.yaml'], home);
  assert.is(made.code, 0, made.stderr);

  test('killed outright, it leaves its machine running; the next run ends that first, and a signal ends all at once', async () => {
    const first = tryIt();
    const abandoned = await booted(boots);
    const name = runOf(first);
    // Two machines in one would take away each other's; a host's own systemd sees to it itself.
    const inItsOwn = (pid: number) => read(`/proc/${pid}/cgroup`).includes(`nodeseed-${name}-`);
    assert.ok(existsSync('/run/systemd/system') || processesOf(abandoned).every(inItsOwn), 'its own cgroup');
    await kill(first, 'SIGKILL');
    assert.ok(processesOf(abandoned).length > 1, 'the machine goes on without its run');
    assert.is.not(held(boots).length, 0);
    assert.is.not(spaces(name).length, 0);
    const left = known(abandoned);
    // Its systemd-nspawn is killed too, as by a shortage of memory: the machine has nobody left.
    process.kill(holder(boots) ?? 0, 'SIGKILL');
    // Else it could still be taken for the second run's.
    while (holder(boots) !== undefined) await pause(20);

    const second = tryIt();
    const space = await booted(boots);
    assert.equal(survivors(left), []);
    assert.equal(spaces(name), []);
    assert.equal(readdirSync(join(boots, 'runs')), [runOf(second)]);
    assert.not.ok(held(boots).some((line) => line.includes(name)));

    const secondName = runOf(second);
    const ended = known(space);
    await kill(second, 'SIGTERM');
    assert.equal(survivors(ended), []);
    assert.equal(held(boots), []);
    assert.equal(spaces(secondName), []);
  });

  test('a boot that is over its limit ends with every process of the machine', async () => {
    const folder = join(run().folder, 'endless');
    const bundle = buildBundle(writeEndless(folder));
    const installed = await install(bundle, bundle.node('worker-1'), 'bookworm', 'limit', {
      impatient: true,
    });
    try {
      const limit = new AbortController();
      const boot = installed.machine.boot({ limit: limit.signal }).then(
        () => 'booted',
        (error: Error) => error.message,
      );
      const space = await booted(run().folder);
      const all = known(space);
      limit.abort();
      assert.match(await boot, /^limit did not boot to its end/);
      assert.equal(survivors(all), []);
    } finally {
      await installed.close();
    }
  });

  test.after(async () => {
    for (const child of children)
      if (child.exitCode === null && child.signalCode === null) await kill(child, 'SIGTERM');
    rmSync(home, { recursive: true });
  });
}

test.run();
