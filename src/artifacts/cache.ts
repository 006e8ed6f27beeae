/**
 * Artifacts in a folder, each under the name of its digest: `sha256-HEX`, `sha512-HEX`, as install.sh looks for them.
 *
 * A name of that form is only ever made by a rename of a file whose digest has been checked and whose bytes are on the disk.
 * Until then the file is `.part-HOST-PID-N`. Runs at the same time share nothing else: two that fetch the same artifact each
 * have a file of their own, and the second rename replaces the first one's file by the same bytes.
 */
import { closeSync, fsyncSync, lstatSync, openSync } from 'node:fs';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Digest } from '../model/artifact.ts';
import type { Store } from '../model/store.ts';
import { InputError } from '../shared/fault.ts';
import { hasherOf } from './hasher.ts';
import { Partial } from './partial.ts';

/** Bytes read at a time. */
export const chunkBytes = 2 ** 20;

export class Cache implements Store {
  readonly folder: string;
  #parts = 0;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Makes the folder, and takes away what killed runs have left in it. */
  async prepare(): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    for (const name of await readdir(this.folder))
      if (isLeftover(name)) await rm(join(this.folder, name), { force: true });
  }

  path(digest: Digest): string {
    return join(this.folder, digest.replace(':', '-'));
  }

  size(digest: Digest): number | undefined {
    const found = lstatSync(this.path(digest), { throwIfNoEntry: false });
    return found?.isFile() ? found.size : undefined;
  }

  async *read(digest: Digest): AsyncGenerator<Uint8Array> {
    const hasher = hasherOf(digest);
    const handle = await open(this.path(digest), 'r');
    try {
      for (;;) {
        const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafeSlow(chunkBytes), 0, chunkBytes);
        if (bytesRead === 0) break;
        const chunk = buffer.subarray(0, bytesRead);
        hasher.update(chunk);
        yield chunk;
      }
    } finally {
      await handle.close();
    }
    const got = hasher.digest();
    if (got !== digest) throw this.#damaged(digest, got);
  }

  /** Whether the bytes are what the digest says. Bytes that are not are removed. */
  async verify(digest: Digest): Promise<boolean> {
    try {
      for await (const _ of this.read(digest));
      return true;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      await rm(this.path(digest), { force: true });
      return false;
    }
  }

  /** A new entry, empty so far. */
  async begin(digest: Digest): Promise<Partial> {
    const part = join(this.folder, `${partPrefix()}${process.pid}-${++this.#parts}`);
    // Removed by its name alone: what an earlier process of that id has left.
    await rm(part, { force: true });
    return Partial.make(part, { digest, file: this.path(digest), settled: () => syncFolder(this.folder) });
  }

  #damaged(digest: Digest, got: Digest): InputError {
    return new InputError([
      {
        code: 'digest-mismatch',
        message: `${this.path(digest)} is damaged: its digest is ${got}`,
        expected: digest,
        hint: 'nodeseed fetch PROFILE --verify',
        path: [],
      },
    ]);
  }
}

/** A process id means something on its own host only. */
function partPrefix(): string {
  return `.part-${hostname()}-`;
}

function isLeftover(name: string): boolean {
  if (!name.startsWith(partPrefix())) return false;
  const pid = /^(\d+)-\d+$/.exec(name.slice(partPrefix().length))?.[1];
  return pid !== undefined && Number(pid) !== process.pid && !isRunning(Number(pid));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
