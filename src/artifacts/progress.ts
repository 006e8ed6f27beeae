/** What a download tells whoever watches it. */
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Artifact } from '../model/artifact.ts';

export interface Progress {
  started(artifact: Artifact): void;
  /** `held` bytes are there, of `total` where the source says how many there will be. */
  at(artifact: Artifact, held: number, total: number | undefined): void;
  /** Another attempt at a source, or the next source, follows. */
  trouble(artifact: Artifact, source: string, message: string): void;
  fetched(artifact: Artifact, bytes: number): void;
  /** No source gave it. */
  failed(artifact: Artifact): void;
  /** Nothing more comes. */
  end(): void;
}

export function titleOf({ name, version, arch }: Artifact): string {
  return `${name} ${version} ${arch}`;
}

/** `812 B`, `46.1 MiB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const [unit, size] = bytes < 2 ** 20 ? (['KiB', 2 ** 10] as const) : (['MiB', 2 ** 20] as const);
  return `${(bytes / size).toFixed(1)} ${unit}`;
}

/** A source as people know it: a file by its path, from here if it is below. */
export function sourceText(source: string): string {
  if (!source.startsWith('file:')) return source;
  const path = fileURLToPath(source);
  const below = relative(process.cwd(), path);
  return below.startsWith('..') ? path : below;
}
