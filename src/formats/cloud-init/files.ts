/**
 * Every file as an entry of `write_files`. That runs before the machine's accounts exist, so nobody but root owns anything yet
 * (an unknown `owner` ends the whole module); the installer gives files to their owners.
 */
import { type Content, isPublic } from '../../model/content.ts';
import type { Machine } from '../../model/machine.ts';
import { gzip } from '../../shared/gzip.ts';
import { lastingFiles } from '../paths.ts';
import { unitFiles } from '../units.ts';
import type { WriteFile } from './model.ts';

export function writeFiles(machine: Machine): WriteFile[] {
  const units = unitFiles(machine).map((unit) => ({ ...unit, mode: 0o644 }));
  return [...lastingFiles(machine), ...units].map(({ path, mode, content }) => ({
    path,
    permissions: mode.toString(8).padStart(4, '0'),
    ...encoded(content),
  }));
}

/** In bytes: more than that nobody reads, and writers of YAML fail at some millions. */
const legible = 1 << 20;

type Encoded = Pick<WriteFile, 'encoding' | 'content'>;

/** Public text stays text, so that people can read what a machine is given. All else takes what needs the fewest characters. */
function encoded(content: Content): Encoded {
  const bytes = content.reveal();
  const text = bytes.length > legible ? undefined : readableText(bytes);
  if (text !== undefined && isPublic(content)) return { content: text };
  const ways: (Encoded & { size: number })[] = [
    measured({ encoding: 'b64', content: base64(bytes) }),
    measured({ encoding: 'gz+b64', content: base64(gzip(bytes)) }),
  ];
  if (text !== undefined) ways.unshift({ content: text, size: sizeAsBlock(text) });
  const { size: _, ...smallest } = ways.reduce((best, way) => (way.size < best.size ? way : best));
  return smallest;
}

function measured(way: Encoded): Encoded & { size: number } {
  return { ...way, size: 'encoding: '.length + (way.encoding?.length ?? 0) + way.content.length };
}

/** A block scalar repeats its indentation on every line. */
function sizeAsBlock(text: string): number {
  return Buffer.byteLength(text) + 6 * (text.split('\n').length + 1);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** What some YAML reader drops, folds or refuses: controls but tab and line ends, other line separators, marks of byte order, non-characters. */
const unreadable = /[^\t\n\r\x20-\x7e\u00a0-\u{10ffff}]|[\u2028\u2029\ufeff\ufffe\uffff]/u;

/** The text that the bytes are in UTF-8, if YAML can carry it as it is. */
function readableText(bytes: Uint8Array): string | undefined {
  try {
    const text = utf8.decode(bytes);
    return unreadable.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
