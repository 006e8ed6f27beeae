/**
 * `nodeseed try` on the machine that people have: a systemd is its first process, machines are registered with systemd-machined and
 * get their cgroup from it, and no module is loaded that nobody asked for.
 */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { must } from '../../../src/boot/command.ts';
import { minimalProfile, workerPool } from '../../support/profile.ts';
import { nodeseed } from '../bundle.ts';
import { image, packages } from '../image.ts';
import { run } from '../places.ts';
import { publish } from '../upstream.ts';
import { asking, said } from './body.ts';
import { makeDisk, readFile } from './disk.ts';
import { canRunVms } from './rig.ts';
import { Vm } from './vm.ts';
import { vmImage } from './vm-image.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Each step's heading, what the program said, and its exit code. */
const script = `
export HOME=/root XDG_CACHE_HOME=/mnt/cache
mount /dev/vdc /mnt
cd /mnt/work
words='try profile.yaml --secrets secrets.yaml --node worker-1 --image /mnt/image --cache /mnt/artifacts'
try() { /mnt/node /mnt/nodeseed/dist/cli/main.js $words; echo "exit $?"; }
left() { machinectl --no-legend list; ip netns list; ls /mnt/cache/nodeseed/boot/runs; }

echo '== as the machine is'
try 2>&1 | tee /mnt/refused
echo '== the remedy'
remedy=$(sed -n 's/.*load what brings it first (\\(.*\\))$/\\1/p' /mnt/refused)
$remedy; echo "exit $?"
echo '== killed'
/mnt/node /mnt/nodeseed/dist/cli/main.js $words >/mnt/killed 2>&1 &
until machinectl --no-legend list | grep worker-1; do sleep 1; done
kill -KILL $!
wait
echo '== again'
try
echo '== left behind'
left
systemctl poweroff
`;

/** Everything that is on the user's second disk. */
async function fill(home: string): Promise<void> {
  const work = join(home, 'work');
  const artifacts = join(home, 'artifacts');
  for (const folder of [work, artifacts]) mkdirSync(folder, { recursive: true });
  const published = await publish();
  for (const { digest, bytes } of published) writeFileSync(join(artifacts, digest.replace(':', '-')), bytes);
  const pinned = published.filter(({ key }) => key !== 'kubeProxy');
  writeFileSync(
    join(work, 'profile.yaml'),
    minimalProfile({
      binaries: Object.fromEntries(pinned.map(({ key, digest }) => [key, { digest }])),
      host: { packages: { install: packages } },
      pools: [workerPool('debian-12')],
    }),
  );
  nodeseed('secrets', 'new', join(work, 'profile.yaml'), '--out', join(work, 'secrets.yaml'));
  copyFileSync(process.execPath, join(home, 'node'));
  must('chmod', ['755', join(home, 'node')]);
  must('cp', ['-a', image('bookworm'), join(home, 'image')]);
  copyProgram(join(home, 'nodeseed'));
}

/** As it is installed: what was built, what that reads, and the packages that it uses. */
function copyProgram(to: string): void {
  mkdirSync(to);
  const listed = must('npm', ['ls', '--prefix', root, '--omit=dev', '--all', '--parseable']);
  const used = listed.split('\n').flatMap((path) => /\/(node_modules\/.+)$/.exec(path)?.[1] ?? []);
  const parts = ['package.json', 'dist', 'src', 'profiles', ...used];
  must('sh', [
    '-c',
    'cd "$1" && shift && to=$1 && shift && cp -a --parents "$@" "$to"',
    'sh',
    root,
    to,
    ...parts,
  ]);
}

/** What was said after that heading. */
function step(text: string, heading: string): string {
  return text.split(/^== /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
}

if (canRunVms()) {
  test('a node is tried on a machine with systemd, also after a run that was killed, and nothing stays behind', async () => {
    const folder = join(run().folder, 'try');
    await fill(join(folder, 'home'));
    const disk = join(folder, 'home.raw');
    makeDisk(disk, join(folder, 'home'), '4G');
    const vm = new Vm({
      name: 'try',
      image: vmImage(),
      mac: '52:54:00:00:01:0b',
      files: asking(script),
      memory: 3072,
    });
    await vm.run({ arguments: ['-drive', `file=${disk},format=raw,if=virtio,cache=unsafe`] });
    const text = readFile(vm.disk, said);
    assert.match(
      step(text, 'as the machine is'),
      /^nodeseed: error: this machine's kernel has no .*: load what brings it first \(modprobe .*\)\nexit 1$/m,
    );
    assert.match(step(text, 'the remedy'), /\nexit 0\n$/);
    const again = step(text, 'again');
    assert.match(again, /^ok +program +\/usr\/local\/bin\/kubelet +kubelet 1\.36\.4, 0755 0:0$/m);
    assert.match(again, /^ok +left over +nothing +\d+ changes, all explained$/m);
    assert.match(again, /^\d+ compared, 0 faults, \d+ not to be seen in a container; [\d.]+ s\nexit 0$/m);
    assert.is(step(text, 'left behind'), 'left behind\n');
  });
}

test.run();
