/** The tree to boot from over the network, served as any web server would: iPXE, cloud-init and matchbox's schema on it. */
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { buildFiles } from '../../src/build.ts';
import type { OutputFile } from '../../src/model/output.ts';
import { sha256 } from '../../src/shared/digest.ts';
import { InputError } from '../../src/shared/fault.ts';
import { type Mirror, mirror } from '../machine/install/support/mirror.ts';
import { heldBytes } from '../support/held.ts';
import { available, missing } from '../support/judges.ts';
import { minimalProfile, profileFrom, secretsFor, workerPool } from '../support/profile.ts';
import { runBeside } from '../support/run-beside.ts';
import { cloudInits } from './support/cloud-inits.ts';
import { matchboxProblems } from './support/matchbox.ts';
import { type FoundSeed, noCloudCommand } from './support/no-cloud.ts';
import { scratchFolder } from './support/on-disk.ts';

const scratch = scratchFolder();
const mac = '52:54:00:00:01:11';
const node = { name: 'worker-1', address: '10.0.1.11/24', mac };
const pxe = {
  url: 'http://10.0.1.1/pxe/',
  kernel: 'http://10.0.1.1/images/vmlinuz',
  initrd: ['http://10.0.1.1/images/initrd'],
};

type Files = ReadonlyMap<string, OutputFile>;

/** A setting that is undefined is not there. */
async function built(settings: object, os: string, pool: object = {}): Promise<Files> {
  const given = Object.entries({ ...pxe, ...settings }).filter(([, value]) => value !== undefined);
  const pools = [workerPool(os, { nodes: [node], ...pool })];
  const profile = profileFrom(minimalProfile({ media: ['pxe'], pxe: Object.fromEntries(given), pools }));
  const { files } = await buildFiles(profile, secretsFor(profile));
  return new Map(files.map((file) => [file.path, file]));
}

function textOf(files: Files, path: string): string {
  const file = files.get(path);
  assert.ok(file, `there is no ${path}`);
  return Buffer.from(heldBytes(file)).toString();
}

/** The words behind the kernel's address. */
function argumentsOf(files: Files, script = `pxe/hostname/${node.name}.ipxe`): string[] {
  const [, line = ''] = /^kernel \S+ (.*)$/m.exec(textOf(files, script)) ?? [];
  return line.split(' ');
}

async function faultsOf(settings: object, os: string, pool: object = {}): Promise<string[]> {
  try {
    await built(settings, os, pool);
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.faults.map(({ code }) => code);
  }
}

test('each family of systems gets its own arguments', async () => {
  const flatcar = argumentsOf(
    await built({ arguments: ['console=ttyS0'] }, 'flatcar-4593', {
      containerRuntime: { source: 'system' },
    }),
  );
  assert.equal(flatcar, [
    'initrd=main',
    'flatcar.first_boot=1',
    'ignition.config.url=http://10.0.1.1/pxe/ignition/worker-1.ign',
    'console=ttyS0',
  ]);
  const rootfs = 'http://10.0.1.1/images/rootfs.img';
  assert.equal(argumentsOf(await built({ rootfs }, 'fedora-coreos-43')), [
    'initrd=main',
    `coreos.live.rootfs_url=${rootfs}`,
    'ignition.firstboot',
    'ignition.platform.id=metal',
    'ignition.config.url=http://10.0.1.1/pxe/ignition/worker-1.ign',
  ]);
  assert.equal(argumentsOf(await built({ rootfs, installDevice: '/dev/sda' }, 'fedora-coreos-43')), [
    'initrd=main',
    `coreos.live.rootfs_url=${rootfs}`,
    'coreos.inst.install_dev=/dev/sda',
    'coreos.inst.ignition_url=http://10.0.1.1/pxe/ignition/worker-1.ign',
  ]);
  const debian = await built({}, 'debian-13');
  assert.equal(argumentsOf(debian).slice(0, 2), [
    'initrd=main',
    'ds=nocloud-net;s=http://10.0.1.1/pxe/nocloud/worker-1/',
  ]);
  const [, network64 = ''] = argumentsOf(debian)[2]?.split(/(?<=^network-config)=/) ?? [];
  assert.is(Buffer.from(network64, 'base64').toString(), textOf(debian, 'nodes/worker-1/network-config'));
});

test('what is served is what lies in the node’s folder, byte for byte; nothing is left out', async () => {
  const debian = await built({}, 'debian-13');
  for (const name of ['user-data', 'meta-data', 'network-config'])
    assert.is(textOf(debian, `pxe/nocloud/worker-1/${name}`), textOf(debian, `nodes/worker-1/${name}`));
  assert.is(textOf(debian, 'pxe/nocloud/worker-1/vendor-data'), '');
  assert.is(debian.get('pxe/nocloud/worker-1/user-data')?.content.secrecy, 'node');
  const flatcar = await built({ matchbox: 'http://m' }, 'flatcar-4593');
  for (const path of ['pxe/ignition/worker-1.ign', 'pxe/matchbox/ignition/worker-1.ign'])
    assert.is(textOf(flatcar, path), textOf(flatcar, 'nodes/worker-1/config.ign'));
});

test('a machine is known by its MAC address and by its name; without one, by its name alone', async () => {
  const both = await built({}, 'debian-13');
  assert.is(textOf(both, 'pxe/mac/52-54-00-00-01-11.ipxe'), textOf(both, 'pxe/hostname/worker-1.ipxe'));
  const { mac: _, ...nameless } = node;
  const byName = await built({ matchbox: 'http://m' }, 'debian-13', { nodes: [nameless] });
  assert.equal(
    [...byName.keys()].filter((path) => path.endsWith('.ipxe')),
    ['pxe/boot.ipxe', 'pxe/hostname/worker-1.ipxe'],
  );
  assert.match(textOf(byName, 'pxe/matchbox/groups/worker-1.json'), '"hostname": "worker-1"');
});

test('several RAM disks are loaded in their order, each by a name of its own', async () => {
  const script = textOf(
    await built({ initrd: ['http://a/1', 'http://a/2'] }, 'debian-13'),
    'pxe/hostname/worker-1.ipxe',
  );
  assert.match(script, / initrd=main initrd=main-1 /);
  assert.match(script, /^initrd --name main http:\/\/a\/1\ninitrd --name main-1 http:\/\/a\/2\nboot\n$/m);
});

test('a pool whose machines come and go has one script, and matchbox none of it', async () => {
  const files = await built({ matchbox: 'http://m' }, 'debian-13', {
    nodes: 'dynamic',
    podNetwork: { type: 'none' },
  });
  const paths = [...files.keys()].filter((path) => path.startsWith('pxe/'));
  assert.equal(paths, [
    'pxe/boot.ipxe',
    'pxe/hostname/worker.ipxe',
    ...['meta-data', 'network-config', 'user-data', 'vendor-data'].map(
      (name) => `pxe/nocloud/worker/${name}`,
    ),
  ]);
});

test('faults: what is missing, what does not fit, what matchbox cannot serve', async () => {
  assert.equal(await faultsOf({ kernel: undefined, initrd: undefined }, 'debian-13'), ['missing-key']);
  assert.equal(await faultsOf({ rootfs: 'http://a/rootfs' }, 'debian-13'), ['network-boot']);
  assert.equal(await faultsOf({}, 'fedora-coreos-43'), ['network-boot']);
  assert.equal(await faultsOf({ initrd: ['http://a/1', 'http://a/rootfs'] }, 'fedora-coreos-43'), []);
  const newer = { ignitionVersion: '3.5.0' };
  assert.equal(await faultsOf({ matchbox: 'http://m' }, 'flatcar-4593', newer), ['ignition-version']);
  assert.equal(await faultsOf({}, 'flatcar-4593', newer), []);
});

test('matchbox’s files are of its schema and refer to each other', async () => {
  for (const os of ['debian-13', 'flatcar-4593', 'fedora-coreos-43']) {
    const rootfs = os.startsWith('fedora') ? { rootfs: 'http://a/rootfs' } : {};
    const files = await built({ matchbox: 'http://10.0.1.1:8081', ...rootfs }, os);
    const texts = new Map([...files.keys()].map((path) => [path, textOf(files, path)]));
    assert.equal(matchboxProblems(texts, 'pxe/matchbox/'), [], os);
    const broken = new Map([...texts].map(([path, text]) => [path, text.replace('"profile":', '"profil":')]));
    assert.ok(matchboxProblems(broken, 'pxe/matchbox/').length > 0);
  }
});

/** The tree under `/pxe/`, with made-up images beside it. The client knows the server by the name `host`. */
async function served(os: string, host = '127.0.0.1'): Promise<{ server: Mirror; files: Files }> {
  const server = await mirror();
  const url = (path: string) => server.url(path).replace('127.0.0.1', host);
  const files = await built({ url: url('/pxe'), kernel: url('/vmlinuz'), initrd: [url('/initrd')] }, os);
  for (const [path, file] of files)
    if (path.startsWith('pxe/')) server.answers.set(`/${path}`, heldBytes(file));
  return { server, files };
}

if (available('cloud-init', 'cloud-init')) {
  for (const program of cloudInits()) {
    test(`${program.name}: NoCloud crawls the tree by the kernel's arguments, without a miss`, async () => {
      const { server, files } = await served('debian-13');
      try {
        const command = noCloudCommand(program, mkdtempSync(join(scratch, 'cloud-')));
        const cmdline = `BOOT_IMAGE=vmlinuz ${argumentsOf(files).join(' ')}`;
        const { status, stdout, stderr } = await runBeside(command, {
          env: { ...process.env, DEBUG_PROC_CMDLINE: cmdline },
        }).ended;
        assert.is(status, 0, stderr);
        const found = JSON.parse(stdout) as FoundSeed;
        const network = load(textOf(files, 'nodes/worker-1/network-config'));
        assert.ok(found.found);
        assert.is(found.userData, sha256(textOf(files, 'nodes/worker-1/user-data')));
        assert.match(found.metaData['instance-id'] ?? '', /^worker-1-[0-9a-f]{12}$/);
        assert.equal(found.networkByArgument, network);
        // The system's 22.4 never asks for it.
        if (program.name !== 'system') assert.equal(found.networkConfig, network);
        const misses = server.requests.filter((path) => !server.answers.has(path));
        assert.equal(misses, []);
      } finally {
        await server.close();
      }
    });
  }
}

/** It has a kernel's format, and does to be fetched as one. */
const ipxe = '/boot/ipxe.lkrn';
if (!existsSync(ipxe)) missing('iPXE is not installed (apt-get install ipxe)');

if (existsSync(ipxe) && available('qemu-system-x86_64', 'qemu-system-x86')) {
  const card = mac;
  const ways = [
    { title: 'card', card, name: 'unheard-of', script: '/pxe/mac/52-54-00-00-01-11.ipxe' },
    { title: 'name', card: '52:54:00:00:09:99', name: 'worker-1', script: '/pxe/hostname/worker-1.ipxe' },
  ];
  for (const way of ways) {
    test(`iPXE itself comes from boot.ipxe to kernel and RAM disk of the machine with that ${way.title}`, async () => {
      // The machine's name for the one that it runs on.
      const { server } = await served('debian-13', '10.0.2.2');
      server.answers.set('/vmlinuz', readFileSync(ipxe));
      const last = new Promise<void>((done) => {
        server.answers.set('/initrd', (response) => {
          response.end('a RAM disk');
          done();
        });
      });
      const start = join(scratch, 'start.ipxe');
      const first = server.url('/pxe/boot.ipxe').replace('127.0.0.1', '10.0.2.2');
      writeFileSync(start, `#!ipxe\ndhcp\nchain ${first}\n`);
      const machine = runBeside([
        ...['qemu-system-x86_64', '-accel', 'tcg', '-m', '256', '-nodefaults', '-display', 'none'],
        ...['-kernel', ipxe, '-initrd', start, '-netdev', `user,id=n,hostname=${way.name}`],
        ...['-device', `virtio-net-pci,netdev=n,mac=${way.card}`],
      ]);
      const tooLong = setTimeout(machine.stop, 120_000);
      try {
        await Promise.race([last, machine.ended]);
      } finally {
        clearTimeout(tooLong);
        machine.stop();
        await machine.ended;
        await server.close();
      }
      const found = server.requests.filter((path) => server.answers.has(path));
      assert.equal(found, ['/pxe/boot.ipxe', way.script, '/vmlinuz', '/initrd']);
    });
  }
}

test.run();
