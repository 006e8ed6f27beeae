/** A machine as people review it: what lies where, who owns it and may read it, and the text of what is no secret. */
import { type Content, isPublic, publicContent } from '../model/content.ts';
import type { Machine, Ownership } from '../model/machine.ts';
import type { OutputFile } from '../model/output.ts';
import { sha256 } from '../shared/digest.ts';
import { describeCertificates } from './certificate.ts';
import { unitFiles } from './units.ts';

interface Row {
  readonly path: string;
  readonly columns: readonly string[];
}

/** One line a path, sorted, then one line a unit. Secret files show their size and secrecy, and no digest. */
export function treeListing(machine: Machine): string {
  const rows: Row[] = [
    ...machine.directories.map((one) => row(`${one.path}/`, one.mode, one)),
    ...machine.files.map((one) => row(one.path, one.mode, one, one.content)),
    ...machine.links.map(({ path, target }) => ({
      path: `${path} -> ${target}`,
      columns: ['link', '', '', ''],
    })),
    ...unitFiles(machine).map(({ path, content }) => row(path, 0o644, root, content)),
  ];
  const units = machine.units.map(({ name, state }) => ({ path: name, columns: ['unit', state] }));
  return `${table(rows)}\n${table(units)}`;
}

const root: Ownership = { user: 'root', group: 'root' };

function row(path: string, mode: number, owner: Ownership, content?: Content): Row {
  const size = content === undefined ? '' : String(content.size);
  return {
    path,
    columns: [octal(mode), `${owner.user}:${owner.group}`, size, content ? digestOf(content) : ''],
  };
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}

function digestOf(content: Content): string {
  return isPublic(content) ? sha256(content.reveal()).slice(0, 16) : `secret: ${content.secrecy}`;
}

/** Columns of equal width, then the path, in the order of the paths. Control characters in a path are escaped. */
function table(rows: readonly Row[]): string {
  const widths = rows.reduce<number[]>(
    (most, { columns }) => columns.map((text, at) => Math.max(most[at] ?? 0, text.length)),
    [],
  );
  return [...rows]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(
      ({ path, columns }) =>
        `${columns.map((text, at) => text.padEnd(widths[at] ?? 0)).join('  ')}  ${visible(path)}\n`,
    )
    .join('');
}

function visible(path: string): string {
  return path.replaceAll(/\p{Cc}/gu, (character) => JSON.stringify(character).slice(1, -1));
}

/**
 * A folder per machine: the listing as `tree.txt`, and below `root/` every file. Public files are as they are, and the
 * certificates in them are described below `certificates/`; of a secret there is only what kind and how long it is.
 */
export function reviewFiles(machine: Machine): OutputFile<Content>[] {
  const files = [...machine.files, ...unitFiles(machine)];
  const review = (path: string, data: string | Content<'public'>): OutputFile<Content> => ({
    path,
    node: machine.name,
    content: typeof data === 'string' ? publicContent(data) : data,
  });
  return [
    review('tree.txt', treeListing(machine)),
    ...files.flatMap(({ path, content }) => {
      const place = `root${path}`;
      if (!isPublic(content)) return [review(place, `[secret: ${content.secrecy}, ${content.size} bytes]\n`)];
      const certificates = describeCertificates(Buffer.from(content.reveal()).toString());
      const described =
        certificates.length > 0 ? [review(`certificates${path}.txt`, certificates.join('\n'))] : [];
      return [review(place, content), ...described];
    }),
  ];
}
