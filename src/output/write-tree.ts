/** Writes a tree of files to the disk: all of it or nothing. How, and what a crash leaves, stands in `siblings.ts`. */
import { createHash } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import type { Content } from '../model/content.ts';
import type { OutputFile } from '../model/output.ts';
import type { Store } from '../model/store.ts';
import { type Disk, realDisk } from './disk.ts';
import { asInputError, outputFault } from './faults.ts';
import { type DescribedFile, describe, descriptions, sortedByPath } from './manifest.ts';
import { chunksOf } from './pieces.ts';
import { claimSiblings, discard, type Siblings, settle } from './siblings.ts';
import { foldersOf, foreignPaths } from './tree.ts';

export interface TreeOptions {
  readonly toolVersion: string;
  /** Has every artifact that is in the files. */
  readonly store: Store;
  readonly disk?: Disk;
}

export interface WrittenTree {
  /** Without the two that describe them. */
  readonly files: readonly DescribedFile[];
  /** The text of `manifest.json`. */
  readonly manifest: Content<'public'>;
}

/**
 * Makes `directory` (mode 0700) hold exactly the files and the two that describe them: secret ones with mode 0600, others 0644.
 * Replaces a tree that nodeseed wrote before. Throws an InputError, with everything as it was, for a folder that holds anything
 * else, for a link in its place, for an artifact that is not what its digest says, when another run got in between, and when
 * the file system refuses.
 */
export async function writeTree(
  directory: string,
  files: readonly OutputFile[],
  { toolVersion, store, disk = realDisk }: TreeOptions,
): Promise<WrittenTree> {
  const sorted = sortedByPath(files);
  const target = resolve(directory);
  try {
    await disk.makeParents(dirname(target));
    await settle(disk, target);
    const isThere = await refuseForeign(disk, target, directory);
    return await replace({ disk, store, toolVersion }, target, sorted, isThere);
  } catch (error) {
    throw asInputError(error, directory);
  }
}

type Means = Required<TreeOptions>;

async function replace(
  means: Means,
  target: string,
  files: readonly OutputFile[],
  isThere: boolean,
): Promise<WrittenTree> {
  const { disk } = means;
  const siblings = await claimSiblings(disk, target);
  try {
    const written = await build(means, siblings.new, files);
    await swap(disk, siblings, target, isThere);
    // The new tree is in its place. An old one that cannot be removed now is removed by a later run.
    if (isThere) await discard(disk, siblings.old).catch(() => undefined);
    return written;
  } finally {
    siblings.release();
  }
}

/** Whether there is a tree to be replaced. */
async function refuseForeign(disk: Disk, target: string, name: string): Promise<boolean> {
  const kind = await disk.look(target);
  if (kind === 'nothing') return false;
  if (kind !== 'directory') throw outputFault('output-not-empty', `${name} is there and is not a folder`);
  const foreign = await foreignPaths(disk, target);
  if (foreign.length === 0) return (await disk.list(target)).length > 0;
  const some =
    foreign.slice(0, 3).join(', ') + (foreign.length > 3 ? `, and ${foreign.length - 3} more` : '');
  throw outputFault('output-not-empty', `${name} holds what nodeseed did not write: ${some}`);
}

/** How many files are written at once: the disk has to confirm each of them. */
const lanes = 16;

async function build(means: Means, root: string, files: readonly OutputFile[]): Promise<WrittenTree> {
  const { disk, toolVersion } = means;
  const folders = foldersOf(files.map(({ path }) => path));
  try {
    await disk.makeDirectory(root, 0o700);
    for (const folder of folders) await disk.makeDirectory(join(root, folder), 0o755);
    const described: DescribedFile[] = [];
    await eachOf(files, async (file) => void described.push(await write(means, root, file)));
    const [manifest, sums] = descriptions(described, { toolVersion });
    for (const file of [manifest, sums]) await write(means, root, file);
    await eachOf(['', ...folders], (folder) => disk.sync(join(root, folder)));
    return { files: described, manifest: manifest.content };
  } catch (error) {
    await disk.remove(root).catch(() => undefined);
    throw error;
  }
}

/** The bytes go by once: to the disk, and into the digest that the manifest tells. */
async function write({ disk, store }: Means, root: string, file: OutputFile): Promise<DescribedFile> {
  const hash = createHash('sha256');
  async function* hashed(): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunksOf(file.content, store)) {
      hash.update(chunk);
      yield chunk;
    }
  }
  await disk.writeNew(join(root, file.path), hashed(), file.content.secrecy === 'public' ? 0o644 : 0o600);
  return describe(file, hash.digest('hex'));
}

/** Ends when all have ended, with the first error if there was one: nothing is still being written afterwards. */
async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items[Symbol.iterator]();
  let failed = false;
  const lane = async (): Promise<void> => {
    for (let next = queue.next(); !next.done && !failed; next = queue.next()) {
      await work(next.value).catch((error: unknown) => {
        failed = true;
        throw error;
      });
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
  const error = ended.find((one) => one.status === 'rejected');
  if (error) throw error.reason;
}

/** An empty folder is replaced by a rename; a tree has to be put aside first. */
async function swap(disk: Disk, siblings: Siblings, target: string, isThere: boolean): Promise<void> {
  try {
    if (isThere) await disk.rename(target, siblings.old);
    await disk.rename(siblings.new, target);
  } catch (error) {
    await putBack(disk, siblings, target).catch(() => undefined);
    throw error;
  }
  await disk.sync(dirname(target));
}

/** After a failed swap: nothing of ours stays, and the old tree is where it was unless another run has filled its place. */
async function putBack(disk: Disk, siblings: Siblings, target: string): Promise<void> {
  await disk.remove(siblings.new);
  if ((await disk.look(siblings.old)) === 'nothing') return;
  if ((await disk.look(target)) === 'nothing') await disk.rename(siblings.old, target);
  else await discard(disk, siblings.old);
}
