/** The two names that a file has besides its real one, which Rock Ridge carries: ISO 9660's own and Joliet's. */
import type { VolumeFolder, VolumeNode } from '../volume.ts';

export type Names = ReadonlyMap<VolumeNode, string>;

/** ECMA-119, 10.1, level 1: eight capital letters, digits and underscores, for files a dot and three more. */
export function isoNames(folder: VolumeFolder): Names {
  return uniqueNames(folder, (node, suffix) => {
    const [base = '', extension = ''] = node.kind === 'file' ? atLastDot(node.name) : [node.name];
    const short = `${plain(base).slice(0, 8 - suffix.length)}${suffix}`;
    return node.kind === 'file' ? `${short}.${plain(extension).slice(0, 3)};1` : short;
  });
}

/** Joliet, "Character Set": what a name may not have; "Length of File Identifiers": 64 characters. */
export function jolietNames(folder: VolumeFolder): Names {
  return uniqueNames(folder, (node, suffix) => {
    // Half a surrogate pair, or a pair, is nothing that UCS-2 has.
    const name = node.name.replaceAll(/[\p{Cc}*/:;?\\\p{Surrogate}]|[\u{10000}-\u{10ffff}]/gu, '_');
    const [base = '', extension = ''] = node.kind === 'file' ? atLastDot(name) : [name];
    const end = extension === '' ? '' : `.${extension.slice(0, 16)}`;
    const room = 64 - end.length - suffix.length;
    return `${base.slice(0, room)}${suffix}${end}${node.kind === 'file' ? ';1' : ''}`;
  });
}

function uniqueNames(folder: VolumeFolder, name: (node: VolumeNode, suffix: string) => string): Names {
  const taken = new Set<string>();
  const names = new Map<VolumeNode, string>();
  for (const node of folder.children) {
    let found = name(node, '');
    for (let count = 1; taken.has(key(found)); count++) found = name(node, `_${count}`);
    taken.add(key(found));
    names.set(node, found);
  }
  return names;
}

/** A file and a folder of one name would be two of one name too; and readers that know no case see both as one. */
function key(name: string): string {
  return name.replace(/\.?;1$/, '').toLowerCase();
}

function plain(text: string): string {
  return text.toUpperCase().replaceAll(/[^A-Z0-9_]/g, '_');
}

/** A name that begins with its only dot is all base. */
function atLastDot(name: string): [string, string] {
  const at = name.lastIndexOf('.');
  return at <= 0 ? [name, ''] : [name.slice(0, at), name.slice(at + 1)];
}
