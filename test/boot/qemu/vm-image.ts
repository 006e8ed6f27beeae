/** What virtual machines boot from: a Debian with a kernel as a folder and as a disk, and an initramfs with Ignition in it. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { layBody } from '../../../src/boot/body.ts';
import { must } from '../../../src/boot/command.ts';
import { image, type Suite } from '../../../src/boot/image.ts';
import { packages } from '../image.ts';
import { cache } from '../places.ts';
import { asSystemOfVm } from './body.ts';
import { makeDisk } from './disk.ts';

export interface VmImage {
  /** The tree that is on the disk. */
  readonly root: string;
  readonly disk: string;
  readonly kernel: string;
  readonly initrd: string;
}

const diskSize = '8G';

interface System {
  readonly packages: readonly string[];
  /** Of dracut's modules: these as well, and not those. A card that the initramfs has brought up cannot be renamed afterwards. */
  readonly add: string;
  readonly omit: string;
}

const common = [
  'linux-image-cloud-amd64',
  'dracut',
  'dracut-network',
  'e2fsprogs',
  'isc-dhcp-client',
  'zstd',
  'busybox',
];

const systems: Readonly<Record<Suite, System>> = {
  bookworm: {
    packages: [...common, 'ignition', 'ipset', 'systemd-container'],
    add: 'ignition network',
    omit: '',
  },
  // Upstream's runc has in itself what Debian's looks for here.
  trixie: {
    packages: [...common, 'libseccomp2'],
    add: 'base',
    omit: 'network network-legacy network-manager systemd-networkd',
  },
};

/** Debian's Ignition relabels always, also a root without SELinux: this does nothing in setfiles' place. */
const initramfs = `
set -eu
kernel=$(ls /lib/modules)
mkdir -p /tmp/stub/usr/sbin
printf '#!/bin/sh\\nexit 0\\n' >/tmp/stub/usr/sbin/setfiles
chmod 755 /tmp/stub/usr/sbin/setfiles
dracut --quiet --force --no-hostonly --kver "$kernel" --add "$1" --omit "plymouth crypt lvm mdraid dmraid multipath nvdimm $2" \
  --add-drivers 'virtio_blk virtio_net virtio_pci virtio_rng qemu_fw_cfg ext4' --include /tmp/stub / /boot/initrd-test
rm -r /tmp/stub
`;

/** Made once for each list of packages and settings; about two minutes where it does not exist yet. */
export function vmImage(suite: Suite = 'bookworm'): VmImage {
  const bare = image(join(cache, 'images'), { suite, packages: [...packages, ...systems[suite].packages] });
  const key = createHash('sha256')
    .update(JSON.stringify([bare, initramfs, systems, asSystemOfVm(suite), diskSize]))
    .digest('hex');
  const root = join(cache, 'images', `vm-${key.slice(0, 16)}`);
  must('flock', [
    `${root}.lock`,
    process.execPath,
    '--import',
    'tsx',
    new URL('make-vm-image.ts', import.meta.url).pathname,
    suite,
    bare,
    root,
  ]);
  const boot = join(root, 'boot');
  const kernel = readdirSync(boot).find((name) => name.startsWith('vmlinuz-'));
  if (kernel === undefined) throw new Error(`no kernel in ${boot}`);
  return { root, disk: `${root}.raw`, kernel: join(boot, kernel), initrd: join(boot, 'initrd-test') };
}

/** For the process that holds the lock. */
export function makeVmImage(suite: Suite, bare: string, root: string): void {
  if (existsSync(root)) return;
  const made = `${root}.new`;
  must('rm', ['-rf', made, `${root}.raw`]);
  must('cp', ['-a', bare, made]);
  layBody(made, asSystemOfVm(suite));
  const { add, omit } = systems[suite];
  must('chroot', [made, 'sh', '-c', initramfs, 'sh', add, omit]);
  makeDisk(`${root}.raw`, made, diskSize);
  must('mv', [made, root]);
}
