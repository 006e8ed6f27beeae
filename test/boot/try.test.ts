/** `nodeseed try` as a user calls it: on a machine that can boot, on one that cannot, and with programs that nobody has. */
import { chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { run as command } from '../../src/boot/command.ts';
import { spawnCall } from '../cli/support/call.ts';
import { minimalProfile, workerPool } from '../support/profile.ts';
import { image, packages } from './image.ts';
import { canBoot } from './rig.ts';
import { publish } from './upstream.ts';

const home = mkdtempSync(join(tmpdir(), 'nodeseed-try-'));
const artifacts = join(home, 'artifacts');
const env = { XDG_CACHE_HOME: join(home, 'cache') };
const nobody = 65534;

/** The programs of the test's own upstream, under the names of their digests. */
async function prepare(): Promise<string> {
  const published = await publish();
  mkdirSync(artifacts);
  for (const { digest, bytes } of published) writeFileSync(join(artifacts, digest.replace(':', '-')), bytes);
  const pinned = published
    .filter(({ key }) => key !== 'kubeProxy')
    .map(({ key, digest }) => [key, { digest }]);
  const profile = minimalProfile({
    binaries: Object.fromEntries(pinned),
    host: { packages: { install: packages } },
    pools: [workerPool('debian-12')],
  });
  writeFileSync(join(home, 'profile.yaml'), profile);
  // The same image as the other boot tests', made once.
  mkdirSync(join(home, 'cache/nodeseed/boot'), { recursive: true });
  symlinkSync(dirname(image('bookworm')), join(home, 'cache/nodeseed/boot/images'));
  const made = spawnCall(['secrets', 'new', 'profile.yaml', '--out', 'secrets.yaml'], home);
  assert.is(made.code, 0, made.stderr);
  return published.find(({ key }) => key === 'kubelet')?.digest ?? '';
}

const words = ['try', 'profile.yaml', '--secrets', 'secrets.yaml', '--node', 'worker-1'];

if (canBoot()) {
  const kubelet = await prepare();

  test('without the programs that boot a machine it says which, and which package has it', () => {
    const { code, stderr, stdout } = spawnCall(words, home, { env: { ...env, PATH: '/nonexistent' } });
    assert.is(code, 1);
    assert.is(stdout, '');
    assert.match(
      stderr,
      /^nodeseed: error: systemd-nspawn is not installed \(Debian's package systemd-container\)\n$/,
    );
  });

  test('without root it says so', () => {
    for (const path of [home, join(home, 'secrets.yaml')]) chownSync(path, nobody, nobody);
    const program = process.execPath;
    const main = new URL('../../dist/cli/main.js', import.meta.url).pathname;
    const node = [program, main, ...words.map((word) => (word.endsWith('.yaml') ? join(home, word) : word))];
    const done = command('setpriv', [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', ...node]);
    for (const path of [home, join(home, 'secrets.yaml')]) chownSync(path, 0, 0);
    assert.is(done.status, 1, done.stderr);
    assert.match(done.stderr, /^nodeseed: error: booting a machine needs root/);
  });

  test('a folder without a system is no image', () => {
    const { code, stderr } = spawnCall([...words, '--image', home], home, { env });
    assert.is(code, 1);
    assert.match(stderr, /is no root file system with systemd in it/);
  });

  const boot = (): ReturnType<typeof spawnCall> => spawnCall([...words, '--cache', artifacts], home, { env });

  test('everything holds: a row for each thing, and exit code 0', () => {
    const { code, stdout, stderr } = boot();
    assert.is(code, 0, stdout + stderr);
    assert.match(stdout, /^ok +file +\/etc\/containerd\/config\.toml +\d+ bytes, 0644 0:0$/m);
    assert.match(stdout, /^ok +program +\/usr\/local\/bin\/kubelet +kubelet 1\.36\.4, 0755 0:0$/m);
    assert.match(stdout, /^ok +unit +kubelet\.service +enabled$/m);
    assert.match(stdout, /^ok +sysctl +net\.ipv4\.ip_forward +1$/m);
    assert.match(stdout, /^ok +left over +nothing +\d+ changes, all explained$/m);
    assert.match(stdout, /^\d+ compared, 0 faults, \d+ not to be seen in a container; [\d.]+ s$/m);
    assert.not.match(stdout, /^FAULT/m);
  });

  test('a program that nobody has is in the table with all that comes of it, and the exit code is 1', () => {
    rmSync(join(artifacts, kubelet.replace(':', '-')));
    const { code, stdout, stderr } = boot();
    assert.is(code, 1);
    assert.match(stderr, /^worker-1 runs debian-12; a Debian bookworm stands for it/);
    assert.match(stderr, /^not in .*artifacts, and there is no network inside: kubelet 1\.36\.4$/m);
    assert.match(
      stdout,
      /^FAULT +program +\/usr\/local\/bin\/kubelet .*\n +kubelet 1\.36\.4 was not to be had$/m,
    );
    assert.match(stdout, /^FAULT +unit +kubelet\.service .*\n +is inactive$/m);
    assert.match(stdout, /^ok +unit +containerd\.service +enabled$/m);
    assert.match(stdout, /^FAILED kubelet 1\.36\.4: no source gave it:/m);
  });
}

test.after(() => rmSync(home, { recursive: true }));
test.run();
