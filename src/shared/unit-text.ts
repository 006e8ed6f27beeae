/** systemd unit files: quoting as systemd.service(5) and systemd.syntax(7) read it, and the units themselves as data. */
import Handlebars from 'handlebars';
import { Bug } from './fault.ts';

export type UnitSection =
  | 'Unit'
  | 'Service'
  | 'Socket'
  | 'Mount'
  | 'Swap'
  | 'Path'
  | 'Timer'
  | 'Slice'
  | 'Install'
  | 'Match'
  | 'Link'
  | 'Network';

export interface UnitText {
  readonly sections: readonly {
    readonly name: UnitSection;
    /** Values are quoted already. A key may stand several times; an empty value resets a list. */
    readonly entries: readonly (readonly [key: string, value: string])[];
  }[];
}

/** Words that need no quotes. No `;`, `#`, `%`, `$`, quote, backslash or white space is among them. */
const bareWord = /^[A-Za-z0-9_/:.,@+=-]+$/;

/** Throws a Bug for what no unit file can hold. */
function assertText(text: string): void {
  if (text.includes('\0') || /\p{Surrogate}/u.test(text))
    throw new Bug(`no unit file can hold ${JSON.stringify(text)}`);
}

/** In double quotes, with C escapes for what would end the word or the line. */
function cQuoted(text: string): string {
  const escaped = (character: string): string => {
    if (character === '"' || character === '\\') return `\\${character}`;
    if (character === '\n') return '\\n';
    if (character === '\t') return '\\t';
    // Not \x: that is a byte, and above 7f one byte is no character.
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  };
  return `"${text.replaceAll(/["\\]|\p{Cc}/gu, escaped)}"`;
}

/** One argument of ExecStart= that reaches the program as exactly `text`: no variable, no specifier is expanded in it. */
export function execWord(text: string): string {
  assertText(text);
  if (bareWord.test(text)) return text;
  return cQuoted(text.replaceAll('%', '%%').replaceAll('$', '$$$$'));
}

export interface ExecLineOptions {
  /** One argument a line. */
  readonly multiline?: boolean;
  /** systemd.service(5): `-` failure is success, `+` full privileges, `!` elevated privileges. */
  readonly prefix?: '' | '-' | '+' | '!' | '-+' | '+-';
}

/**
 * The value of ExecStart= and its kin. Throws a Bug unless the program is an absolute path without `$` (systemd expands no
 * variable there, so `$$` would not become `$`).
 */
export function execLine(argv: readonly string[], options: ExecLineOptions = {}): string {
  const [program = ''] = argv;
  if (!program.startsWith('/') || program.includes('$'))
    throw new Bug(`not the path of a program: ${JSON.stringify(program)}`);
  const words = argv.map(execWord);
  return `${options.prefix ?? ''}${words.join(options.multiline === true ? ' \\\n  ' : ' ')}`;
}

/** What systemd lets into a variable's value: no control character but tab and newline. */
export function isEnvironmentValue(text: string): boolean {
  return !/(?![\n\t])\p{Cc}|\p{Surrogate}/u.test(text);
}

/** A value of Environment=: one `NAME=value`, quoted; `$` means itself there. Throws a Bug for an impossible name or value. */
export function environmentAssignment(name: string, value: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw new Bug(`not a variable: ${JSON.stringify(name)}`);
  if (!isEnvironmentValue(value)) throw new Bug(`${name} cannot hold ${JSON.stringify(value)}`);
  const assignment = `${name}=${value}`;
  return bareWord.test(assignment) ? assignment : cQuoted(assignment.replaceAll('%', '%%'));
}

/** Whether a plain value (a Description=, a path) can be written: one line, no white space around it, no final backslash. */
export function isUnitValue(text: string): boolean {
  return text === text.trim() && !/\p{Cc}|\p{Surrogate}/u.test(text) && !text.endsWith('\\');
}

/**
 * A plain value that is not split into words. `%` is doubled unless `specifiers` says that they are meant.
 * Throws a Bug for what `isUnitValue` refuses.
 */
export function unitValue(text: string, options: { readonly specifiers?: boolean } = {}): string {
  if (!isUnitValue(text)) throw new Bug(`no unit value: ${JSON.stringify(text)}`);
  return options.specifiers === true ? text : text.replaceAll('%', '%%');
}

const template = Handlebars.compile<UnitText>(
  '{{#each sections}}{{#unless @first}}\n{{/unless}}[{{name}}]\n{{#each entries}}{{this.[0]}}={{this.[1]}}\n{{/each}}{{/each}}',
  { noEscape: true, strict: true },
);

/** The unit file. Throws a Bug for a value that would run into the next line or swallow it. */
export function renderUnit(unit: UnitText): string {
  for (const { entries } of unit.sections) for (const [key, value] of entries) assertEntry(key, value);
  return template(unit);
}

/** In a continuation systemd drops lines that begin with `#` or `;`, and an empty line ends it. */
function assertEntry(key: string, value: string): void {
  const lines = value.split('\n');
  const last = lines.pop() ?? '';
  const continued = lines.every((line) => line.endsWith(' \\')) && !/^\s*([#;]|$)/.test(last);
  const whole = lines.length === 0 || (continued && lines.slice(1).every((line) => !/^\s*[#;]/.test(line)));
  if (
    !/^[A-Za-z][A-Za-z0-9-]*$/.test(key) ||
    !whole ||
    last.endsWith('\\') ||
    /(?![\n\t])\p{Cc}/u.test(value)
  )
    throw new Bug(`no unit entry: ${key}=${JSON.stringify(value)}`);
}
