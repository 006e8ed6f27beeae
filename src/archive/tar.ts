/** Writes tar archives (ustar, with pax records where a name is too long or not ASCII): the same entries give the same bytes. */
import { buffer } from 'node:stream/consumers';
import { type Header, pack } from 'tar-stream';
import { Bug } from '../shared/fault.ts';

interface Entry {
  /** Relative, forward slashes, no trailing slash. */
  readonly name: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}
export interface TarFile extends Entry {
  readonly type: 'file';
  readonly bytes: Uint8Array;
}
export interface TarDirectory extends Entry {
  readonly type: 'directory';
}
export interface TarLink extends Omit<Entry, 'mode'> {
  readonly type: 'symlink';
  readonly target: string;
}
export type TarEntry = TarFile | TarDirectory | TarLink;

const epoch = new Date(0);

/** The archive, uncompressed. Entries are sorted by name, byte by byte, so a folder stands before what is in it. */
export async function tar(entries: readonly TarEntry[]): Promise<Uint8Array> {
  const sorted = sortedByName(entries);
  const archive = pack();
  const bytes = buffer(archive);
  for (const entry of sorted) archive.entry(header(entry), content(entry));
  archive.finalize();
  return bytes;
}

function sortedByName(entries: readonly TarEntry[]): TarEntry[] {
  const keyed = entries.map((entry) => ({ entry, key: Buffer.from(entry.name) }));
  keyed.sort((a, b) => Buffer.compare(a.key, b.key));
  for (const [index, { entry }] of keyed.entries()) {
    if (!isRelativeAndClean(entry.name))
      throw new Bug(`a tar entry cannot be called ${JSON.stringify(entry.name)}`);
    if (entry.name === keyed[index - 1]?.entry.name)
      throw new Bug(`two tar entries are called ${entry.name}`);
  }
  return keyed.map(({ entry }) => entry);
}

function isRelativeAndClean(name: string): boolean {
  return (
    !name.includes('\0') && name.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
  );
}

type Headers = Partial<Header> & Pick<Header, 'name'>;

function header(entry: TarEntry): Headers {
  const common = { uid: entry.uid, gid: entry.gid, mtime: epoch, ...largeIds(entry) };
  switch (entry.type) {
    case 'file': {
      const mode = typeBits.file | entry.mode;
      return { ...common, type: 'file', name: entry.name, mode, size: entry.bytes.length };
    }
    case 'directory':
      return { ...common, type: 'directory', name: `${entry.name}/`, mode: typeBits.directory | entry.mode };
    case 'symlink':
      return { ...common, type: 'symlink', name: entry.name, mode: 0o777, linkname: entry.target };
  }
}

/** tar-stream takes a mode of 0 for a missing one; with the type's bits, which it masks away, it is never 0. */
const typeBits = { file: 0o100000, directory: 0o040000 };

/** The header has room for six octal digits and tar-stream cuts off silently: larger ids go into pax records. */
function largeIds({ uid, gid }: Entry | TarLink): { pax?: Record<string, string> } {
  const large = Object.entries({ uid, gid }).filter(([, id]) => id > 0o777777);
  return large.length > 0 ? { pax: Object.fromEntries(large.map(([key, id]) => [key, String(id)])) } : {};
}

function content(entry: TarEntry): Buffer {
  return entry.type === 'file' ? Buffer.from(entry.bytes) : Buffer.alloc(0);
}
