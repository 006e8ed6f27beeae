/**
 * Plain data to text. Each writer reads back what it wrote and compares: a library's mistake becomes a Bug here instead of a
 * broken file on a machine. Keys keep the order they were inserted in (JavaScript puts integer-like ones first).
 */
import TOML from '@iarna/toml';
import {
  CORE_SCHEMA,
  constructFromEvents,
  DEFAULT_SCALAR_STYLE_RULES,
  dump,
  type Event,
  parseEvents,
  SCALAR_STYLE,
  type ScalarLayout,
  YAML11_SCHEMA,
} from 'js-yaml';
import { sha256 } from './digest.ts';
import { Bug } from './fault.ts';
import { isTomlKey } from './names.ts';
import { assertPlainData, isPlainObject, type PlainData, samePlainData } from './plain-data.ts';

function assertReadsBack(format: string, read: () => unknown, written: PlainData, ordered: boolean): void {
  let back: unknown;
  try {
    back = read();
  } catch (cause) {
    throw new Bug(`${format} cannot be read back`, { cause });
  }
  if (!samePlainData(back, written, ordered)) throw new Bug(`${format} does not read back as written`);
}

/** JSON with two spaces of indentation and a final line break. Throws a Bug for what is not plain data. */
export function toJson(value: unknown): string {
  assertPlainData(value);
  const text = `${JSON.stringify(value, null, 2)}\n`;
  assertReadsBack('JSON', () => JSON.parse(text), value, true);
  return text;
}

/**
 * What the library leaves bare and should not: numbers to some readers of YAML 1.1 (`0O14`, `0X1F`, `+3_E2_`), and what looks
 * like a document's marker when it is a key at the start of a line (`--- a`).
 */
const misread = /^([-+]?[._0-9][0-9a-f_xob.+-]*$|---|\.\.\.)/i;

function quoteMisread(layout: ScalarLayout): void {
  const isText = layout.node.tag === 'tag:yaml.org,2002:str';
  if (isText && layout.style === SCALAR_STYLE.PLAIN && misread.test(layout.node.value))
    layout.style = SCALAR_STYLE.SINGLE_QUOTED;
}

/** Characters that mean themselves to every reader inside a block. */
const blockText = /^[\t\n\x20-\x7e\u00a1-\u1fff\u3000-\ud7ff\u{10000}-\u{1fffd}]*$/u;

/**
 * Several lines become a literal block where every reader takes it exactly, else one quoted line. Readers differ where the
 * first line is indented or empty.
 */
function blockWhereExact(layout: ScalarLayout): void {
  const { value } = layout.node;
  if (layout.style !== SCALAR_STYLE.PLAIN || !value.includes('\n')) return;
  const exact = !layout.isKey && blockText.test(value) && !/^\s/.test(value);
  layout.style = exact ? SCALAR_STYLE.LITERAL_BLOCK : SCALAR_STYLE.DOUBLE_QUOTED;
}

const { tryLongOrMultilineAsBlock: _, ...otherRules } = DEFAULT_SCALAR_STYLE_RULES;
const scalarStyleRules = [blockWhereExact, ...Object.values(otherRules), quoteMisread];

/**
 * A long base64 on one line overflows V8's stack in the library's patterns: while it writes, a name that has to be quoted stands
 * for one.
 */
const longest = 1 << 20;

function setAside(value: PlainData, aside: Map<string, string>): PlainData {
  if (typeof value === 'string') {
    if (value.length < longest || /[^A-Za-z0-9+/=]/.test(value)) return value;
    const name = `@${sha256(value)}`;
    aside.set(name, value);
    return name;
  }
  if (Array.isArray(value)) return value.map((entry) => setAside(entry, aside));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, setAside(entry, aside)]));
}

/** YAML that readers of 1.1 (Go's, PyYAML) and 1.2 take for the same value. Throws a Bug for what is not plain data. */
export function toYaml(value: unknown): string {
  assertPlainData(value);
  const aside = new Map<string, string>();
  let text = dump(setAside(value, aside), { lineWidth: -1, noRefs: true, scalarStyleRules });
  for (const [name, long] of aside) text = text.replaceAll(`'${name}'`, () => `"${long}"`);
  // Both versions read the same events and differ in what they make of them.
  const events = parseBack(text);
  for (const schema of [CORE_SCHEMA, YAML11_SCHEMA])
    assertReadsBack(
      'YAML',
      () => onlyOne(constructFromEvents(events, { schema, source: text })),
      value,
      true,
    );
  return text;
}

function parseBack(text: string): Event[] {
  try {
    return parseEvents(text, {});
  } catch (cause) {
    throw new Bug('YAML cannot be read back', { cause });
  }
}

function onlyOne(documents: unknown[]): unknown {
  if (documents.length !== 1) throw new Bug('YAML is not one document');
  return documents[0];
}

/**
 * TOML. Throws a Bug for what is not plain data and for what TOML or its library cannot hold: null, a top level that is no
 * mapping, control characters, lists of mixed types, keys as `valueOf` (isTomlKey). Within a table plain values come before
 * tables, as TOML demands.
 */
export function toToml(value: unknown): string {
  assertPlainData(value);
  if (!isPlainObject(value)) throw new Bug('the top level of TOML is a table');
  assertTomlData(value, '$');
  const text = TOML.stringify(value as TOML.JsonMap);
  assertReadsBack('TOML', () => TOML.parse(text), value, false);
  return text;
}

/** The library escapes only the first control character of a text: there are none in any file we write. */
const control = /(?![\n\t])\p{Cc}/u;

function assertTomlData(value: PlainData, where: string): void {
  if (value === null) throw new Bug(`${where}: TOML has no null`);
  if (typeof value === 'string' && control.test(value)) throw new Bug(`${where}: a control character`);
  if (typeof value !== 'object') return;
  if (Array.isArray(value) && new Set(value.map(tomlType)).size > 1)
    throw new Bug(`${where}: readers older than TOML 1.0 want lists of one type`);
  for (const [key, entry] of Object.entries(value)) {
    if (!isTomlKey(key)) throw new Bug(`${where}: a key that the library does not carry`);
    assertTomlData(entry, `${where}.${key}`);
  }
}

function tomlType(value: PlainData): string {
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'float';
  return Array.isArray(value) ? 'list' : typeof value;
}
