/** Gives a machine its bundle, the way its system is given one. */
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { must, run } from './command.ts';
import type { TestMachine } from './machine.ts';
import { Unable } from './unable.ts';

/** Debian has the program inside dracut's module, where an initramfs is made from. */
export const ignitionProgram = '/usr/lib/dracut/modules.d/30ignition/ignition';

/** NoCloud's folder with exactly the files that `build` wrote. */
export function seedFolder(machine: TestMachine, bundle: string): void {
  const folder = join(machine.root, 'var/lib/cloud/seed/nocloud');
  mkdirSync(folder, { recursive: true });
  const names = ['user-data', 'meta-data', 'network-config'].map((name) => join(bundle, name));
  must('cp', [...names.filter((name) => existsSync(name)), folder]);
}

/** Fetch and files stages onto the root, as an initramfs does it; then the root is one that has never been booted. `work` is a folder to be made. */
export function ignite(machine: TestMachine, config: string, work: string): void {
  const stubs = join(work, 'stubs');
  mkdirSync(stubs, { recursive: true });
  // Debian's build relabels always, also a root that has no SELinux.
  symlinkSync('/bin/true', join(stubs, 'setfiles'));
  machine.write('/etc/selinux/config', 'SELINUXTYPE=none\n');
  const places = ['config-cache', 'neednet', 'state-file'].map((name) => `--${name}=${join(work, name)}`);
  for (const stage of ['fetch', 'files']) {
    const done = run(
      ignitionProgram,
      ['--platform=file', `--stage=${stage}`, `--root=${machine.root}`, ...places, '--log-to-stdout'],
      {
        env: { ...process.env, PATH: `${stubs}:${process.env['PATH']}`, IGNITION_CONFIG_FILE: config },
      },
    );
    if (done.status !== 0) throw new Unable(refusal(stage, config, done.stdout + done.stderr));
  }
  rmSync(work, { recursive: true });
  rmSync(join(machine.root, 'etc/selinux'), { recursive: true });
  machine.write('/etc/machine-id', 'uninitialized\n');
}

/** Only its own errors: the rest of what it says has the configuration in it, secrets and all. */
function refusal(stage: string, config: string, said: string): string {
  const { ignition } = JSON.parse(readFileSync(config, 'utf8')) as { ignition: { version: string } };
  if (/unsupported config version/i.test(said))
    return `this machine's Ignition (${ignitionProgram}) does not read the spec ${ignition.version}; set ignitionVersion to one that it reads, or install a newer Ignition`;
  const errors = said.split('\n').filter((line) => /\bCRITICAL\b|\bERROR\b|error at \$/.test(line));
  return `Ignition's ${stage} stage refused the configuration:\n${errors.join('\n')}`;
}

export function hasIgnition(): boolean {
  return existsSync(ignitionProgram);
}
