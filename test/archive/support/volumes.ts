/** Trees of files, the images that are made of them, and what foreign programs get out of these. */
import { closeSync, ftruncateSync, mkdirSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { VolumeFile } from '../../../src/archive/volume.ts';
import type { Piece } from '../../../src/model/assembly.ts';
import { publicContent } from '../../../src/model/content.ts';
import { sha256 } from '../../../src/shared/digest.ts';
import fc from '../../support/property.ts';

export const time = new Date('2026-02-03T04:05:06Z');

export function file(path: string, data: string | Uint8Array = '', mode = 0o644): VolumeFile {
  return { path, mode, data: publicContent(data) };
}

/** A file of artifacts' size, whose bytes nobody has: zeros. */
export function hole(path: string, size: number): VolumeFile {
  return { path, mode: 0o644, data: { digest: `sha256:${'0'.repeat(64)}`, size } };
}

export function bytesOf(pieces: readonly Piece[]): Buffer {
  return Buffer.concat(
    pieces.map((piece) => ('reveal' in piece ? piece.reveal() : Buffer.alloc(piece.size))),
  );
}

/** Holes stay holes on the disk. */
export function writeImage(path: string, pieces: readonly Piece[]): string {
  const handle = openSync(path, 'w');
  let at = 0;
  for (const piece of pieces) {
    if ('reveal' in piece) writeSync(handle, piece.reveal(), 0, piece.size, at);
    at += piece.size;
  }
  ftruncateSync(handle, at);
  closeSync(handle);
  return path;
}

/** Lines of `DIGEST  PATH`, sorted. */
export function listingOf(files: readonly VolumeFile[]): string[] {
  return files.map(({ path, data }) => `${sha256(bytesOf([data]))}  ${path}`).sort();
}

export function listingOfFolder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return `${sha256(readFileSync(path))}  ${path.slice(folder.length + 1)}`;
    })
    .sort();
}

let count = 0;
export function newFolder(scratch: string): string {
  const folder = join(scratch, `folder-${++count}`);
  mkdirSync(folder);
  return folder;
}

const letters = [...'abzABZ019 -_.~+,;=[]()', 'é', 'ж', '中'];

/** Such as FAT can have. */
const name = fc
  .array(fc.oneof(fc.constantFrom(...letters), fc.constantFrom('user', 'data', '.tar.gz', 'x'.repeat(40))), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => parts.join(''))
  .filter((text) => !/^[. ]|[. ]$/.test(text));

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 3000 }),
  fc.constantFrom(0, 1, 511, 512, 2047, 2048, 2049, 4096, 100_000).map((size) => Buffer.alloc(size, 'x')),
);

/** Whatever way through folders, no name twice in a folder even where case does not count. */
export const anyFiles: fc.Arbitrary<VolumeFile[]> = fc
  .array(
    fc.record({
      folders: fc.array(fc.constantFrom('a', 'Folder Two', 'éé', 'x'.repeat(70)), { maxLength: 4 }),
      name,
      bytes,
      mode: fc.constantFrom(0o400, 0o600, 0o644, 0o755),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((all) => {
    const seen = new Set(['a', 'folder two', 'éé', 'x'.repeat(70)].map((folder) => folder.toUpperCase()));
    return all.flatMap((one) => {
      const path = [...one.folders, one.name].join('/');
      const isFolder = seen.has(one.name.toUpperCase());
      if (isFolder || seen.has(path.toUpperCase())) return [];
      seen.add(path.toUpperCase());
      return [file(path, one.bytes, one.mode)];
    });
  });
