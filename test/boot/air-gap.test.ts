/**
 * Bundles of real programs, in an empty Debian root without any network: `build`, tar, `sh install.sh`, and what then lies there.
 * systemd does not run in that root; `boot/` boots machines elsewhere.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { must } from '../../src/boot/command.ts';
import type { Machine } from '../../src/model/machine.ts';
import { toYaml } from '../../src/shared/emit.ts';
import { call } from '../cli/support/call.ts';
import { sandboxWorks } from '../machine/install/support/sandbox.ts';
import { available } from '../support/judges.ts';
import { machinesFrom } from '../support/profile.ts';
import { type Packed, packInto, versions } from './debian-built.ts';
import { image } from './image.ts';
import { run } from './places.ts';

const node = (name: string, address: string) => ({ name, address });

function profileText(packed: readonly Packed[]): string {
  const digest = (key: string) => ({ digest: packed.find((one) => one.key === key)?.digest ?? '' });
  return toYaml({
    apiVersion: 'nodeseed/v1alpha1',
    kind: 'ClusterProfile',
    clusterName: 'island',
    kubernetesVersion: 'v1.36.4',
    controlPlane: { run: 'static-pods', etcd: { version: versions.etcd } },
    controlPlaneEndpoint: 'api.island.example:6443',
    delivery: { mode: 'embed' },
    containerRuntime: { version: versions.containerd },
    binaries: {
      containerd: digest('containerd'),
      runc: { version: 'v1.1.5', ...digest('runc') },
      cniPlugins: { version: versions.cniPlugins, ...digest('cniPlugins') },
      crictl: { version: 'v1.36.0', ...digest('crictl') },
      kubelet: digest('kubelet'),
      kubectl: digest('kubectl'),
      etcd: digest('etcd'),
      upstream: true,
    },
    pools: [
      { name: 'store', role: 'etcd', os: 'debian-12', nodes: [node('etcd-1', '10.0.1.5/24')] },
      {
        name: 'control',
        role: 'control-plane',
        os: 'debian-12',
        nodes: [node('cp-1', '10.0.1.11/24'), node('cp-2', '10.0.1.12/24')],
      },
    ],
  } as Parameters<typeof toYaml>[0]);
}

/** $1 image, $2 the machine's folder, then a command in the root. Of /proc only what a test may write to is another one. */
const enter = `
set -e
image=$1 here=$2; shift 2
ip link set lo up
mkdir -p "$here/up" "$here/work" "$here/root"
mount -t overlay -o "lowerdir=$image,upperdir=$here/up,workdir=$here/work" overlay "$here/root"
mount --rbind /proc "$here/root/proc"
mount --bind "$here/sys" "$here/root/proc/sys"
[ ! -e /proc/swaps ] || mount --bind "$here/swaps" "$here/root/proc/swaps"
mount --rbind /dev "$here/root/dev"
mkdir -p "$here/root/srv"
mount --bind "$here/srv" "$here/root/srv"
exec chroot "$here/root" "$@"
`;

class Island {
  readonly folder: string;
  readonly srv: string;

  constructor(name: string, machine: Machine) {
    this.folder = join(run().folder, name);
    this.srv = join(this.folder, 'srv');
    mkdirSync(this.srv, { recursive: true });
    mkdirSync(join(this.folder, 'sys'), { recursive: true });
    for (const key of Object.keys(machine.sysctls)) {
      const file = join(this.folder, 'sys', key.replaceAll('.', '/'));
      mkdirSync(join(file, '..'), { recursive: true });
      writeFileSync(file, '');
    }
    writeFileSync(join(this.folder, 'swaps'), 'Filename\n');
    // The kernel is that of the machine that the tests run on: nothing is loaded into it.
    mkdirSync(this.path('usr/local/sbin'), { recursive: true });
    writeFileSync(this.path('usr/local/sbin/modprobe'), '#!/bin/sh\n', { mode: 0o755 });
  }

  run(...command: readonly string[]) {
    const args = ['--net', '--mount', 'sh', '-c', enter, 'sh', image('bookworm'), this.folder, ...command];
    const done = spawnSync('unshare', args, { encoding: 'utf8', env: { PATH: process.env['PATH'] } });
    return { status: done.status, lines: `${done.stdout}${done.stderr}`.split('\n').filter(Boolean) };
  }

  unpack(...archives: readonly string[]): void {
    for (const archive of archives) must('tar', ['-xf', archive, '-C', this.srv]);
  }

  /** Where a path of the root lies, once it was written. */
  path(path: string): string {
    return join(this.folder, 'up', path);
  }
}

const works = sandboxWorks() && available('mmdebstrap', 'mmdebstrap');
const stage = works ? prepared() : undefined;

function prepared(): { cache: string; packed: Packed[]; folder: string } | undefined {
  const folder = join(run().folder, 'island');
  const cache = join(folder, 'cache');
  const packed = packInto(cache, join(folder, 'stage'));
  return packed && { cache, packed, folder };
}

const sha256 = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

if (stage) {
  const { cache, packed, folder } = stage;
  writeFileSync(join(folder, 'profile.yaml'), profileText(packed));
  const { machines } = machinesFrom(profileText(packed));
  const machineOf = (name: string) => machines.find((one) => one.node.name === name)?.machine as Machine;
  const out = join(folder, 'out');
  const build = (...more: readonly string[]) =>
    call(
      ['build', 'profile.yaml', '--secrets', 'secrets.yaml', '--out', 'out', '--cache', cache, ...more],
      folder,
    );

  test('the bundles are built out of the cache, and their sums hold', async () => {
    const made = await call(['secrets', 'new', 'profile.yaml', '--out', 'secrets.yaml'], folder);
    assert.is(made.code, 0, made.stderr);
    const built = await build();
    assert.is(built.code, 0, built.stderr);
    must('sh', ['-c', 'cd "$1" && sha256sum --quiet -c SHA256SUMS', 'sh', out]);
  });

  for (const [name, pool] of [
    ['cp-1', 'control'],
    ['etcd-1', 'store'],
  ] as const) {
    test(`${name}: set up without a network, with the members of the pinned archives`, () => {
      const island = new Island(name, machineOf(name));
      island.unpack(join(out, `pools/${pool}.base.tar`), join(out, `nodes/${name}/${name}.bundle.tar`));
      const first = island.run('/bin/sh', '/srv/install.sh');
      assert.is(first.status, 0, first.lines.join('\n'));
      assert.is(first.lines.at(-1), 'ended well');
      for (const { artifact, files } of machineOf(name).placements) {
        const title = `${artifact.name} ${artifact.version}`;
        assert.ok(first.lines.includes(`${title}: placed`), title);
        const source = packed.find((one) => one.digest === artifact.digest);
        for (const { target } of files) {
          const program = source?.programs.get(target.slice(target.lastIndexOf('/') + 1));
          assert.is(sha256(island.path(target)), sha256(program as string), target);
        }
        assert.ok(existsSync(island.path(`/var/lib/nodeseed/receipts/${artifact.digest.replace(':', '-')}`)));
      }
      const second = island.run('/bin/sh', '/etc/nodeseed/install.sh');
      assert.is(second.status, 0, second.lines.join('\n'));
      for (const { artifact } of machineOf(name).placements)
        assert.ok(second.lines.includes(`${artifact.name} ${artifact.version}: in place`));
    });
  }

  test('without the pool’s half nothing is touched, and what is missing is said', () => {
    const island = new Island('half', machineOf('cp-1'));
    island.unpack(join(out, 'nodes/cp-1/cp-1.bundle.tar'));
    const { status, lines } = island.run('/bin/sh', '/srv/install.sh');
    assert.is(status, 3);
    assert.match(lines.join('\n'), 'unpack control.base.tar into /srv as well');
    assert.not.ok(existsSync(island.path('/etc/nodeseed')));
  });

  test('a byte flipped in the middle of a program is noticed before anything is touched', () => {
    const island = new Island('flipped', machineOf('cp-1'));
    const base = readFileSync(join(out, 'pools/control.base.tar'));
    const at = base.length >> 1;
    base[at] = (base[at] as number) ^ 1;
    writeFileSync(join(island.folder, 'base.tar'), base);
    island.unpack(join(island.folder, 'base.tar'), join(out, 'nodes/cp-1/cp-1.bundle.tar'));
    const { status, lines } = island.run('/bin/sh', '/srv/install.sh');
    assert.is(status, 3);
    assert.match(lines.join('\n'), /artifacts\/sha256-[0-9a-f]{64} is damaged/);
    assert.not.ok(existsSync(island.path('/etc/nodeseed')));
  });

  test('with --self-contained one archive a node is enough, and pools have none', async () => {
    const built = await build('--self-contained');
    assert.is(built.code, 0, built.stderr);
    assert.not.ok(existsSync(join(out, 'pools')));
    const island = new Island('alone', machineOf('cp-2'));
    island.unpack(join(out, 'nodes/cp-2/cp-2.bundle.tar'));
    const { status, lines } = island.run('/bin/sh', '/srv/install.sh');
    assert.is(status, 0, lines.join('\n'));
  });
}

test.run();
