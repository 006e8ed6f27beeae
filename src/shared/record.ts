/** How a record of a shell script's table is written: a verb and fields, parted by single spaces, one record a line. */
import { Bug } from './fault.ts';
import { isShSafe } from './sh.ts';

/** Characters that mean themselves to `read`, `printf %b` and a person. */
const unusual = /[^A-Za-z0-9_./:@+=,-]/gu;

/** Every unusual byte as `\0ooo`; the empty field is `-`, so a field that is just that is written by its number. */
export function field(text: string): string {
  if (!isShSafe(text)) throw new Bug(`no field of a table can hold ${JSON.stringify(text)}`);
  if (text === '') return '-';
  if (text === '-') return '\\0055';
  return text.replaceAll(unusual, (character) => [...Buffer.from(character)].map(octal).join(''));
}

function octal(byte: number): string {
  return `\\0${byte.toString(8).padStart(3, '0')}`;
}

export function record(verb: string, ...fields: readonly string[]): string {
  return [verb, ...fields.map(field)].join(' ');
}
