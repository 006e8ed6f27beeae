/**
 * What a node is after its first boot, found out from its user-data alone: cloud-init writes the files and starts the
 * installer, which does what its table and the files for systemd's own tools say.
 */
import { posix } from 'node:path';
import type { GeneratedNode, GeneratedUnit, Ownership } from './facts.ts';
import { readInstallTable, recordsOf, type TableRecord } from './install-table.ts';
import { readUserData, type UserData } from './user-data.ts';

const unitDirectory = '/etc/systemd/system';
const installer = 'nodeseed-install.service';
/** The installer is only worth believing if it is run: these are its files and the commands that start it. */
const tablePath = '/etc/nodeseed/install.table';
const start = [
  ['systemctl', 'daemon-reload'],
  ['systemctl', 'enable', installer],
  ['systemctl', 'start', '--no-block', installer],
];

type AfterBoot = Omit<GeneratedNode, 'name' | 'address' | 'manifests' | 'caCertificates'>;

export function afterBoot(text: string): AfterBoot {
  const userData = readUserData(text);
  if (JSON.stringify(userData.commands) !== JSON.stringify(start))
    throw new Error('no start of the installer');
  const table = readInstallTable(textOf(userData, tablePath));
  const files = filesOf(userData, table);
  return {
    hostname: userData.hostname,
    files,
    directories: directoriesOf(userData, table),
    units: unitsOf(files, table),
    artifacts: artifactsOf(table),
    packages: {
      install: recordsOf(table, 'install').map(([name = '']) => name),
      remove: recordsOf(table, 'remove').map(([name = '']) => name),
      repositories: repositoriesOf(files),
    },
    modules: recordsOf(table, 'module').map(([name = '']) => name),
    // The script's one word for swap means both: `swapoff -a`, and the lines of /etc/fstab commented out.
    swap: { now: swapIsOff(table), fstab: swapIsOff(table) },
    users: recordsOf(table, 'user').map(([name = '', uid = '', group = '', home = '', shell = '']) => {
      return { name, uid: Number(uid), group, home, shell };
    }),
    groups: recordsOf(table, 'group').map(([name = '', gid = '']) => ({ name, gid: Number(gid) })),
    roles: rolesOf(userData),
  };
}

function textOf({ files }: UserData, path: string): string {
  const file = files.get(path);
  if (!file) throw new Error(`user-data writes no ${path}`);
  return file.bytes.toString('utf8');
}

/** `node NAME label KEY=VALUE …`: a kubelet may not label itself so, the reconciler does; kubectl shows the key's end. */
function rolesOf(userData: UserData): string[] {
  if (!userData.files.has('/etc/nodeseed/apply.table')) return [];
  const table = readInstallTable(textOf(userData, '/etc/nodeseed/apply.table'), 'nodeseed-apply 1');
  const own = recordsOf(table, 'node').find(([name]) => name === userData.hostname) ?? [];
  return own.flatMap((field, i) => {
    const [, role] = /^node-role\.kubernetes\.io\/([^=]+)=/.exec(field) ?? [];
    return own[i - 1] === 'label' && role !== undefined ? [role] : [];
  });
}

function swapIsOff(table: readonly TableRecord[]): boolean {
  return recordsOf(table, 'swap').some(([state]) => state === 'off');
}

const root = { owner: 'root', group: 'root' };

/** Root's, until an `owner` record gives them away. */
function filesOf(userData: UserData, table: readonly TableRecord[]): AfterBoot['files'] {
  const given = new Map(recordsOf(table, 'owner').map(rights));
  const paths = [...userData.files.keys()];
  const lost = [...given.keys()].filter((path) => !paths.includes(path));
  if (lost.length > 0) throw new Error(`the installer finds no ${lost}`);
  return new Map(
    [...userData.files].map(([path, { bytes, mode }]) => {
      return [path, { text: bytes.toString('utf8'), ...(given.get(path) ?? { ...root, mode }) }];
    }),
  );
}

/** USER GROUP MODE PATH, as `owner` and `directory` records have it. */
function rights([owner = '', group = '', mode = '', path = '']: readonly string[]): [string, Ownership] {
  return [path, { owner, group, mode: Number.parseInt(mode, 8) }];
}

/** Those of tmpfiles.d (type `d`: PATH MODE USER GROUP AGE ARGUMENT), and those that the installer makes itself. */
function directoriesOf(userData: UserData, table: readonly TableRecord[]): AfterBoot['directories'] {
  const lines = textOf(userData, '/etc/tmpfiles.d/nodeseed.conf').split('\n');
  const made = lines.flatMap((line): [string, Ownership][] => {
    const [type, path = '', mode = '', user = '', group = ''] = line.split(' ');
    if (/["\\%]/.test(path)) throw new Error(`a path that is not plain: ${line}`);
    return type === 'd' ? [rights([user, group, mode, path])] : [];
  });
  return new Map([...made, ...recordsOf(table, 'directory').map(rights)]);
}

/** `enabled` means started too. A unit without a text of ours is the system's or a package's. */
function unitsOf(files: AfterBoot['files'], table: readonly TableRecord[]): AfterBoot['units'] {
  return new Map(
    recordsOf(table, 'unit').map(([state, name = '']): [string, GeneratedUnit] => {
      const text = files.get(`${unitDirectory}/${name}`)?.text;
      const dropIns = new Map(
        [...files].flatMap(([path, file]): [string, string][] =>
          posix.dirname(path) === `${unitDirectory}/${name}.d` ? [[posix.basename(path), file.text]] : [],
        ),
      );
      const enabled = state === 'enabled';
      return [name, { ...(text !== undefined && { text }), dropIns, enabled, started: enabled }];
    }),
  );
}

/** `artifact ID DIGEST FORMAT TITLE`, `source ID URL`, `place ID MODE TARGET MEMBER`; the script places all as root's. */
function artifactsOf(table: readonly TableRecord[]): AfterBoot['artifacts'] {
  return recordsOf(table, 'artifact').flatMap(([id = '', , , title = '']) => {
    const [name = '', version = ''] = title.split(' ');
    const urls = recordsOf(table, 'source').flatMap(([of, url = '']) => (of === id ? [url] : []));
    const places = recordsOf(table, 'place').filter(([of]) => of === id);
    return places.map(([, mode = '', target = '', member = '']) => ({
      ...root,
      program: member === '' ? name : posix.basename(member),
      version: version.replace(/^v/, ''),
      urls,
      target,
      mode: Number.parseInt(mode, 8),
    }));
  });
}

/** dnf.conf(5) and sources.list(5); a repository that is switched off does not count. */
function repositoriesOf(files: AfterBoot['files']): { url: string }[] {
  return [...files].flatMap(([path, { text }]) => {
    if (!/^\/etc\/(yum\.repos\.d\/.*\.repo|apt\/sources\.list\.d\/.*\.sources)$/.test(path)) return [];
    if (/^enabled=(?!1$)/m.test(text)) return [];
    return [...text.matchAll(/^(?:baseurl=|URIs: )(.+)$/gm)].map(([, url = '']) => ({ url }));
  });
}
