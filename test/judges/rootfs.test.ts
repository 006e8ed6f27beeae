/** GNU tar on every root file system archive, as the README says to unpack it, onto a real Debian; shellcheck on the installer. */
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { image } from '../boot/image.ts';
import { assertFiles, assertLink, debianRoot, scratchFolder } from '../formats/support/on-disk.ts';
import { available, missing, run } from '../support/judges.ts';
import { type BuiltNode, everyNode, filesOf, onePerPool, textOf } from './outputs.ts';
import { assertMachine } from './support/on-disk.ts';
import { onImage } from './support/overlay.ts';

/** Not below /tmp, which is another one where it is unpacked. */
const scratch = scratchFolder('/var/tmp');
const installer = '/etc/nodeseed/install.sh';
const isRoot = process.getuid?.() === 0;
if (!isRoot) missing('unpacking with owners needs root');

async function save(one: BuiltNode): Promise<string> {
  const name = `${one.node.name}.rootfs.tar.gz`;
  const path = join(mkdtempSync(join(scratch, 'archive-')), name);
  writeFileSync(path, (await filesOf(one)).get(name) ?? '');
  return path;
}

if (available('tar', 'tar')) {
  test('GNU tar lists every archive without a word, and there is no folder in it that may be a link', async () => {
    for (const one of everyNode()) {
      const done = run('tar', ['-tzf', await save(one)]);
      assert.equal([done.status, done.stderr], [0, ''], one.title);
      const odd = done.stdout
        .split('\n')
        .filter((name) => /^(?:\/|bin|sbin|lib|run|var\/run|etc\/?$)/.test(name));
      assert.equal(odd, [], one.title);
    }
  });
}

if (isRoot && available('tar', 'tar') && available('mmdebstrap', 'mmdebstrap')) {
  for (const one of onePerPool()) {
    test(`${one.title}: unpacked onto a Debian root it is the machine, and links stay links`, async () => {
      const extract = [
        'tar',
        '--numeric-owner',
        '--keep-directory-symlink',
        '-xpzf',
        await save(one),
        '-C',
        '/mnt',
      ];
      // Twice: it is unpacked again with a new bundle.
      const done = onImage(image('bookworm'), scratch, ['sh', '-ec', '"$@"; "$@"', 'sh', ...extract]);
      assert.equal([done.status, done.stderr], [0, '']);
      const links = [
        'bin -> usr/bin',
        'sbin -> usr/sbin',
        'lib -> usr/lib',
        'lib64 -> usr/lib64',
        'var/run -> /run',
      ];
      assert.equal(done.stdout.trim().split('\n'), links);
      assertUnpacked(debianRoot(done.root), one);
    });
  }
}

function assertUnpacked(root: string, { node, machine }: BuiltNode): void {
  assertMachine(root, machine);
  const hostname = { path: '/etc/hostname', bytes: Buffer.from(`${machine.hostname}\n`) };
  // Machines of a dynamic pool have names of their own.
  if (node.dynamic) assert.not.ok(existsSync(join(root, hostname.path)));
  else assertFiles(root, [{ ...hostname, mode: 0o644, uid: 0, gid: 0 }]);
  const wants = '/etc/systemd/system/multi-user.target.wants/nodeseed-install.service';
  assertLink(root, wants, '/etc/systemd/system/nodeseed-install.service');
}

if (available('shellcheck', 'shellcheck')) {
  test('shellcheck has nothing against the installer, of which there is one', () => {
    const texts = new Set(everyNode().map((one) => textOf(one, installer)));
    assert.is(texts.size, 1);
    const done = run('shellcheck', ['-s', 'sh', '--severity=style', '-'], { input: [...texts].join('') });
    assert.equal([done.status, done.stdout, done.stderr], [0, '', '']);
  });
}

test('there is something to judge', () => assert.ok(onePerPool().length > 5));

test.run();
