/** What goes onto a file system image, for the writers of ISO 9660 and FAT: files by path, in folders that follow from the paths. */

import type { Piece } from '../model/assembly.ts';
import { type Content, publicContent } from '../model/content.ts';
import { Bug } from '../shared/fault.ts';

export interface VolumeFile {
  /** Relative, forward slashes: `user-data`, `install/NAME.bundle.tar`. */
  readonly path: string;
  /** Permission bits, where the file system has any. */
  readonly mode: number;
  readonly data: Piece;
}

export interface VolumeOptions {
  readonly label: string;
  /** Of every file and of the volume itself. */
  readonly time: Date;
}

export interface VolumeLeaf {
  readonly kind: 'file';
  readonly name: string;
  readonly mode: number;
  readonly data: Piece;
}

export interface VolumeFolder {
  readonly kind: 'folder';
  /** Empty for the root. */
  readonly name: string;
  /** Sorted by the bytes of their names. */
  readonly children: readonly VolumeNode[];
}

export type VolumeNode = VolumeLeaf | VolumeFolder;

/** The root. A path that leads elsewhere, or comes twice, or runs through a file, is a Bug. */
export function volumeTree(files: readonly VolumeFile[]): VolumeFolder {
  for (const { path } of files) {
    if (path.split('/').some((part) => part === '' || part === '.' || part === '..' || part.includes('\0')))
      throw new Bug(`a file on a volume cannot be called ${JSON.stringify(path)}`);
  }
  return folder(
    '',
    files.map(({ path, ...rest }) => ({ parts: path.split('/'), ...rest })),
  );
}

interface Placed extends Omit<VolumeFile, 'path'> {
  readonly parts: readonly string[];
}

function folder(name: string, files: readonly Placed[]): VolumeFolder {
  const groups = new Map<string, Placed[]>();
  for (const file of files) {
    const [first = '', ...parts] = file.parts;
    const group = groups.get(first) ?? [];
    group.push({ ...file, parts });
    groups.set(first, group);
  }
  const children = [...groups].map(([child, inside]): VolumeNode => {
    const leaf = inside.find(({ parts }) => parts.length === 0);
    if (!leaf) return folder(child, inside);
    if (inside.length > 1) throw new Bug(`${child} is there twice on a volume`);
    return { kind: 'file', name: child, mode: leaf.mode, data: leaf.data };
  });
  children.sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  return { kind: 'folder', name, children };
}

/** Outermost first, one level after the other: the order of path tables. */
export function foldersByLevel(root: VolumeFolder): VolumeFolder[] {
  const all: VolumeFolder[] = [root];
  for (const one of all) all.push(...one.children.filter((child) => child.kind === 'folder'));
  return all;
}

/** In the order that their data is written in. */
export function leavesOf(root: VolumeFolder): VolumeLeaf[] {
  return foldersByLevel(root).flatMap(({ children }) => children.filter((child) => child.kind === 'file'));
}

/** The data, then zeros up to the next multiple of `unit` bytes. */
export function padded(data: Piece, unit: number): Piece[] {
  const missing = zeros((unit - (data.size % unit)) % unit);
  return [data, missing].filter(({ size }) => size > 0);
}

function zeros(length: number): Content {
  return publicContent(new Uint8Array(length));
}
