import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { iso9660 } from '../../src/archive/iso9660.ts';
import type { VolumeFile } from '../../src/archive/volume.ts';
import { scratchFolder } from '../formats/support/on-disk.ts';
import { available, run } from '../support/judges.ts';
import { inKernel, kernelAvailable } from '../support/kernel.ts';
import fc from '../support/property.ts';
import {
  anyFiles,
  bytesOf,
  file,
  hole,
  listingOf,
  listingOfFolder,
  newFolder,
  time,
  writeImage,
} from './support/volumes.ts';

const scratch = scratchFolder();
const options = { label: 'cidata', time };
const image = (name: string, files: readonly VolumeFile[]) =>
  writeImage(join(scratch, name), iso9660(files, options));

/** Names of every length around those at which a record has no room left, and a folder of several sectors. */
const odd = [
  file('user-data', '#cloud-config\n', 0o600),
  file('empty'),
  file('two.dots.tar.gz', 'x'),
  file('TWO.dots.tar.gz', 'y'),
  file('.hidden', 'z'),
  file("a'b;c:d*e?", 'q'),
  file('a/b/c/d/e/f/deepest', 'deep'),
  ...[100, 127, 128, 129, 150, 200, 253].map((length) => file(`long/${'n'.repeat(length)}`, `${length}`)),
  ...Array.from({ length: 120 }, (_, i) => file(`many/file number ${i}.conf`, `${i}`)),
];

if (available('blkid', 'util-linux')) {
  test('blkid knows the type and the label as it was given', () => {
    const done = run('blkid', ['-p', '-o', 'export', image('blkid.iso', odd)]);
    assert.match(done.stdout, /^LABEL=cidata$/m);
    assert.match(done.stdout, /^TYPE=iso9660$/m);
  });
}

if (available('isoinfo', 'genisoimage')) {
  test('isoinfo finds Joliet and Rock Ridge', () => {
    const done = run('isoinfo', ['-d', '-i', image('isoinfo.iso', odd)]);
    assert.is(done.stderr, '');
    assert.match(done.stdout, /^Volume id: cidata$/m);
    assert.match(done.stdout, /^Joliet with UCS level 3 found$/m);
    assert.match(done.stdout, /^Rock Ridge signatures version 1 found$/m);
  });

  test('every one of the three hierarchies has every file, with unique names that its standard allows', () => {
    const path = image('names.iso', odd);
    const paths = (...more: string[]) =>
      run('isoinfo', [...more, '-f', '-i', path], { env: { ...process.env, LC_ALL: 'C.UTF-8' } })
        .stdout.trim()
        .split('\n');
    const folders = 8;
    for (const found of [paths(), paths('-J'), paths('-R')]) {
      assert.is(found.length, odd.length + folders);
      assert.is(new Set(found).size, found.length);
    }
    for (const one of paths())
      assert.match(one, /^(\/[A-Z0-9_]{1,8})*\/[A-Z0-9_]{1,8}(\.[A-Z0-9_]{0,3};1)?$/);
  });
}

if (available('xorriso', 'xorriso')) {
  const extracted = (path: string) => {
    const to = newFolder(scratch);
    const done = run('xorriso', [
      '-abort_on',
      'SORRY',
      '-osirrox',
      'on',
      '-indev',
      path,
      '-extract',
      '/',
      to,
    ]);
    assert.is(done.status, 0, done.stderr);
    assert.not.match(done.stderr, /WARNING|SORRY|FAILURE/);
    return listingOfFolder(to);
  };

  test('xorriso gets every file out, whatever its name', () => {
    assert.equal(extracted(image('xorriso.iso', odd)), listingOf(odd));
  });

  test('any tree comes out of xorriso and bsdtar as it went in', () => {
    fc.assert(
      fc.property(anyFiles, (files) => {
        const path = image('any.iso', files);
        assert.equal(extracted(path), listingOf(files));
        assert.equal(untarred(path), listingOf(files));
      }),
      { numRuns: 12, seed: 20260901, endOnFailure: true },
    );
  });
}

/** libarchive is told what is no file of ours: nothing. */
function untarred(path: string): string[] {
  if (!available('bsdtar', 'libarchive-tools')) return [];
  const to = newFolder(scratch);
  const done = run('bsdtar', ['-xf', path, '-C', to], { env: { ...process.env, LC_ALL: 'C.UTF-8' } });
  assert.equal([done.status, done.stderr], [0, '']);
  return listingOfFolder(to);
}

if (kernelAvailable()) {
  test('the kernel mounts it by Rock Ridge and by Joliet, and finds bytes, modes and dates', () => {
    const { status, stdout, stderr } = inKernel(
      `mkdir rock joliet
mount -t iso9660 -o ro /dev/ubda rock
mount -t iso9660 -o ro,norock,utf8 /dev/ubda joliet
cd rock
find . -type f -printf '%P\\0' | sort -z | xargs -0 sha256sum
stat -c '%a %u:%g %Y %n' user-data empty .
cd ../joliet
find . -type f -exec sha256sum {} + | cut -c1-64 | sort`,
      [image('kernel.iso', odd)],
    );
    assert.equal([status, stderr], [0, '']);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => line.replace(/^\\(?=[0-9a-f]{64} )/, ''));
    const listed = listingOf(odd);
    const seconds = time.getTime() / 1000;
    assert.equal(lines.slice(0, listed.length).sort(), listed);
    assert.equal(lines.slice(listed.length, listed.length + 3), [
      `600 0:0 ${seconds} user-data`,
      `644 0:0 ${seconds} empty`,
      `755 0:0 ${seconds} .`,
    ]);
    assert.equal(lines.slice(listed.length + 3), listed.map((line) => line.slice(0, 64)).sort());
  });

  test('a file of more than 4 GiB goes on in a second extent', () => {
    const size = 5 * 2 ** 30 + 3;
    const files = [hole('a-bundle.tar', size), file('b-after', 'behind it')];
    const path = writeImage(join(scratch, 'large.iso'), iso9660(files, options));
    const { status, stdout, stderr } = inKernel(
      `mkdir m
mount -t iso9660 -o ro /dev/ubda m
stat -c '%s' m/a-bundle.tar
tail -c 5 m/a-bundle.tar | od -An -tx1
cat m/b-after`,
      [path],
    );
    assert.equal([status, stderr], [0, '']);
    assert.equal(stdout.split('\n'), [String(size), ' 00 00 00 00 00', 'behind it']);
  });
}

test('the same files in another order give the same bytes; so does another name of a time', () => {
  const bytes = bytesOf(iso9660(odd, options));
  assert.ok(bytes.equals(bytesOf(iso9660([...odd].reverse(), options))));
  assert.not.ok(bytes.equals(bytesOf(iso9660(odd, { ...options, time: new Date(0) }))));
  assert.is(bytes.length % 2048, 0);
});

test('an artifact stays a piece, and nothing of a file is in a piece of another secrecy', () => {
  const [head, , artifact] = iso9660([file('a', 'x'), hole('b', 10_000)], options).filter(
    ({ size }) => size > 1,
  );
  assert.ok(head && 'reveal' in head);
  assert.equal(artifact, { digest: `sha256:${'0'.repeat(64)}`, size: 10_000 });
});

test('what cannot be on such a volume is a bug', () => {
  const deep = file('1/2/3/4/5/6/7/8/9');
  for (const files of [
    [deep],
    [file('../x')],
    [file('a'), file('a')],
    [file('a'), file('a/b')],
    [file('')],
    [file('n'.repeat(254))],
  ])
    assert.throws(() => iso9660(files, options), /levels|called|twice|too long/);
  assert.throws(() => iso9660([], { label: 'no spaces', time }), 'labelled');
});

test.run();
