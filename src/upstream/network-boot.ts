/** How a system that is started over the network learns by its kernel's arguments where its configuration is. */

export type NetworkBootName = 'nocloud-net' | 'flatcar-pxe' | 'coreos-live';

export interface NetworkBoot {
  /** What its configuration is: a folder of files, whose address ends in a slash, or one file. */
  readonly configuration: 'folder' | 'file';
  /** Of a system that runs from memory. `{configuration}` stands for the address. */
  readonly run: readonly string[];
  /** Of one that writes itself to a disk, `{device}`. Absent: no argument makes it do that. */
  readonly install?: readonly string[];
  /** Where its root file system is, which it cannot do without: `{rootfs}`. Absent: it has none apart. */
  readonly rootfs?: string;
  readonly source: string;
}

export const networkBoots: Readonly<Record<NetworkBootName, NetworkBoot>> = {
  'nocloud-net': {
    configuration: 'folder',
    // 22.4 ends without a data source where the argument says nocloud and the address is of the network.
    run: ['ds=nocloud-net;s={configuration}'],
    source: 'cloud-init: doc/rtd/reference/datasources/nocloud.rst, "Kernel command line"',
  },
  'flatcar-pxe': {
    configuration: 'file',
    run: ['flatcar.first_boot=1', 'ignition.config.url={configuration}'],
    source: 'Flatcar: docs/latest/installing/bare-metal/booting-with-ipxe',
  },
  'coreos-live': {
    configuration: 'file',
    run: ['ignition.firstboot', 'ignition.platform.id=metal', 'ignition.config.url={configuration}'],
    install: ['coreos.inst.install_dev={device}', 'coreos.inst.ignition_url={configuration}'],
    rootfs: 'coreos.live.rootfs_url={rootfs}',
    source:
      'Fedora CoreOS: live-reference; coreos-installer: docs/getting-started.md, scripts/coreos-installer-service',
  },
};

/** arch/x86/include/asm/setup.h and arch/arm64/include/uapi/asm/setup.h: COMMAND_LINE_SIZE, with its final zero byte. */
export const longestCommandLine = 2047;

/** matchbox reads what it serves: Ignition's specification up to this version from 0.11 on (poseidon/matchbox#1079). */
export const matchboxIgnition = '3.4.0';
