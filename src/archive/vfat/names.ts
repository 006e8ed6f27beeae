/** The specification's "Long Directory Entries": every name in full, and a short alias that is unique in its folder. */
import { Bug } from '../../shared/fault.ts';
import type { VolumeNode } from '../volume.ts';

/** Eleven bytes: eight of the base and three of the extension, filled up with spaces. */
export type ShortName = Buffer;

/** Throws a Bug for a name that FAT cannot have, and for two that it takes for one. */
export function shortNames(children: readonly VolumeNode[]): ReadonlyMap<VolumeNode, ShortName> {
  const names = new Map<VolumeNode, ShortName>();
  const longNames = foldedNames(children);
  const taken = new Set<string>();
  for (const node of children) {
    const alias = isShort(node.name) ? padded(...basis(node.name)) : unusedAlias(node.name, taken, longNames);
    taken.add(alias);
    names.set(node, Buffer.from(alias, 'latin1'));
  }
  return names;
}

/** In capitals. */
function foldedNames(children: readonly VolumeNode[]): ReadonlySet<string> {
  const known = new Set<string>();
  for (const { name } of children) {
    checkName(name);
    const folded = name.toUpperCase();
    if (known.has(folded)) throw new Bug(`${name} is there twice on a FAT volume, which knows no case`);
    known.add(folded);
  }
  return known;
}

function checkName(name: string): void {
  const isForbidden = /[\p{Cc}"*/:<>?\\|\p{Surrogate}]|[ .]$/u.test(name);
  if (isForbidden || name.length > 255)
    throw new Bug(`a FAT volume cannot hold a file called ${JSON.stringify(name)}`);
}

/** Neither another's alias nor another's name. */
function unusedAlias(name: string, taken: ReadonlySet<string>, longNames: ReadonlySet<string>): string {
  const [base, extension] = basis(name);
  for (let count = 1; count < 1_000_000; count++) {
    const tail = `~${count}`;
    const short = base.slice(0, 8 - tail.length) + tail;
    const text = extension === '' ? short : `${short}.${extension}`;
    const alias = padded(short, extension);
    if (!taken.has(alias) && !longNames.has(text)) return alias;
  }
  throw new Bug('too many files of like names in a folder of a FAT volume');
}

function padded(base: string, extension: string): string {
  return base.padEnd(8) + extension.padEnd(3);
}

/** "The Basis-Name Generation Algorithm". */
function basis(name: string): [base: string, extension: string] {
  const bare = name.toUpperCase().replaceAll(' ', '').replace(/^\.+/, '');
  const at = bare.lastIndexOf('.');
  const base = at < 0 ? bare : bare.slice(0, at).replaceAll('.', '');
  const extension = at < 0 ? '' : bare.slice(at + 1);
  return [plain(base).slice(0, 8) || '_', plain(extension).slice(0, 3)];
}

function plain(text: string): string {
  return text.replaceAll(/[^A-Z0-9!#$%&'()@^_`{}~-]/gu, '_');
}

/** Whether the name needs no long entry: it is its own alias. */
export function isShort(name: string): boolean {
  return /^[A-Z0-9!#$%&'()@^_`{}-]{1,8}(\.[A-Z0-9!#$%&'()@^_`{}-]{1,3})?$/.test(name);
}
