/** A file of this machine as a source. */
import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chunkBytes } from './cache.ts';
import type { Answer } from './http.ts';
import { asSourceError } from './source-error.ts';

/** Throws SourceError. A chunk is the reader's until the one after it is asked for. */
export async function openFile(address: string): Promise<Answer> {
  try {
    const handle = await open(fileURLToPath(address), 'r');
    const found = await handle.stat();
    return {
      from: 0,
      total: found.isFile() ? found.size : undefined,
      validator: undefined,
      bytes: readAhead(handle),
    };
  } catch (error) {
    throw asSourceError(error);
  }
}
type Handle = Awaited<ReturnType<typeof open>>;

/** One chunk is read while the one before is used. */
async function* readAhead(handle: Handle): AsyncGenerator<Uint8Array> {
  const buffers = [Buffer.allocUnsafeSlow(chunkBytes), Buffer.allocUnsafeSlow(chunkBytes)] as const;
  const read = (turn: number) => handle.read(buffers[turn % 2 === 0 ? 0 : 1], 0, chunkBytes, null);
  let next = read(0);
  try {
    for (let turn = 1; ; turn++) {
      const { bytesRead, buffer } = await next;
      if (bytesRead === 0) return;
      next = read(turn);
      // Whoever stops reading early leaves one read behind.
      next.catch(() => undefined);
      yield buffer.subarray(0, bytesRead);
    }
  } catch (error) {
    throw asSourceError(error);
  } finally {
    await next.catch(() => undefined);
    await handle.close();
  }
}
