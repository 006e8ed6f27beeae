/** Gives a machine its bundle, the way its system is given one. */
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { TestMachine } from './machine.ts';
import { must } from './must.ts';
import { runFolder } from './places.ts';

/** Debian has the program inside dracut's module, where an initramfs is made from. */
export const ignitionProgram = '/usr/lib/dracut/modules.d/30ignition/ignition';

/** NoCloud's folder with exactly the files that `build` wrote. */
export function seedFolder(machine: TestMachine, bundle: string, names: readonly string[]): void {
  const folder = join(machine.root, 'var/lib/cloud/seed/nocloud');
  mkdirSync(folder, { recursive: true });
  must('cp', [...names.map((name) => join(bundle, name)), folder]);
}

/** Fetch and files stages onto the root, as an initramfs does it; then the root is one that has never been booted. */
export function ignite(machine: TestMachine, config: string): void {
  const work = join(runFolder, 'ignition');
  const stubs = join(work, 'stubs');
  mkdirSync(stubs, { recursive: true });
  // Debian's build relabels always, also a root that has no SELinux.
  symlinkSync('/bin/true', join(stubs, 'setfiles'));
  machine.write('/etc/selinux/config', 'SELINUXTYPE=none\n');
  const places = ['config-cache', 'neednet', 'state-file'].map((name) => `--${name}=${join(work, name)}`);
  for (const stage of ['fetch', 'files']) {
    must(
      ignitionProgram,
      ['--platform=file', `--stage=${stage}`, `--root=${machine.root}`, ...places, '--log-to-stdout'],
      {
        env: { ...process.env, PATH: `${stubs}:${process.env['PATH']}`, IGNITION_CONFIG_FILE: config },
      },
    );
  }
  rmSync(work, { recursive: true });
  rmSync(join(machine.root, 'etc/selinux'), { recursive: true });
  machine.write('/etc/machine-id', 'uninitialized\n');
}
