/** What boots have changed on a machine that neither its bundle nor the system's own habits explain. */
import { lstatSync, readdirSync, readFileSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { imagesTable } from '../components/images.ts';
import type { Machine } from '../model/machine.ts';
import { sha256 } from '../shared/digest.ts';
import { meetingPoint } from './body.ts';
import type { Check } from './check.ts';

/** One path of a machine that is not as its image has it. */
export interface Change {
  readonly path: string;
  readonly what: 'is new' | 'is a new folder' | 'was changed' | 'is gone' | 'has other rights';
}

export interface Explanation {
  readonly why: string;
  readonly paths: readonly RegExp[];
}

const habits: readonly Explanation[] = [
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
      // What its module for grub tells debconf.
      /^\/var\/cache\/debconf\//,
      /^\/etc\/(hostname|hosts|locale\.conf|default\/locale)$/,
      /^\/etc\/ssh\/ssh_host_(rsa|ecdsa|ed25519)_key(\.pub)?$/,
      /^\/etc\/sudoers(\.d(\/90-cloud-init-users)?)?$/,
      /^\/etc\/systemd\/network\/10-cloud-init-[\w.-]+\.(network|link)$/,
      /^\/root\/\.ssh(\/authorized_keys)?$/,
    ],
  },
  {
    why: 'Ignition: its record, its preset, keys of the accounts that people log in with',
    paths: [
      /^\/etc\/\.ignition-result\.json$/,
      /^\/etc\/systemd\/system-preset(\/20-ignition\.preset)?$/,
      /^\/root\/\.ssh(\/authorized_keys\.d(\/ignition)?)?$/,
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
    why: 'the installer’s own tools: swap, the trust store, and its state; that of apply',
    paths: [
      /^\/etc\/fstab$/,
      /^\/etc\/ssl\/certs\/(ca-certificates\.crt|[0-9a-f]{8}\.\d)$/,
      /^\/var\/lib\/nodeseed\/(lock|trust)$/,
      /^\/var\/lib\/nodeseed\/apply(\/|$)/,
    ],
  },
];

/** What apt and dpkg keep of a package that is gone. */
const packagesChanged: readonly RegExp[] = [
  /^\/(etc|var\/lib\/dpkg)\/alternatives\//,
  /^\/var\/(cache|lib)\/apt\//,
  /^\/var\/lib\/dpkg\/(lock(-frontend)?|status(-old)?|triggers\/Lock)$/,
  /^\/var\/cache\/debconf\//,
  /^\/var\/log\/(apt(\/.*)?|dpkg\.log|alternatives\.log)$/,
];

export interface Known {
  /** Paths that the bundle itself has. */
  readonly explained: readonly string[];
  readonly explanations: readonly Explanation[];
  readonly defaultUser: string;
}

/** One row that says how much was looked at, or one for each change that nobody explains. */
export function leftoverChecks(
  changes: readonly Change[],
  image: string,
  machine: Machine,
  known: Known,
): Check[] {
  const paths = new Set([
    ...known.explained,
    ...machine.directories.map(({ path }) => path),
    ...machine.links.map(({ path }) => path),
    ...installerState(machine),
    ...importedReceipts(machine),
    ...removedFiles(machine, image),
  ]);
  const parents = new Set([...paths].flatMap(parentsOf));
  const patterns = [
    ...habits,
    ...known.explanations,
    ...trustLinks(machine),
    ...logins(machine, known.defaultUser),
  ].flatMap((one) => one.paths);
  if (machine.packages.remove.length > 0) patterns.push(...packagesChanged);
  const unexplained = changes.filter(
    ({ path, what }) =>
      !paths.has(path) &&
      !isUnitLink(machine, path) &&
      !(what === 'is a new folder' && parents.has(path)) &&
      !patterns.some((one) => one.test(path)),
  );
  const kind = 'left over';
  if (unexplained.length === 0)
    return [{ kind, name: 'nothing', wanted: `${changes.length} changes, all explained`, faults: [] }];
  return unexplained.map(({ path, what }) => ({ kind, name: path, wanted: 'nothing', faults: [what] }));
}

/** Each image that containerd was given has a receipt, under the digest of its name. */
function importedReceipts({ files }: Machine): string[] {
  const table = files.find(({ path }) => path === imagesTable);
  const lines = Buffer.from(table?.content.reveal() ?? '')
    .toString('utf8')
    .split('\n');
  return lines
    .map((line) => line.split(' '))
    .flatMap(([verb, name = '']) => (verb === 'image' ? [`/var/lib/nodeseed/imported/${sha256(name)}`] : []));
}

/** Exactly one receipt for each artifact, and what it remembers of each unit. */
function installerState(machine: Machine): string[] {
  const receipts = machine.placements.map(({ artifact }) => artifact.digest.replace(':', '-'));
  return [
    ...receipts.map((name) => `/var/lib/nodeseed/receipts/${name}`),
    ...machine.units.map(({ name }) => `/var/lib/nodeseed/units/${name}`),
  ];
}

/** By dpkg's own lists of the packages that the machine removes; a link by an alternative of theirs goes too. */
function removedFiles({ packages }: Machine, image: string): string[] {
  const info = join(image, 'var/lib/dpkg/info');
  if (packages.remove.length === 0) return [];
  const lists = readdirSync(info).filter((name) =>
    packages.remove.includes(name.replace(/(:\w+)?\.\w+$/, '')),
  );
  const files = lists
    .filter((name) => name.endsWith('.list'))
    .flatMap((name) => readFileSync(join(info, name), 'utf8').split('\n'))
    .map((path) => path.replace(/^\/(?=(?:bin|sbin|lib)\/)/, '/usr/'));
  const alternatives = readdirSync(join(image, 'etc/alternatives')).map((name) => `/usr/bin/${name}`);
  return [...files, ...lists.map((name) => `/var/lib/dpkg/info/${name}`), ...alternatives];
}

/** Debian's store links to an added authority under the name of its file. */
function trustLinks({ files }: Machine): Explanation[] {
  const names = files.flatMap(({ path }) => /\/ca-certificates\/([^/]+)\.crt$/.exec(path)?.[1] ?? []);
  return names.map((name) => ({ why: 'the trust store', paths: [exactly(`/etc/ssl/certs/${name}.pem`)] }));
}

/** The homes of accounts that the system brings, for people to log in with. */
function logins({ authorizedKeys }: Machine, defaultUser: string): Explanation[] {
  return [defaultUser, ...authorizedKeys.map(({ user }) => user)].map((user) => ({
    why: 'whoever logs in',
    paths: [new RegExp(`${exactly(`/home/${user}`).source.slice(0, -1)}(/|$)`)],
  }));
}

function exactly(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/[.*+?^$()[\]{}|\\]/g, '\\$&')}$`);
}

/** Links by which a unit of the machine is enabled, disabled or masked. */
function isUnitLink(machine: Machine, path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const unit = machine.units.find((one) => one.name === name);
  if (unit === undefined) return false;
  if (unit.state === 'masked') return path === `/etc/systemd/system/${name}`;
  return /^\/etc\/systemd\/system\/[\w.@-]+\.(wants|requires)\/[^/]+$/.test(path);
}

/** From the layer that overlayfs keeps what was written in. */
export function overlayChanges(layer: string, image: string): Change[] {
  return walk(layer, '').flatMap((path) => {
    const [now, then] = [lstatSync(join(layer, path)), statOf(join(image, path))];
    const what = difference(isWhiteout(now) ? undefined : now, then);
    // A file in the layer was opened for writing, whatever came of it.
    return what ? [{ path, what }] : now.isDirectory() ? [] : [{ path, what: 'was changed' as const }];
  });
}

/** debugfs gives a file to its owner after its mode, which clears setuid and setgid (chown(2)). */
const bitsOfCopies = 0o777;

/** Two whole trees, the first copied off a disk; a file counts as the same when its size, its rights and the second it was written in are. */
export function treeChanges(root: string, image: string): Change[] {
  const paths = new Set([...walk(root, ''), ...walk(image, '')]);
  return [...paths].flatMap((path) => {
    const [now, then] = [statOf(join(root, path)), statOf(join(image, path))];
    const what =
      difference(now, then, bitsOfCopies) ??
      (now && then && !sameFile(now, then) ? 'was changed' : undefined);
    return what ? [{ path, what }] : [];
  });
}

function difference(
  now: Stats | undefined,
  then: Stats | undefined,
  bits = 0o7777,
): Change['what'] | undefined {
  if (!now) return 'is gone';
  if (!then) return now.isDirectory() ? 'is a new folder' : 'is new';
  if (now.isDirectory() !== then.isDirectory()) return 'was changed';
  return now.isDirectory() && !sameRights(now, then, bits) ? 'has other rights' : undefined;
}

function sameRights(now: Stats, then: Stats, bits: number): boolean {
  return (now.mode & bits) === (then.mode & bits) && now.uid === then.uid && now.gid === then.gid;
}

function sameFile(now: Stats, then: Stats): boolean {
  if (now.isDirectory()) return true;
  const written = (stats: Stats) => (stats.isFile() ? Math.floor(stats.mtimeMs / 1000) : 0);
  return sameRights(now, then, bitsOfCopies) && now.size === then.size && written(now) === written(then);
}

/** So overlayfs remembers that a file of a lower layer was removed. */
function isWhiteout(stats: Stats): boolean {
  return stats.isCharacterDevice() && stats.rdev === 0;
}

function statOf(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
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
