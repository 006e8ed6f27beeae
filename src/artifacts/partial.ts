/** A file on its way into the cache. */
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import type { Digest } from '../model/artifact.ts';
import { type Hasher, hasherOf } from './hasher.ts';

interface Destination {
  readonly digest: Digest;
  readonly file: string;
  /** Called when the file has its name. */
  readonly settled: () => void;
}

export class Partial {
  readonly #path: string;
  readonly #to: Destination;
  readonly #handle: FileHandle;
  #hasher: Hasher;
  #size = 0;

  private constructor(path: string, to: Destination, handle: FileHandle) {
    this.#path = path;
    this.#to = to;
    this.#handle = handle;
    this.#hasher = hasherOf(to.digest);
  }

  static async make(path: string, to: Destination): Promise<Partial> {
    return new Partial(path, to, await open(path, 'wx', 0o644));
  }

  /** In bytes. */
  get size(): number {
    return this.#size;
  }

  /** Of the bytes so far. */
  digest(): Digest {
    return this.#hasher.digest();
  }

  isWhole(): boolean {
    return this.digest() === this.#to.digest;
  }

  async write(bytes: Uint8Array): Promise<void> {
    // The disk works while the digest is computed.
    const written = writeAll(this.#handle, bytes, this.#size);
    this.#hasher.update(bytes);
    this.#size += bytes.length;
    await written;
  }

  /** From the beginning again. */
  async restart(): Promise<void> {
    await this.#handle.truncate(0);
    this.#hasher = hasherOf(this.#to.digest);
    this.#size = 0;
  }

  /** Gives the file its name, if it is whole. */
  async keep(): Promise<boolean> {
    if (!this.isWhole()) return false;
    await this.#handle.sync();
    await rename(this.#path, this.#to.file);
    this.#to.settled();
    return true;
  }

  /** To be called in the end, however it went. */
  async close(): Promise<void> {
    await this.#handle.close();
    await rm(this.#path, { force: true });
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}
