/** The volumes, as a kernel and each generation of cloud-init find them. */
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nodeFiles } from '../../src/formats/node-files.ts';
import { seedIso, seedVfat } from '../../src/formats/seed.ts';
import type { OutputFile } from '../../src/model/output.ts';
import { sha256 } from '../../src/shared/digest.ts';
import { shCommand } from '../../src/shared/sh.ts';
import { hole } from '../archive/support/volumes.ts';
import { heldBytes } from '../support/held.ts';
import { available, run } from '../support/judges.ts';
import { inKernel, kernelAvailable } from '../support/kernel.ts';
import { machinesFrom, minimalProfile, workerPool } from '../support/profile.ts';
import { cloudInits } from './support/cloud-inits.ts';
import { type FoundSeed, noCloudCommand } from './support/no-cloud.ts';
import { scratchFolder } from './support/on-disk.ts';

const scratch = scratchFolder();

/** Of the only node, by name. */
async function filesOf(more: object): Promise<Map<string, OutputFile>> {
  const [first] = machinesFrom(
    minimalProfile({ media: ['iso', 'vfat'], pools: [workerPool('debian-13', more)] }),
  ).machines;
  assert.ok(first);
  const { files } = await nodeFiles(first.node, first.machine);
  return new Map(files.map((file) => [basename(file.path), file]));
}

const withNetwork = await filesOf({
  nodes: [{ name: 'worker-1', address: '10.0.1.11/24', mac: '52:54:00:00:01:11' }],
});
const without = await filesOf({});

function bytesOf(files: ReadonlyMap<string, OutputFile>, name: string): Uint8Array {
  const file = files.get(name);
  assert.ok(file, `there is no ${name}`);
  return heldBytes(file);
}

function saved(files: ReadonlyMap<string, OutputFile>, name: string): string {
  const path = join(scratch, name);
  writeFileSync(path, bytesOf(files, name));
  return path;
}

if (kernelAvailable() && available('cloud-init', 'cloud-init')) {
  const programs = cloudInits();
  for (const [title, volume, files] of [
    ['seed.iso', 'seed.iso', withNetwork],
    ['seed.img', 'seed.img', withNetwork],
    ['seed.iso without a network of the profile’s', 'seed.iso', without],
  ] as const) {
    test(`every cloud-init finds ${title} by its label, and everything on it`, () => {
      const commands = programs.map((program, i) => shCommand(noCloudCommand(program, `/run/cloud-${i}`)));
      const { status, stdout, stderr } = inKernel(commands.join('\n'), [saved(files, volume)]);
      assert.is(status, 0, stderr);
      const all = stdout.trim().split('\n');
      assert.is(all.length, programs.length);
      for (const [i, line] of all.entries()) {
        const found = JSON.parse(line) as FoundSeed;
        assert.ok(found.found, `${programs[i]?.name}: ${stderr}`);
        assert.is(found.seed, '/dev/ubda');
        assert.is(found.userData, sha256(bytesOf(files, 'user-data')));
        assert.match(found.metaData['instance-id'] ?? '', /^worker-1-[0-9a-f]{12}$/);
        assert.is(found.vendorData, '');
        const network = files.get('network-config');
        assert.equal(found.networkConfig, network ? load(Buffer.from(heldBytes(network)).toString()) : null);
      }
    });
  }
}

if (available('isoinfo', 'genisoimage')) {
  test('the four files are there, what is secret readable by root alone, at the time of the secrets', () => {
    const { stdout } = run('isoinfo', ['-R', '-l', '-i', saved(without, 'seed.iso')]);
    const rows = stdout.split('\n').flatMap((line) => {
      const [, mode, date, name] = /^(-\S+) .* (\w{3}\s+\d+ \d{4}) \[.*\] {2}(\S+) $/.exec(line) ?? [];
      return name === undefined ? [] : [`${name} ${mode} ${date}`];
    });
    assert.equal(rows, [
      'meta-data -rw-r--r-- Jan  1 2026',
      'network-config -rw-r--r-- Jan  1 2026',
      'user-data -rw------- Jan  1 2026',
      'vendor-data -rw-r--r-- Jan  1 2026',
    ]);
  });
}

test('a volume is as secret as what is on it; more may be on it, artifacts too', () => {
  const boot = Object.fromEntries(
    ['user-data', 'meta-data'].map((name) => [name, without.get(name)?.content]),
  );
  const seed = { boot, time: '2026-01-01T00:00:00Z' } as Parameters<typeof seedIso>[0];
  const bundle = hole('worker-1.bundle.tar', 1_000_000);
  for (const make of [seedIso, seedVfat]) {
    assert.is(make(seed).secrecy, without.get('user-data')?.content.secrecy);
    const { pieces, size } = make({ ...seed, more: [bundle] });
    assert.ok(pieces.includes(bundle.data));
    assert.ok(size > 1_000_000);
  }
});

test('only what the profile asks for is made', async () => {
  const [first] = machinesFrom(minimalProfile()).machines;
  assert.ok(first);
  const names = (await nodeFiles(first.node, first.machine)).files.map(({ path }) => path);
  assert.equal(
    names,
    ['user-data', 'meta-data', 'worker-1.rootfs.tar.gz'].map((name) => `nodes/worker-1/${name}`),
  );
});

test.run();
