/** The real Ignition of Debian's package, run onto a folder as if that were the root it boots into. */
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { available, missing, run } from '../../support/judges.ts';
import { put } from './on-disk.ts';

const program = '/usr/lib/dracut/modules.d/30ignition/ignition';

export function canIgnite(): boolean {
  const there = available('ignition-validate', 'ignition') && existsSync(program) && process.getuid?.() === 0;
  if (!there) missing("running Ignition's stages needs root and Debian's package ignition");
  return there;
}

/** Fails for warnings too: an unused key is one. */
export function validate(config: string): string {
  const done = run('ignition-validate', [config]);
  return done.status === 0 ? done.stdout + done.stderr : `status ${done.status}: ${done.stderr}`;
}

/** Runs the stages fetch and files. Debian's build always relabels, so a stub stands in for setfiles. */
export function ignite(config: string, root: string, scratch: string): void {
  const stubs = join(scratch, 'stubs');
  mkdirSync(stubs, { recursive: true });
  writeFileSync(join(stubs, 'setfiles'), '#!/bin/sh\n');
  chmodSync(join(stubs, 'setfiles'), 0o755);
  put(root, '/etc/selinux/config', 'SELINUXTYPE=none\n');
  const state = {
    cache: join(scratch, 'cache.json'),
    neednet: join(scratch, 'neednet'),
    state: join(scratch, 'state'),
  };
  for (const path of Object.values(state)) rmSync(path, { force: true });
  for (const stage of ['fetch', 'files']) {
    const args = [
      ...['--platform=file', `--stage=${stage}`, `--root=${root}`, `--config-cache=${state.cache}`],
      ...[`--neednet=${state.neednet}`, `--state-file=${state.state}`, '--log-to-stdout'],
    ];
    const env = { ...process.env, PATH: `${stubs}:${process.env['PATH']}`, IGNITION_CONFIG_FILE: config };
    const done = run(program, args, { env });
    if (done.status !== 0)
      throw new Error(`ignition ${stage}: ${done.stdout.split('\n').slice(-15).join('\n')}`);
  }
}
