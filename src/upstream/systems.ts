/**
 * The operating systems nodeseed writes for: one row each, everything that differs between them as data.
 * Sources: the distributions' own documentation of their cloud images, as of 2026-09.
 */
import type { NetworkBootName } from './network-boot.ts';
import type { Release } from './release.ts';

export type PackageManager = 'apt' | 'dnf' | 'yum';
export type IgnitionVersion = '3.0.0' | '3.1.0' | '3.2.0' | '3.3.0' | '3.4.0' | '3.5.0' | '3.6.0';

export interface System {
  /** What reads our files on first boot. */
  readonly boots: 'cloud-init' | 'ignition';
  /** Newest Ignition spec that this system's Ignition reads. */
  readonly ignition?: IgnitionVersion;
  readonly packageManager?: PackageManager;
  /** Where programs may be written and executed from. */
  readonly binaryDirectory: string;
  readonly cniBinaryDirectory: string;
  /** The resolver file that names real servers; a stub at 127.0.0.53 sends CoreDNS round in circles. */
  readonly resolverFile: string;
  readonly cgroup: 'v1' | 'v2';
  /** systemd's major version. */
  readonly systemd: number;
  /** The C library's version: upstream's containerd from 1.6.20 and 2.x wants 2.35, else its static build. */
  readonly glibc: Release;
  /** Present when containerd is part of the system itself. */
  readonly containerd?: { readonly release: Release; readonly binary: string };
  readonly timeService: 'systemd-timesyncd' | 'chrony';
  readonly trust: {
    readonly directory: string;
    readonly suffix: string;
    readonly command: readonly [string, ...string[]];
  };
  readonly networkRenderer: 'networkd' | 'networkmanager';
  readonly networkBoot: NetworkBootName;
  /** The account that the image logs people in with. */
  readonly defaultUser: string;
  /** Package that brings the docker daemon, where the distribution has one. */
  readonly dockerPackage?: string;
  readonly selinux: boolean;
  /** Folders that an image-based system does not let anybody write to, and what in them it does. */
  readonly readOnly?: readonly string[];
  readonly writable?: readonly string[];
}

const resolved = '/run/systemd/resolve/resolv.conf';
const debianTrust = {
  directory: '/usr/local/share/ca-certificates',
  suffix: '.crt',
  command: ['update-ca-certificates'],
} as const;
const flatcarTrust = {
  directory: '/etc/ssl/certs',
  suffix: '.pem',
  command: ['update-ca-certificates'],
} as const;
const redHatTrust = {
  directory: '/etc/pki/ca-trust/source/anchors',
  suffix: '.pem',
  command: ['update-ca-trust', 'extract'],
} as const;

const debianLike = {
  boots: 'cloud-init',
  networkBoot: 'nocloud-net',
  packageManager: 'apt',
  binaryDirectory: '/usr/local/bin',
  cniBinaryDirectory: '/opt/cni/bin',
  timeService: 'systemd-timesyncd',
  trust: debianTrust,
  networkRenderer: 'networkd',
  dockerPackage: 'docker.io',
  selinux: false,
} as const;

const redHatLike = {
  boots: 'cloud-init',
  networkBoot: 'nocloud-net',
  packageManager: 'dnf',
  binaryDirectory: '/usr/local/bin',
  cniBinaryDirectory: '/opt/cni/bin',
  resolverFile: '/etc/resolv.conf',
  timeService: 'chrony',
  trust: redHatTrust,
  networkRenderer: 'networkmanager',
  selinux: true,
} as const;

const ofTheImage = ['/usr', '/bin', '/sbin', '/lib', '/lib64'] as const;

const flatcarLike = {
  boots: 'ignition',
  networkBoot: 'flatcar-pxe',
  readOnly: ofTheImage,
  binaryDirectory: '/opt/bin',
  cniBinaryDirectory: '/opt/cni/bin',
  resolverFile: resolved,
  cgroup: 'v2',
  timeService: 'systemd-timesyncd',
  trust: flatcarTrust,
  networkRenderer: 'networkd',
  defaultUser: 'core',
  selinux: false,
} as const;

export const systems = {
  'ubuntu-16.04': {
    ...debianLike,
    resolverFile: '/etc/resolv.conf',
    cgroup: 'v1',
    systemd: 229,
    glibc: '2.23',
    defaultUser: 'ubuntu',
  },
  'ubuntu-18.04': {
    ...debianLike,
    resolverFile: resolved,
    cgroup: 'v1',
    systemd: 237,
    glibc: '2.27',
    defaultUser: 'ubuntu',
  },
  'ubuntu-20.04': {
    ...debianLike,
    resolverFile: resolved,
    cgroup: 'v1',
    systemd: 245,
    glibc: '2.31',
    defaultUser: 'ubuntu',
  },
  'ubuntu-22.04': {
    ...debianLike,
    resolverFile: resolved,
    cgroup: 'v2',
    systemd: 249,
    glibc: '2.35',
    defaultUser: 'ubuntu',
  },
  'ubuntu-24.04': {
    ...debianLike,
    resolverFile: resolved,
    cgroup: 'v2',
    systemd: 255,
    glibc: '2.39',
    defaultUser: 'ubuntu',
  },
  'debian-11': {
    ...debianLike,
    resolverFile: '/etc/resolv.conf',
    cgroup: 'v2',
    systemd: 247,
    glibc: '2.31',
    defaultUser: 'debian',
  },
  'debian-12': {
    ...debianLike,
    resolverFile: resolved,
    cgroup: 'v2',
    systemd: 252,
    glibc: '2.36',
    defaultUser: 'debian',
  },
  'debian-13': {
    ...debianLike,
    resolverFile: resolved,
    cgroup: 'v2',
    systemd: 257,
    glibc: '2.41',
    defaultUser: 'debian',
  },
  'centos-7': {
    ...redHatLike,
    packageManager: 'yum',
    cgroup: 'v1',
    systemd: 219,
    glibc: '2.17',
    defaultUser: 'centos',
  },
  'rocky-8': { ...redHatLike, cgroup: 'v1', systemd: 239, glibc: '2.28', defaultUser: 'rocky' },
  'rocky-9': { ...redHatLike, cgroup: 'v2', systemd: 252, glibc: '2.34', defaultUser: 'rocky' },
  'rocky-10': { ...redHatLike, cgroup: 'v2', systemd: 257, glibc: '2.39', defaultUser: 'rocky' },
  'flatcar-4081': {
    ...flatcarLike,
    ignition: '3.4.0',
    systemd: 255,
    glibc: '2.38',
    containerd: { release: '1.7', binary: '/usr/bin/containerd' },
  },
  'flatcar-4593': {
    ...flatcarLike,
    ignition: '3.5.0',
    systemd: 257,
    glibc: '2.41',
    containerd: { release: '2.1', binary: '/usr/bin/containerd' },
  },
  'fedora-coreos-43': {
    boots: 'ignition',
    networkBoot: 'coreos-live',
    readOnly: ofTheImage,
    writable: ['/usr/local'],
    ignition: '3.6.0',
    binaryDirectory: '/usr/local/bin',
    cniBinaryDirectory: '/opt/cni/bin',
    resolverFile: resolved,
    cgroup: 'v2',
    systemd: 258,
    glibc: '2.42',
    containerd: { release: '2.1', binary: '/usr/bin/containerd' },
    timeService: 'chrony',
    trust: redHatTrust,
    networkRenderer: 'networkmanager',
    defaultUser: 'core',
    selinux: true,
  },
} as const satisfies Record<string, System>;

export type SystemName = keyof typeof systems;
export const systemNames = Object.keys(systems) as SystemName[];

export function systemRow(name: SystemName): System {
  return systems[name];
}
