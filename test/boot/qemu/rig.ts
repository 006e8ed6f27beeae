/** What the cases of virtual machines share: a bundle from the test's own upstream, a machine for it, the comparison. */
import { join } from 'node:path';
import { collector, meetingPoint, type Setting, sysctlFile } from '../../../src/boot/body.ts';
import { type Check, faultLines } from '../../../src/boot/check.ts';
import { must } from '../../../src/boot/command.ts';
import { compare } from '../../../src/boot/compare.ts';
import type { Explanation } from '../../../src/boot/leftover.ts';
import { treeChanges } from '../../../src/boot/leftover.ts';
import type { Report } from '../../../src/boot/report.ts';
import type { NodeMachine } from '../../../src/build.ts';
import { type Bundle, buildBundle } from '../bundle.ts';
import { run, upstreamFolder } from '../places.ts';
import { type ProfileChoices, writeProfile } from '../profile.ts';
import { canBoot, publishedPrograms, usersOwn } from '../rig.ts';
import { counts, type Row } from '../table.ts';
import { fillMirror, type Published, publish } from '../upstream.ts';
import { asSystemOfVm, ofIgnition } from './body.ts';
import { Vm, webAddress } from './vm.ts';
import { type VmImage, vmImage } from './vm-image.ts';

/** After the day that systemd itself was built on, to which it lifts any earlier clock. */
const issuedAt = '2026-09-01T00:00:00Z';

export function canRunVms(): boolean {
  return canBoot({
    'qemu-system-x86_64': 'qemu-system-x86',
    'mkfs.ext4': 'e2fsprogs',
    debugfs: 'e2fsprogs',
    genisoimage: 'genisoimage',
    flock: 'util-linux',
  });
}

export interface World {
  readonly image: VmImage;
  readonly published: readonly Published[];
  readonly bundle: Bundle;
  readonly profile: string;
  /** The pool in whose subnet the machines are. */
  readonly pool: number;
}

/** A mirror with the test's programs, and what `build` writes for a profile that is fed from it. */
export async function world(name: string, choices: Partial<ProfileChoices> = {}, pool = 1): Promise<World> {
  const published = await publish();
  fillMirror(upstreamFolder(), 'mirror', published);
  return { image: vmImage(), published, pool, ...bundleOf(name, published, choices, pool) };
}

export function bundleOf(
  name: string,
  published: readonly Published[],
  choices: Partial<ProfileChoices> = {},
  pool = 1,
): { bundle: Bundle; profile: string } {
  const all = { mirrors: ['mirror'], upstreamAddress: webAddress(pool), timeServers: false, ...choices };
  const profile = writeProfile(join(run().folder, name), published, all);
  return { profile, bundle: buildBundle(profile, issuedAt) };
}

/** A machine for that node, its disk as the image's. */
export function machineFor({ image, pool }: World, planned: NodeMachine, name: string, disk?: string): Vm {
  const { node, machine } = planned;
  const lines = (words: readonly string[]) => words.map((word) => `${word}\n`).join('');
  const asked: readonly Setting[] = [
    { why: 'asked', path: `${meetingPoint}/in/units`, text: lines(machine.units.map((unit) => unit.name)) },
    {
      why: 'asked',
      path: `${meetingPoint}/in/sysctls`,
      text: lines(Object.keys(machine.sysctls).map(sysctlFile)),
    },
  ];
  return new Vm({
    name,
    image,
    pool,
    mac: node.mac ?? '52:54:00:00:01:0b',
    web: upstreamFolder(),
    files:
      disk === undefined
        ? [...collector, ...asked, ...(node.system.boots === 'ignition' ? ofIgnition : [])]
        : [],
    ...(disk !== undefined && { disk }),
  });
}

/** NoCloud's disk, as people make one by hand. */
export function seedDisk(folder: string, file: string): string[] {
  const names = ['user-data', 'meta-data', 'network-config'].map((name) => join(folder, name));
  must('genisoimage', ['-quiet', '-volid', 'cidata', '-joliet', '-rock', '-output', file, ...names]);
  return ['-drive', `file=${file},format=raw,if=virtio,readonly=on`];
}

/** What a kernel of its own leaves, where a container has none. */
export const ofVms: Explanation = {
  why: 'a machine with a kernel, a clock and disks of its own',
  paths: [
    /^\/lost\+found$/,
    /\/nodeseed-test-collect\.service$/,
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

/** The harness's own fstab, before the machine's first boot. */
export const fstab = asSystemOfVm.find(({ path }) => path === '/etc/fstab')?.text ?? '';

/** A container's own settings over a virtual machine's disk, as the habits of `try` have them for made images. */
export const inContainerAfterVm: readonly Setting[] = ['eth0', 'cloud-init-eth0'].map((name) => ({
  why: 'no router advertises itself in a container’s network',
  path: `/etc/systemd/network/10-${name}.network.d/no-routers.conf`,
  text: '[Network]\nIPv6AcceptRA=no\n',
}));

export function checksOf(vm: Vm, { image, published }: World, planned: NodeMachine, report: Report): Check[] {
  return compare({
    planned,
    image: image.root,
    root: vm.root,
    changes: treeChanges(vm.root, image.root),
    report,
    programs: publishedPrograms(published),
    inContainer: false,
    fstab,
    explanations: [usersOwn, ofVms, ...(planned.node.system.boots === 'ignition' ? [ofIgnitionDisk] : [])],
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
): Row {
  return {
    machine: name,
    system: `${planned.node.systemName} on bookworm, QEMU`,
    seed,
    ...counts(planned, report, checks),
  };
}

export function faultsOf(checks: readonly Check[], report: Report): string {
  return [...faultLines(checks), ...report.installer.filter((line) => line.startsWith('FAILED'))].join('\n');
}
