/** `nodeseed try` as a user calls it: on a machine that can boot, on one that cannot, and with programs that nobody has. */
import { createHash } from 'node:crypto';
import { chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { run as command, must } from '../../src/boot/command.ts';
import { spawnCall } from '../cli/support/call.ts';
import { minimalProfile, workerPool } from '../support/profile.ts';
import { image, packages } from './image.ts';
import { canBoot } from './rig.ts';
import { publish } from './upstream.ts';

const home = mkdtempSync(join(tmpdir(), 'nodeseed-try-'));
const artifacts = join(home, 'artifacts');
const env = { XDG_CACHE_HOME: join(home, 'cache') };
const nobody = 65534;

/** Nothing that a compression makes smaller by much. */
const large = Array.from({ length: 400 }, (_, index) =>
  createHash('sha512').update(String(index)).digest('base64'),
).join('\n');

/** Profiles by their file's name; `more` is of the host. */
const profiles: Readonly<Record<string, { readonly more?: object; readonly [key: string]: unknown }>> = {
  'profile.yaml': {},
  'embed.yaml': { delivery: { mode: 'embed' } },
  'pointer.yaml': {
    platform: 'ec2',
    delivery: { url: 'http://192.0.2.10/first-boot' },
    more: { files: [{ path: '/etc/large', contents: large }] },
  },
  'too-large.yaml': { platform: 'ec2', more: { files: [{ path: '/etc/large', contents: large }] } },
};

/** The programs of the test's own upstream, under the names of their digests. */
async function prepare(): Promise<string> {
  const published = await publish();
  mkdirSync(artifacts);
  for (const { digest, bytes } of published) writeFileSync(join(artifacts, digest.replace(':', '-')), bytes);
  const pinned = published
    .filter(({ key }) => key !== 'kubeProxy')
    .map(({ key, digest }) => [key, { digest }]);
  for (const [name, { more = {}, ...settings }] of Object.entries(profiles)) {
    const profile = minimalProfile({
      binaries: Object.fromEntries(pinned),
      host: { packages: { install: packages }, ...more },
      pools: [workerPool('debian-12')],
      ...settings,
    });
    writeFileSync(join(home, name), profile);
  }
  // The same image as the other boot tests', made once.
  mkdirSync(join(home, 'cache/nodeseed/boot'), { recursive: true });
  symlinkSync(dirname(image('bookworm')), join(home, 'cache/nodeseed/boot/images'));
  const made = spawnCall(['secrets', 'new', 'profile.yaml', '--out', 'secrets.yaml'], home);
  assert.is(made.code, 0, made.stderr);
  return published.find(({ key }) => key === 'kubelet')?.digest ?? '';
}

const wordsFor = (profile: string) => ['try', profile, '--secrets', 'secrets.yaml', '--node', 'worker-1'];
const words = wordsFor('profile.yaml');

/** The Debian of the tests with a service that leaves something behind, and fails. */
function ownImage(): string {
  const folder = join(home, 'image');
  must('cp', ['-a', image('bookworm'), folder]);
  const unit = '/etc/systemd/system/chatty.service';
  writeFileSync(
    join(folder, unit),
    '[Service]\nType=oneshot\nExecStart=/bin/sh -c "date >/var/lib/chatty; exit 1"\n',
  );
  mkdirSync(join(folder, 'etc/systemd/system/multi-user.target.wants'), { recursive: true });
  symlinkSync(unit, join(folder, 'etc/systemd/system/multi-user.target.wants/chatty.service'));
  return folder;
}

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

  const boot = (profile = 'profile.yaml'): ReturnType<typeof spawnCall> =>
    spawnCall([...wordsFor(profile), '--cache', artifacts], home, { env });

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

  test('of a given image nothing counts that it does without the bundle too', () => {
    const { code, stdout, stderr } = spawnCall(
      [...words, '--cache', artifacts, '--image', ownImage()],
      home,
      {
        env,
      },
    );
    assert.is(code, 0, stdout + stderr);
    assert.match(stderr, /^booting the image as it is, to know what it does by itself$/m);
    assert.match(stdout, /^ok +host +failed units +none$/m);
    assert.match(stdout, /^ok +left over +nothing +\d+ changes, all explained$/m);
  });

  test('programs that travel in the bundle come from the cache, and it says so', () => {
    const { code, stdout, stderr } = boot('embed.yaml');
    assert.is(code, 0, stdout + stderr);
    assert.match(
      stderr,
      new RegExp(
        `^its programs travel in its bundle \\(delivery\\.mode: embed\\); here the machine gets them from ${artifacts}$`,
        'm',
      ),
    );
    assert.match(stdout, /^ok +program +\/usr\/local\/bin\/kubelet +kubelet 1\.36\.4, 0755 0:0$/m);
  });

  test('where build writes a pointer, the machine becomes what it leads to, and it says so', () => {
    const { code, stdout, stderr } = boot('pointer.yaml');
    assert.is(code, 0, stdout + stderr);
    assert.match(
      stderr,
      /^build writes a pointer for ec2, to serve\/worker-1\/[0-9a-f]{64}\.tar\.gz; here the machine gets at once what that leads to$/m,
    );
    assert.match(stdout, /^ok +file +\/etc\/large +\d+ bytes, 0644 0:0$/m);
  });

  test('what build refuses is refused before anything boots, at its place in the profile', () => {
    const { code, stdout, stderr } = boot('too-large.yaml');
    assert.is(code, 1);
    assert.is(stdout, '');
    assert.match(
      stderr,
      /^too-large\.yaml:\d+:\d+: error: the user-data of worker-1 has \d+ bytes, compressed/,
    );
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
