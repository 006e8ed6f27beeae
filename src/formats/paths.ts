/**
 * Which places of a root file system are the system's own: there a folder may be a symbolic link (a merged /usr, /home on
 * an immutable system, /var/run everywhere), so no rendering creates or changes the folder itself.
 */
import type { Directory, File, Link, Machine } from '../model/machine.ts';
import { type Fault, InputError, type Path } from '../shared/fault.ts';

/** On a merged-/usr root these are links into /usr. */
const mergedIntoUsr = /^\/(?=(?:bin|sbin|lib|lib32|lib64|libx32)(?:\/|$))/;

/** Emptied at every boot, so nothing put there beforehand survives: tmpfiles.d makes what belongs there. */
const volatile = /^\/(?:run|var\/run|var\/lock|dev|proc|sys)(?:\/|$)/;

/** Folders of the file system hierarchy standard and of systemd. Theirs is also all directly below `/`. */
const systemFolders = new Set(
  [
    '/usr/bin /usr/sbin /usr/lib /usr/lib32 /usr/lib64 /usr/libx32 /usr/libexec /usr/include /usr/share /usr/src /usr/local /usr/games',
    '/usr/local/bin /usr/local/sbin /usr/local/lib /usr/local/lib64 /usr/local/libexec /usr/local/etc /usr/local/include',
    '/usr/local/share /usr/local/share/ca-certificates /usr/local/src /usr/local/games /usr/local/man',
    '/usr/lib/systemd /usr/lib/systemd/system',
    '/var/cache /var/lib /var/local /var/log /var/mail /var/opt /var/spool /var/tmp /var/home /var/roothome /var/srv /var/usrlocal',
    '/etc/systemd /etc/systemd/system /etc/systemd/network /etc/sysctl.d /etc/modules-load.d /etc/tmpfiles.d /etc/sysusers.d',
    '/etc/modprobe.d /etc/default /etc/sysconfig /etc/profile.d /etc/logrotate.d /etc/cron.d /etc/udev /etc/udev/rules.d',
    '/etc/ssl /etc/ssl/certs /etc/pki /etc/pki/ca-trust /etc/pki/ca-trust/source /etc/pki/ca-trust/source/anchors /etc/opt',
    '/etc/apt /etc/apt/keyrings /etc/apt/sources.list.d /etc/apt/apt.conf.d /etc/apt/preferences.d /etc/yum.repos.d /etc/security',
  ].flatMap((line) => line.split(' ')),
);

export const unitDirectory = '/etc/systemd/system';

/** Where a path really lies on a merged-/usr root: `/bin/x` is `/usr/bin/x`. */
export function physicalPath(path: string): string {
  return path.replace(mergedIntoUsr, '/usr/');
}

export function isVolatile(path: string): boolean {
  return volatile.test(path);
}

/** Whether a folder comes with every system, and is perhaps a link there. */
export function isSystemFolder(path: string): boolean {
  const physical = physicalPath(path);
  return physical.lastIndexOf('/') === 0 || isVolatile(physical) || systemFolders.has(physical);
}

/** Directories that a rendering may create with their mode: those that are nobody else's. */
export function ownDirectories(machine: Machine): Directory[] {
  return machine.directories.filter(({ path }) => !isSystemFolder(path));
}

/** The machine's files, or faults for those below /run and the like: they would be gone after the first reboot. */
export function lastingFiles(machine: Machine): readonly File[] {
  const lost = machine.files.filter(({ path }) => isVolatile(path));
  if (lost.length > 0) throw new InputError(lost.map(({ path, origin }) => volatileFile(path, origin.path)));
  return machine.files;
}

function volatileFile(path: string, where: Path): Fault {
  const expected = 'a path on a disk, such as one below /etc';
  return {
    code: 'volatile-file',
    message: `${path} would be gone after the next boot`,
    expected,
    path: where,
  };
}

/** Links that lie on a disk; those below /run are the installer's tmpfiles.d lines. */
export function lastingLinks(machine: Machine): Link[] {
  return machine.links.filter(({ path }) => !isVolatile(path));
}
