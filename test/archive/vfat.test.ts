import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { vfat } from '../../src/archive/vfat.ts';
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
  writeImage(join(scratch, name), vfat(files, options));

const small = [
  file('user-data', '#cloud-config\n'),
  file('empty'),
  file('README.TXT', 'short by itself'),
  file('readme.txt.gz', 'x'),
  // The alias that user-data would have.
  file('USER-D~1', 'not user-data'),
  file('a/b/c/deep', 'deep'),
  ...[12, 13, 14, 26, 200, 255].map((length) => file(`long/${'n'.repeat(length - 4)}.txt`, `${length}`)),
  ...Array.from({ length: 120 }, (_, i) => file(`many/file number ${i}.conf`, `${i}`)),
  // More than the 512 entries that a root usually has.
  ...Array.from({ length: 300 }, (_, i) => file(`file-in-the-root-${i}`, '')),
];

/** One of each kind of table, by the amount of data. */
const volumes: Readonly<Record<string, readonly VolumeFile[]>> = {
  FAT12: small,
  FAT16: [...small, file('bundle.tar', Buffer.alloc(20_000_000, 'b'))],
  'FAT16 with larger clusters': [...small, hole('bundle.tar', 300_000_000)],
  FAT32: [...small, hole('bundle.tar', 700_000_000)],
};

for (const [kind, files] of Object.entries(volumes)) {
  if (available('fsck.vfat', 'dosfstools')) {
    test(`${kind}: fsck.vfat has nothing against it`, () => {
      const done = run('fsck.vfat', ['-n', '-v', image('fsck.img', files)]);
      assert.is(done.status, 0, done.stdout + done.stderr);
      const { bits = '' } = /, (?<bits>\d+) bit entries/.exec(done.stdout)?.groups ?? {};
      assert.is(`FAT${bits}`, kind.split(' ')[0]);
      assert.not.match(done.stdout, /wrong|differ|orphan|bad/i);
    });
  }

  if (available('blkid', 'util-linux')) {
    test(`${kind}: blkid knows type and label`, () => {
      const done = run('blkid', ['-p', '-o', 'export', image('blkid.img', files)]);
      for (const line of ['LABEL=CIDATA', 'LABEL_FATBOOT=CIDATA', 'TYPE=vfat'])
        assert.ok(done.stdout.split('\n').includes(line), done.stdout);
    });
  }
}

if (available('mcopy', 'mtools')) {
  const copied = (path: string) => {
    const to = newFolder(scratch);
    const done = run('mcopy', ['-s', '-n', '-i', path, '::*', `${to}/`], {
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    });
    assert.equal([done.status, done.stderr], [0, '']);
    return listingOfFolder(to);
  };

  test('mtools gets every file out', () => {
    assert.equal(copied(image('mtools.img', small)), listingOf(small));
  });

  test('any tree comes out of mtools as it went in, and fsck.vfat has nothing against it', () => {
    fc.assert(
      fc.property(anyFiles, (files) => {
        const path = image('any.img', files);
        assert.equal(copied(path), listingOf(files));
        if (!available('fsck.vfat', 'dosfstools')) return;
        const done = run('fsck.vfat', ['-n', path]);
        assert.is(done.status, 0, done.stdout);
      }),
      { numRuns: 12, seed: 20260901, endOnFailure: true },
    );
  });
}

if (kernelAvailable()) {
  test('the kernel mounts every kind and finds every file', () => {
    const paths = Object.entries(volumes).map(([kind, files]) => image(`${kind}.img`, files));
    const { status, stdout, stderr } = inKernel(
      `mkdir m
for device in ${paths.map((_, i) => `/dev/ubd${String.fromCharCode(97 + i)}`).join(' ')}; do
  mount -t vfat -o ro,utf8 "$device" m
  (cd m && find . -type f ! -name bundle.tar -printf '%P\\n' | sort | xargs -d '\\n' sha256sum)
  find m -name bundle.tar -printf '%s %TY-%Tm-%Td %TH:%TM:%TS\\n'
  umount m
done`,
      paths,
    );
    assert.equal([status, stderr], [0, '']);
    const sizes = [20_000_000, 300_000_000, 700_000_000];
    const found = stdout.trim().split('\n');
    assert.equal(
      found.filter((line) => /^\d+ 2026/.test(line)),
      sizes.map((size) => `${size} 2026-02-03 04:05:06.0000000000`),
    );
    const listed = listingOf(small);
    const files = found.filter((line) => !/^\d+ 2026/.test(line));
    assert.is(files.length, 4 * listed.length);
    for (let i = 0; i < 4; i++)
      assert.equal(files.slice(i * listed.length, (i + 1) * listed.length).sort(), listed);
  });
}

test('the same files in another order give the same bytes', () => {
  const bytes = bytesOf(vfat(small, options));
  assert.ok(bytes.equals(bytesOf(vfat([...small].reverse(), options))));
});

test('sizes around every limit between kinds give sound volumes', () => {
  if (!available('fsck.vfat', 'dosfstools')) return;
  const clusters = [4067, 4068, 4069, 65_507, 65_508, 65_509];
  for (const count of clusters) {
    const done = run('fsck.vfat', ['-n', image('limit.img', [hole('x', count * 2048)])]);
    assert.is(done.status, 0, `${count} clusters: ${done.stdout}`);
  }
});

test('what FAT cannot hold is a bug', () => {
  const bad = [
    [file('a:b')],
    [file('a'), file('A')],
    [file('dot.')],
    [file('x'.repeat(256))],
    [hole('x', 2 ** 32)],
  ];
  for (const files of bad) assert.throws(() => vfat(files, options), /FAT/);
});

test.run();
