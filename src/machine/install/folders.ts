/** Folders, links, and files below /run, as systemd-tmpfiles makes them, and what it leaves to the installer. */
import type { Directory, File, Machine } from '../../model/machine.ts';
import { Bug } from '../../shared/fault.ts';
import { isVolatile, volatilePath, withoutVarLinks } from './paths.ts';
import { octalMode, record } from './record.ts';

/** tmpfiles.d(5): fields are split as words with C escapes, then specifiers are replaced. */
function tmpfilesField(text: string): string {
  const escaped = text.replaceAll('%', '%%');
  if (/^[A-Za-z0-9_./:@+=,%-]+$/.test(escaped)) return escaped;
  return `"${cEscaped(escaped)}"`;
}

/** The last field is the rest of the line: escapes count there, quotes do not. */
function tmpfilesArgument(text: string): string {
  if (text !== text.trim()) throw new Bug(`no link can say this: ${JSON.stringify(text)}`);
  return cEscaped(text.replaceAll('%', '%%')).replaceAll('\\"', '"');
}

function cEscaped(text: string): string {
  if (/\p{Cc}/u.test(text)) throw new Bug(`no path: ${JSON.stringify(text)}`);
  return text.replaceAll(/["\\]/g, '\\$&');
}

/** Where the contents of a file below /run wait for the next boot. */
function storedPath({ path }: File): string {
  return `${volatilePath}${withoutVarLinks(path)}`;
}

/** Copies, on a disk, of files that every boot takes away. */
export function storedFiles(machine: Machine): File[] {
  return machine.files
    .filter(({ path }) => isVolatile(path))
    .map((file) => ({ ...file, path: storedPath(file), user: 'root', group: 'root' }));
}

/**
 * Whether an account other than root and the folder's own owner has one of the folders above. systemd-tmpfiles follows no such
 * path, since that account could put a link there.
 */
function isBelowAnothers(machine: Machine, directory: Directory): boolean {
  const path = withoutVarLinks(directory.path);
  return machine.directories.some(
    (above) =>
      above.user !== 'root' &&
      above.user !== directory.user &&
      path.startsWith(`${withoutVarLinks(above.path)}/`),
  );
}

/** The tmpfiles.d file; empty when there is nothing to make. */
export function tmpfiles(machine: Machine): string {
  const directories = machine.directories
    .filter((directory) => !isBelowAnothers(machine, directory))
    .map((one) => place('d', one, octalMode(one.mode), '-'));
  const files = machine.files
    .filter(({ path }) => isVolatile(path))
    .map((file) => place('C', file, octalMode(file.mode), tmpfilesArgument(storedPath(file))));
  const links = machine.links.map(
    ({ path, target }) => `L+ ${tmpfilesField(withoutVarLinks(path))} - - - - ${tmpfilesArgument(target)}`,
  );
  return [...directories, ...files, ...links].map((line) => `${line}\n`).join('');
}

function place(
  type: string,
  { path, user, group }: Directory | File,
  mode: string,
  argument: string,
): string {
  return `${type} ${tmpfilesField(withoutVarLinks(path))} ${mode} ${user} ${group} - ${argument}`;
}

/** Folders that systemd-tmpfiles declines to make, and files that could not have their owner before it existed. */
export function ownerRecords(machine: Machine): string[] {
  const owned = ({ user, group }: Directory | File) => user !== 'root' || group !== 'root';
  const rights = (one: Directory | File) => [one.user, one.group, octalMode(one.mode), one.path];
  return [
    ...machine.directories
      .filter((directory) => isBelowAnothers(machine, directory))
      .map((directory) => record('directory', ...rights(directory))),
    ...machine.files
      .filter((file) => owned(file) && !isVolatile(file.path))
      .map((file) => record('owner', ...rights(file))),
  ];
}
