/**
 * Reads unit files as systemd does, independently of what writes them: lines by its conf-parser, command
 * lines by systemd.service(5) and, where the manual says less, by extract_first_word() and replace_env_argv().
 *
 * Stricter in one thing: a specifier or variable nobody gave a value for is an error here. systemd would put
 * in whatever the manager knows, which a generator of fixed text never means.
 */

export interface Setting {
  readonly section: string;
  readonly key: string;
  readonly value: string;
}

export interface Command {
  /** The special characters before the program: `-`, `@`, `:`, `+`, `!`, `|`. */
  readonly prefixes: string;
  /** The program that is run. */
  readonly path: string;
  /** Its arguments from `argv[0]` on, which is `path` unless `@` says otherwise. */
  readonly argv: readonly string[];
}

export interface Surroundings {
  /** What `%n` stands for, by letter. */
  readonly specifiers?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The settings of a unit file, in order and with repetitions. Throws where systemd would ignore a line. */
export function parseUnit(text: string): Setting[] {
  const settings: Setting[] = [];
  let section: string | undefined;
  for (const line of logicalLines(text)) {
    if (line.startsWith('[')) {
      const [, name] = /^\[([^\]]+)\]$/.exec(line) ?? [];
      if (name === undefined) throw new Error(`invalid section header: ${line}`);
      section = name;
      continue;
    }
    const at = line.indexOf('=');
    if (at < 1) throw new Error(`missing '=': ${line}`);
    if (section === undefined) throw new Error(`assignment outside of a section: ${line}`);
    settings.push({ section, key: line.slice(0, at).trimEnd(), value: line.slice(at + 1).trim() });
  }
  return settings;
}

/** The values of one key; an empty assignment takes back those before it. */
export function valuesOf(settings: readonly Setting[], section: string, key: string): string[] {
  let values: string[] = [];
  for (const setting of settings) {
    if (setting.section !== section || setting.key !== key) continue;
    values = setting.value === '' ? [] : [...values, setting.value];
  }
  return values;
}

/** Comments vanish, also between continued lines; a backslash at a line's end is a space. */
function logicalLines(text: string): string[] {
  const lines: string[] = [];
  let pending = '';
  const finish = (line: string) => {
    if (line.trim() !== '') lines.push(line.trim());
    pending = '';
  };
  for (const raw of text.replace(/^\uFEFF/, '').split(/\r\n|\n\r|[\n\r\0]/)) {
    if (/^[ \t]*[#;]/.test(raw)) continue;
    const line = pending + raw;
    // An even number of backslashes escapes itself and continues nothing.
    const backslashes = /\\*$/.exec(line)?.[0].length ?? 0;
    if (backslashes % 2 === 1) pending = `${line.slice(0, -1)} `;
    else finish(line);
  }
  finish(pending);
  return lines;
}

/** The commands of one ExecStart= value; more than one where a lone `;` parts them. */
export function parseExec(
  value: string,
  { specifiers = {}, environment = {} }: Surroundings = {},
): Command[] {
  const commands: Command[] = [];
  for (const words of splitCommands(value)) {
    const [first = '', ...rest] = words;
    const [prefixes = ''] = /^[-@:+!|]*/.exec(first) ?? [];
    const path = expandSpecifiers(first.slice(prefixes.length), specifiers);
    if (path === '') throw new Error(`no program in: ${value}`);
    const args = rest.map((word) => expandSpecifiers(word, specifiers));
    const argv = prefixes.includes('@') ? args : [path, ...args];
    if (argv.length === 0) throw new Error(`@ without an argv[0] in: ${value}`);
    commands.push({
      prefixes,
      path,
      argv: prefixes.includes(':') ? argv : expandVariables(argv, environment),
    });
  }
  return commands;
}

/** The one command of a service's ExecStart=. */
export function parseExecStart(value: string, surroundings?: Surroundings): Command {
  const [command, ...more] = parseExec(value, surroundings);
  if (!command || more.length > 0) throw new Error(`not one command: ${value}`);
  return command;
}

function splitCommands(value: string): string[][] {
  const commands: string[][] = [];
  let words: string[] = [];
  let at = 0;
  for (;;) {
    while (isSpace(value[at])) at += 1;
    const rest = value.slice(at);
    if (rest === '') break;
    if (/^;(\s|$)/.test(rest) && words.length > 0) {
      commands.push(words);
      words = [];
      at += 1;
    } else if (/^\\;(\s|$)/.test(rest) && words.length > 0) {
      words.push(';');
      at += 2;
    } else {
      const [word, end] = readWord(value, at);
      words.push(word);
      at = end;
    }
  }
  if (words.length > 0) commands.push(words);
  return commands;
}

/** One word from `start` on, unquoted and unescaped, and where it ends. */
function readWord(value: string, start: number): [word: string, end: number] {
  const bytes: Buffer[] = [];
  let quote = '';
  let at = start;
  while (at < value.length) {
    const char = String.fromCodePoint(value.codePointAt(at) ?? 0);
    if (char === '\\') {
      const [unescaped, length] = readEscape(value.slice(at));
      bytes.push(unescaped);
      at += length;
      continue;
    }
    if (quote === '' && isSpace(char)) break;
    if (char === quote) quote = '';
    else if (quote === '' && (char === '"' || char === "'")) quote = char;
    else bytes.push(Buffer.from(char));
    at += char.length;
  }
  if (quote !== '') throw new Error(`unbalanced quoting: ${value}`);
  return [Buffer.concat(bytes).toString('utf8'), at];
}

const simpleEscapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  s: ' ',
  '\\': '\\',
  '"': '"',
  "'": "'",
};

/** What an escape at the start of the text stands for, and its length. An unknown one stands for itself. */
function readEscape(text: string): [Buffer, number] {
  const simple = simpleEscapes[text[1] ?? ''];
  if (simple !== undefined) return [Buffer.from(simple), 2];
  const [all = '', hex, short, long, octal] =
    /^\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{3}))/.exec(text) ?? [];
  const code =
    octal === undefined ? Number.parseInt(hex ?? short ?? long ?? '', 16) : Number.parseInt(octal, 8);
  // A NUL, or a byte or character that does not exist, is no escape either.
  const limit = hex === undefined && octal === undefined ? 0x10ffff : 0xff;
  if (!(code > 0 && code <= limit)) return unknownEscape(text);
  return [limit === 0xff ? Buffer.from([code]) : Buffer.from(String.fromCodePoint(code)), all.length];
}

function unknownEscape(text: string): [Buffer, number] {
  const char = text.length > 1 ? String.fromCodePoint(text.codePointAt(1) ?? 0) : '';
  return [Buffer.from(`\\${char}`), 1 + char.length];
}

function expandSpecifiers(word: string, specifiers: Readonly<Record<string, string>>): string {
  return word.replace(/%(.?)/gsu, (all, letter: string) => {
    const known = letter === '%' ? '%' : specifiers[letter];
    if (known === undefined) throw new Error(`a single % in: ${word} (${all})`);
    return known;
  });
}

function expandVariables(argv: readonly string[], environment: Readonly<Record<string, string>>): string[] {
  const look = (name: string, word: string) => {
    const found = Object.hasOwn(environment, name) ? environment[name] : undefined;
    if (found === undefined) throw new Error(`unknown variable in: ${word}`);
    return found;
  };
  return argv.flatMap((word) => {
    // A variable that is a word of its own is split into words; within a word only ${...} is replaced.
    if (/^\$(?![{$])/.test(word)) return look(word.slice(1), word).split(/\s+/).filter(Boolean);
    return word.replace(/\$\$|\$\{([^}]*)\}/g, (all, name: string) =>
      all === '$$' ? '$' : look(name, word),
    );
  });
}

function isSpace(char: string | undefined): boolean {
  return char !== undefined && ' \t\n\r'.includes(char);
}
