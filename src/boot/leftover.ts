/** What boots have changed on a machine that neither its bundle nor the system's own habits explain. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { imagesTable } from '../components/images.ts';
import type { Machine } from '../model/machine.ts';
import { sha256 } from '../shared/digest.ts';
import type { Change } from './changes.ts';
import type { Check } from './check.ts';
import { type Explanation, exactly, habits, packagesChanged } from './habits.ts';

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

/** Links by which a unit of the machine is enabled, disabled or masked. */
function isUnitLink(machine: Machine, path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const unit = machine.units.find((one) => one.name === name);
  if (unit === undefined) return false;
  if (unit.state === 'masked') return path === `/etc/systemd/system/${name}`;
  return /^\/etc\/systemd\/system\/[\w.@-]+\.(wants|requires)\/[^/]+$/.test(path);
}

function parentsOf(path: string): string[] {
  const parts = path.split('/').slice(1, -1);
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`);
}
