/** Quoting for POSIX sh. */
import { Bug } from './fault.ts';

/** Characters that mean themselves everywhere in a word of any POSIX shell. */
const plain = /^[A-Za-z0-9_/:.,@%+=-]+$/;
/** Unquoted in front of a command it sets a variable; quoted it is a word. */
const assignment = /^[A-Za-z_][A-Za-z0-9_]*\+?=/;
/** XCU 2.4, and those bash adds: they are words only when quoted. */
const reserved = new Set(
  'case do done elif else esac fi for if in then until while function select time coproc'.split(' '),
);

/** Whether the text can be a word at all: no argument holds a NUL, and half a surrogate pair has no bytes. */
export function isShSafe(text: string): boolean {
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text);
}

/**
 * One word of a shell command that stands for exactly `text`, in every position; quoted only where it must be.
 * Throws a Bug for what no word can hold: what users write is checked with `isShSafe` before.
 */
export function shWord(text: string): string {
  if (!isShSafe(text)) throw new Bug(`no shell word can hold ${JSON.stringify(text)}`);
  if (plain.test(text) && !assignment.test(text) && !reserved.has(text)) return text;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** The words of a command, joined by single spaces. */
export function shCommand(words: readonly string[]): string {
  return words.map(shWord).join(' ');
}
