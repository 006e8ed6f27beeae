/** The few things that writing a tree does to a file system, so that a test can break off at each of them. */
import { lstat, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';

export interface Disk {
  /** What is there itself: a link is not followed. */
  look(path: string): Promise<'nothing' | 'directory' | 'file' | 'other'>;
  list(path: string): Promise<string[]>;
  read(path: string): Promise<Uint8Array>;
  /** With parents, which get the usual mode. */
  makeParents(path: string): Promise<void>;
  /** Fails when there is anything already. */
  makeDirectory(path: string, mode: number): Promise<void>;
  /** Fails when there is anything already; done when the bytes are on the disk. */
  writeNew(path: string, chunks: AsyncIterable<Uint8Array>, mode: number): Promise<void>;
  /** Done when the directory's entries are on the disk. */
  sync(directory: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** With everything in it; links are removed, not followed. Nothing there is fine. */
  remove(path: string): Promise<void>;
  isRunning(pid: number): boolean;
}

export const realDisk: Disk = {
  look,
  list: (path) => readdir(path),
  read: (path) => readFile(path),
  makeParents: async (path) => void (await mkdir(path, { recursive: true })),
  makeDirectory: async (path, mode) => {
    await mkdir(path, { mode: 0o700 });
    await withHandle(path, 'r', (handle) => handle.chmod(mode));
  },
  writeNew: (path, chunks, mode) =>
    withHandle(path, 'wx', async (handle) => {
      await handle.chmod(mode);
      await writeChunks(handle, chunks);
      await handle.sync();
    }),
  sync: (directory) => withHandle(directory, 'r', (handle) => handle.sync()),
  rename,
  remove: (path) => rm(path, { recursive: true, force: true }),
  isRunning,
};

type Handle = Awaited<ReturnType<typeof open>>;

/** While one chunk is on its way to the disk, the next is made. */
async function writeChunks(handle: Handle, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  let writing: Promise<void> = Promise.resolve();
  try {
    for await (const chunk of chunks) {
      await writing;
      writing = handle.writeFile(chunk);
      // It is waited for below; until then a failure is nobody's.
      writing.catch(() => undefined);
    }
  } finally {
    await writing;
  }
}

/** A new file is nobody else's to read until its mode is set. */
async function withHandle(
  path: string,
  flags: string,
  use: (handle: Handle) => Promise<void>,
): Promise<void> {
  const handle = await open(path, flags, 0o600);
  try {
    await use(handle);
  } finally {
    await handle.close();
  }
}

async function look(path: string): Promise<'nothing' | 'directory' | 'file' | 'other'> {
  const found = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (found === undefined) return 'nothing';
  if (found.isDirectory()) return 'directory';
  return found.isFile() ? 'file' : 'other';
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
