/** What the cases of virtual machines share: a bundle from the test's own upstream, a machine for it, the comparison. */
import { join } from 'node:path';
import { collector, meetingPoint, type Setting, sysctlFile } from '../../../src/boot/body.ts';
import { treeChanges } from '../../../src/boot/changes.ts';
import { type Check, faultLines } from '../../../src/boot/check.ts';
import { compare } from '../../../src/boot/compare.ts';
import type { Explanation } from '../../../src/boot/habits.ts';
import type { ReadProgram } from '../../../src/boot/programs.ts';
import type { Report } from '../../../src/boot/report.ts';
import { waitingUnits } from '../../../src/boot/waiting.ts';
import type { NodeMachine } from '../../../src/build.ts';
import { type Bundle, buildBundle } from '../bundle.ts';
import type { Suite } from '../image.ts';
import { run, upstreamFolder } from '../places.ts';
import { type ProfileChoices, writeProfile } from '../profile.ts';
import { canBoot, publishedPrograms, usersOwn } from '../rig.ts';
import { counts, type Row } from '../table.ts';
import { fillMirror, publish } from '../upstream.ts';
import { fstab, ofIgnition } from './body.ts';
import { Vm, webAddress } from './vm.ts';
import { type VmImage, vmImage } from './vm-image.ts';

/** After the day that systemd itself was built on, to which it lifts any earlier clock. */
export const issuedAt = '2026-09-01T00:00:00Z';

/** `more`: programs or files that are needed besides, with Debian's package of each. */
export function canRunVms(more: Readonly<Record<string, string>> = {}): boolean {
  return canBoot({
    ...more,
    'qemu-system-x86_64': 'qemu-system-x86',
    'mkfs.ext4': 'e2fsprogs',
    debugfs: 'e2fsprogs',
    flock: 'util-linux',
    setpriv: 'util-linux',
  });
}

/** What a machine is made of, and what it is compared with. */
export interface World {
  readonly image: VmImage;
  readonly bundle: Pick<Bundle, 'folder'>;
  readonly programs: ReadProgram;
  /** The pool in whose subnet the web server answers; absent: the machine's card leads nowhere. */
  readonly pool?: number;
}

/** Of made-up programs, fetched over HTTP. */
export interface FedWorld extends World {
  readonly bundle: Bundle;
  readonly pool: number;
}

/** A mirror with the test's programs, and what `build` writes for a profile that is fed from it. */
export async function world(
  name: string,
  choices: Partial<ProfileChoices> = {},
  pool = 1,
): Promise<FedWorld> {
  const published = await publish();
  fillMirror(upstreamFolder(), 'mirror', published);
  const all = { mirrors: ['mirror'], upstreamAddress: webAddress(pool), timeServers: false, ...choices };
  const bundle = buildBundle(writeProfile(join(run().folder, name), published, all), issuedAt);
  return { image: vmImage(), programs: publishedPrograms(published), pool, bundle };
}

interface MachinePlan {
  /** A disk that has been booted from before; absent: a new one, as the image's. */
  readonly disk?: string;
  readonly more?: readonly Setting[];
  /** MiB. */
  readonly memory?: number;
}

/** A machine for that node. */
export function machineFor(
  { image, pool }: World,
  { node, machine }: NodeMachine,
  name: string,
  { disk, more = [], memory }: MachinePlan = {},
): Vm {
  const asked = (file: string, words: readonly string[]): Setting => ({
    why: 'asked',
    path: `${meetingPoint}/in/${file}`,
    text: words.map((word) => `${word}\n`).join(''),
  });
  const harness = [
    ...collector,
    asked(
      'units',
      machine.units.map((unit) => unit.name),
    ),
    asked('sysctls', Object.keys(machine.sysctls).map(sysctlFile)),
    asked('waiting', waitingUnits(machine)),
    asked('awaited', []),
    ...(node.system.boots === 'ignition' ? ofIgnition : []),
  ];
  return new Vm({
    name,
    image,
    mac: node.mac ?? '52:54:00:00:01:0b',
    ...(pool !== undefined && { lan: { pool, web: upstreamFolder() } }),
    ...(memory !== undefined && { memory }),
    files: disk === undefined ? [...harness, ...more] : [...more],
    ...(disk !== undefined && { disk }),
  });
}

/** The node's volume in a drive for CDs. */
export function seedIso(folder: string): string[] {
  return ['-drive', `file=${join(folder, 'seed.iso')},format=raw,media=cdrom,readonly=on`];
}

/** What a kernel of its own leaves, where a container has none. */
export const ofVms: Explanation = {
  why: 'a machine with a kernel, a clock and disks of its own',
  paths: [
    /^\/lost\+found$/,
    /\/nodeseed-test-(collect|ask)\.service$/,
    /^\/var\/lib\/systemd\/(timesync(\/clock)?|rfkill(\/.*)?|backlight|pstore|coredump)$/,
    /^\/(run|dev|proc|sys|tmp|var\/tmp)(\/|$)/,
    /^\/var\/lib\/(dhcp|NetworkManager)(\/|$)/,
    // The installer masks whatever swap was in use, under each of its names.
    /^\/etc\/systemd\/system\/dev-[^/]+\.swap$/,
    // A timer of Debian's that catches up when the clock has been put forward.
    /^\/var\/backups\//,
    /^\/var\/log\/(dmesg|journal)/,
  ],
};

/** A container's own settings over a virtual machine's disk, as the habits of `try` have them for made images. */
export const inContainerAfterVm: readonly Setting[] = ['eth0', 'cloud-init-eth0'].map((name) => ({
  why: 'no router advertises itself in a container’s network',
  path: `/etc/systemd/network/10-${name}.network.d/no-routers.conf`,
  text: '[Network]\nIPv6AcceptRA=no\n',
}));

/** Of a container that goes on with a virtual machine's disk. */
export const inContainerExplained: readonly Explanation[] = [
  {
    why: 'the harness’s settings for a container',
    paths: [
      /\/(98-)?nodeseed-test(-parameters)?\.(cfg|conf|service)$/,
      /^\/etc\/systemd\/network\/10-[\w-]+\.network\.d(\/no-routers\.conf)?$/,
      /^\/usr\/local\/sbin\/modprobe$/,
    ],
  },
  {
    why: 'what systemd, shadow and dpkg had half written when the power went; the installer’s own are not among them',
    paths: [
      /\/\.#[^/]+$/,
      /^\/etc\/(passwd|group|shadow|gshadow|subuid|subgid)(\+|\.\d+|\.lock)$/,
      /\.dpkg-(new|tmp|old)$/,
      /^\/var\/(lib\/(dpkg|apt)|cache)\//,
    ],
  },
];

export function checksOf(
  vm: Vm,
  { image, programs }: World,
  planned: NodeMachine,
  report: Report,
  more: readonly Explanation[] = [],
): Check[] {
  return compare({
    planned,
    image: image.root,
    root: vm.root,
    changes: treeChanges(vm.root, image.root),
    report,
    programs,
    inContainer: false,
    fstab,
    explanations: [
      usersOwn,
      ofVms,
      ...more,
      ...(planned.node.system.boots === 'ignition' ? [ofIgnitionDisk] : []),
    ],
  });
}

const ofIgnitionDisk: Explanation = {
  why: 'what the harness put on this disk',
  paths: ofIgnition.map(({ path }) => new RegExp(`^${path.replaceAll('.', '\\.')}$`)),
};

export function rowOf(
  name: string,
  planned: NodeMachine,
  seed: string,
  report: Report,
  checks: readonly Check[],
  suite: Suite = 'bookworm',
): Row {
  return {
    machine: name,
    system: `${planned.node.systemName} on ${suite}, QEMU`,
    seed,
    ...counts(planned, report, checks),
  };
}

export function faultsOf(checks: readonly Check[], report: Report): string {
  return [...faultLines(checks), ...report.installer.filter((line) => line.startsWith('FAILED'))].join('\n');
}
