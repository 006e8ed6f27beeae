/** Sections of `key=value` lines, as systemd's .network files and NetworkManager's keyfiles have them. */
import { Bug } from '../../shared/fault.ts';

/** Keys may repeat; what is undefined has no line. */
export type Line = readonly [key: string, value: string | number | undefined];
export type Section = readonly [name: string, lines: readonly Line[]];

/**
 * Sections without a line are left out. Values here are addresses, names and numbers that were checked long before, so
 * one that would need quoting is a bug.
 */
export function ini(sections: readonly Section[]): string {
  return sections
    .map(([name, lines]) => ({ name, text: lines.flatMap(lineText).join('') }))
    .filter(({ text }) => text !== '')
    .map(({ name, text }) => `[${name}]\n${text}`)
    .join('\n');
}

const harmless = /^[\w.:/;,~= -]+$/;

function lineText([key, value]: Line): string[] {
  if (value === undefined) return [];
  const text = String(value);
  if (!harmless.test(text))
    throw new Bug(`${key}: ${JSON.stringify(text)} cannot be written without quoting`);
  return [`${key}=${text}\n`];
}
