/** What boots have changed on a machine that neither its bundle nor the system's own habits explain. */
import { lstatSync, readdirSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from '../../src/model/machine.ts';
import { meetingPoint } from './body.ts';
import type { ExpectedFile } from './expected.ts';

interface Explanation {
  readonly why: string;
  readonly paths: readonly RegExp[];
}

/** Removing the package `ed`, and what apt and dpkg keep of that. */
const packageRemoved: Explanation = {
  why: 'apt removed a package',
  paths: [
    /^\/usr\/bin\/(ed|red|editor)$/,
    /^\/(etc|var\/lib\/dpkg)\/alternatives\/editor$/,
    /^\/var\/(cache|lib)\/apt\//,
    /^\/var\/lib\/dpkg\/(info\/ed\.\w+|lock(-frontend)?|status(-old)?|triggers\/Lock)$/,
    /^\/var\/cache\/debconf\//,
    /^\/var\/log\/(apt(\/.*)?|dpkg\.log|alternatives\.log)$/,
  ],
};

const explanations: readonly Explanation[] = [
  { why: 'the harness', paths: [new RegExp(`^${meetingPoint}(/|$)`), /^\/etc\/selinux$/] },
  {
    why: 'systemd, at any boot',
    paths: [
      /^\/etc\/machine-id$/,
      /^\/var\/lib\/dbus(\/machine-id)?$/,
      /^\/var\/log\/journal\//,
      /^\/var\/log\/(wtmp|wtmp\.db|lastlog|btmp)$/,
      /^\/var\/lib\/wtmpdb(\/wtmp\.db)?$/,
      /^\/var\/lib\/systemd\/(linger|ephemeral-trees|random-seed|timers(\/stamp-[\w-]+\.timer)?|timesync(\/clock)?|network)$/,
    ],
  },
  {
    why: 'systemd-update-done and what it stands for, at the first boot of an image',
    paths: [
      /^\/(etc|var)\/\.updated$/,
      /^\/etc\/(ld\.so\.cache|udev\/hwdb\.bin)$/,
      /^\/var\/cache\/ldconfig(\/aux-cache)?$/,
      /^\/var\/lib\/systemd\/catalog\/database$/,
    ],
  },
  {
    why: 'accounts were added; how is compared line by line',
    paths: [/^\/etc\/(passwd|group|shadow|gshadow|subuid|subgid)-?$/, /^\/etc\/\.pwd\.lock$/],
  },
  {
    why: 'cloud-init: its own state, names and keys of the machine, the image’s account; the network is asked of the kernel',
    paths: [
      /^\/var\/lib\/cloud(\/|$)/,
      /^\/var\/log\/cloud-init(-output)?\.log$/,
      /^\/etc\/(hostname|hosts|locale\.conf|default\/locale)$/,
      /^\/etc\/ssh\/ssh_host_(rsa|ecdsa|ed25519)_key(\.pub)?$/,
      /^\/etc\/sudoers(\.d(\/90-cloud-init-users)?)?$/,
      /^\/etc\/systemd\/network\/10-cloud-init-eth0\.network$/,
      /^\/root\/\.ssh(\/authorized_keys)?$/,
      /^\/home\/ubuntu(\/|$)/,
    ],
  },
  {
    why: 'Ignition: its record, its preset, keys of the accounts that people log in with',
    paths: [
      /^\/etc\/\.ignition-result\.json$/,
      /^\/etc\/systemd\/system-preset(\/20-ignition\.preset)?$/,
      /^\/root\/\.ssh(\/authorized_keys\.d(\/ignition)?)?$/,
      /^\/home\/core(\/|$)/,
    ],
  },
  {
    why: 'systemd’s own presets, at the first boot of a machine without an id',
    paths: [
      /^\/etc\/systemd\/system\/(ctrl-alt-del\.target|dbus-org\.freedesktop\.network1\.service)$/,
      /^\/etc\/systemd\/system\/[\w-]+\.target\.wants(\/(remote-cryptsetup\.target|systemd-network[\w-]*\.(service|socket)))?$/,
    ],
  },
  {
    why: 'the installer’s own tools: swap, the trust store, and its state',
    paths: [
      /^\/etc\/fstab$/,
      /^\/etc\/ssl\/certs\/(ca-certificates\.crt|[0-9a-f]{8}\.\d|lab(-ca)?\.pem)$/,
      /^\/var\/lib\/nodeseed\/(lock|trust)$/,
    ],
  },
  { why: 'the user’s own unit', paths: [/^\/var\/lib\/reporter\/reported$/] },
  packageRemoved,
];

export function leftovers(
  changes: string,
  image: string,
  machine: Machine,
  explained: readonly ExpectedFile[],
): string[] {
  const known = new Set([
    ...explained.map(({ path }) => path),
    ...machine.directories.map(({ path }) => path),
    ...machine.links.map(({ path }) => path),
    ...installerState(machine),
  ]);
  const parents = new Set([...known].flatMap(parentsOf));
  return walk(changes, '')
    .filter((path) => !known.has(path) && !isUnitLink(machine, path))
    .filter((path) => !explanations.some(({ paths }) => paths.some((one) => one.test(path))))
    .flatMap((path) => difference(join(changes, path), join(image, path), path, parents));
}

/** Exactly one receipt for each artifact, and what it remembers of each unit. */
function installerState(machine: Machine): string[] {
  const receipts = machine.placements.map(({ artifact }) => artifact.digest.replace(':', '-'));
  return [
    ...receipts.map((name) => `/var/lib/nodeseed/receipts/${name}`),
    ...machine.units.map(({ name }) => `/var/lib/nodeseed/units/${name}`),
  ];
}

/** Links by which a unit of the machine is enabled, disabled or masked. */
function isUnitLink(machine: Machine, path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const unit = machine.units.find((one) => one.name === name);
  if (unit === undefined) return false;
  if (unit.state === 'masked') return path === `/etc/systemd/system/${name}`;
  return /^\/etc\/systemd\/system\/[\w.@-]+\.(wants|requires)\/[^/]+$/.test(path);
}

function difference(after: string, before: string, path: string, parents: ReadonlySet<string>): string[] {
  const [now, then] = [lstatSync(after), lstatSync(before, { throwIfNoEntry: false })];
  if (!now.isDirectory())
    return [`${path}: ${isWhiteout(now) ? 'is gone' : then ? 'was changed' : 'is new'}`];
  if (!then) return parents.has(path) ? [] : [`${path}: is a new folder`];
  return now.mode === then.mode && now.uid === then.uid && now.gid === then.gid
    ? []
    : [`${path}: has other rights`];
}

/** So overlayfs remembers that a file of a lower layer was removed. */
function isWhiteout(stats: Stats): boolean {
  return stats.isCharacterDevice() && stats.rdev === 0;
}

function parentsOf(path: string): string[] {
  const parts = path.split('/').slice(1, -1);
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`);
}

function walk(folder: string, under: string): string[] {
  return readdirSync(join(folder, under), { withFileTypes: true }).flatMap((entry) => {
    const path = `${under}/${entry.name}`;
    return entry.isDirectory() ? [path, ...walk(folder, path)] : [path];
  });
}
