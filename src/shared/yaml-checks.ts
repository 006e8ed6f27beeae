/** What YAML allows and readers disagree about: every such place is a fault, with what to write instead. */
import { CORE_SCHEMA, load, YAML11_SCHEMA } from 'js-yaml';
import type { Fault, Path } from './fault.ts';
import type { SourceLines } from './source-position.ts';
import { locate } from './yaml-locate.ts';
import type { MappingNode, ScalarNode, YamlNode } from './yaml-tree.ts';

/** More nodes than any profile has: only aliases of aliases get there. */
const largestDocument = 1_000_000;

type Complaint = Pick<Fault, 'code' | 'message'> & Partial<Pick<Fault, 'hint' | 'expected'>>;

/** All faults of the document, in the order they stand in the text. */
export function checkTree(root: YamlNode, lines: SourceLines): Fault[] {
  if (root.size > largestDocument) {
    const message = `its aliases make it a document of more than ${largestDocument} values`;
    return [{ code: 'yaml-syntax', message, path: [], position: { line: 1, column: 1 } }];
  }
  const faults: Fault[] = [];
  const complain = (found: Complaint | undefined, node: YamlNode, path: Path, atKey: boolean): void => {
    if (!found) return;
    const { line, column } = node.start < 0 ? locate(root, lines, path) : lines.range(node.start, node.end);
    faults.push({ ...found, path, ...(atKey ? { atKey } : {}), position: { line, column } });
  };
  const visit = (node: YamlNode, path: Path): void => {
    if (node.kind === 'alias') complain(aliasComplaint(node.target), node, path, false);
    if (node.kind === 'scalar') complain(scalarComplaint(node), node, path, false);
    if (node.kind === 'sequence')
      for (const [index, item] of node.items.entries()) visit(item, [...path, index]);
    if (node.kind === 'mapping') visitMapping(node, path);
  };
  const visitMapping = (mapping: MappingNode, path: Path): void => {
    const seen = new Map<string, number>();
    for (const { key, value } of mapping.entries) {
      const scalar = key.kind === 'alias' ? key.target : key;
      const text = scalar?.kind === 'scalar' ? scalar.text : '';
      const inner = [...path, text];
      complain(keyComplaint(scalar, seen.get(text)), key, inner, true);
      seen.set(text, seen.get(text) ?? lines.range(key.start, key.end).line);
      visit(value, inner);
    }
  };
  visit(root, []);
  return faults;
}

function aliasComplaint(target: YamlNode | undefined): Complaint | undefined {
  if (target) return undefined;
  return { code: 'yaml-syntax', message: 'the alias names no anchor that is complete before it' };
}

function keyComplaint(key: YamlNode | undefined, firstLine: number | undefined): Complaint | undefined {
  if (!key) return aliasComplaint(key);
  if (key.kind !== 'scalar')
    return { code: 'yaml-syntax', message: 'a key is a list or a mapping', expected: 'a text' };
  if (key.form === 'plain' && key.text === '<<' && key.tag === '')
    return {
      code: 'yaml-merge-key',
      message: 'merge keys are not read',
      hint: 'write the keys out, or give the whole value as an alias',
    };
  if (firstLine !== undefined)
    return { code: 'yaml-syntax', message: `the key ${show(key.text)} stands on line ${firstLine} already` };
  if (key.text === '__proto__') return { code: 'yaml-syntax', message: '__proto__ cannot be a key' };
  const found = scalarComplaint(key);
  if (found)
    return found.hint === undefined ? found : { ...found, hint: `put it in quotes: ${quoted(key.text)}` };
  const isText = key.form !== 'plain' || key.tag !== '' || typeof meaning(key.text, false) === 'string';
  if (isText && ['', '!', '!!str'].includes(key.tag)) return undefined;
  return {
    code: 'yaml-ambiguous',
    message: `the key ${show(key.text)} is not a text`,
    hint: `put it in quotes: ${quoted(key.text)}`,
  };
}

function scalarComplaint(node: ScalarNode): Complaint | undefined {
  if (/\p{Surrogate}/u.test(node.text))
    return { code: 'yaml-syntax', message: 'half a surrogate pair is not a character' };
  if (node.form !== 'plain' || node.tag !== '') return undefined;
  return plainComplaint(node.text);
}

const octal = /^[-+]?0o?[0-9_]+$/i;
/** Six pairs of digits are nobody's number to the base of sixty, whatever YAML 1.1 says: network cards are written so. */
const mac = /^[0-9]{2}(:[0-9]{2}){5}$/;
/** YAML 1.1's value and merge keys, and what PyYAML takes for a text though YAML 1.1 has it a number. */
const special = /^(=|<<|[-+]\.[0-9]\S*)$/;
/** What one of the two YAML versions could take for something other than a text. */
const suspicious = /^([-+]?\.?[0-9][-+.:_0-9a-z ]*|[-+]?\.[a-z]{3}|y|yes|n|no|on|off|true|false|null|~|)$/i;

function plainComplaint(text: string): Complaint | undefined {
  if (octal.test(text))
    return {
      code: 'yaml-octal',
      message: `${show(text)} is octal to some readers and decimal to others`,
      hint: `put it in quotes: ${quoted(text)}`,
    };
  if (special.test(text))
    return {
      code: 'yaml-ambiguous',
      message: `${show(text)} means something else to some readers of YAML 1.1`,
      hint: `${text.includes('.') ? 'write a number with a digit before its point, or ' : ''}for a text put it in quotes: ${quoted(text)}`,
    };
  if (!suspicious.test(text) || mac.test(text)) return undefined;
  const value = meaning(text, false);
  const old = meaning(text, true);
  if (typeof value === 'number' && inexact(value))
    return {
      code: 'yaml-ambiguous',
      message: `${show(text)} is not a number that JSON can hold exactly`,
      hint: `for a text put it in quotes: ${quoted(text)}`,
    };
  if (Object.is(value, old)) return undefined;
  return {
    code: 'yaml-ambiguous',
    message: `${show(text)} is ${kind(value)} to some readers and ${kind(old)} to others`,
    hint: `${insteadOf(value, old)}for a text put it in quotes: ${quoted(text)}`,
  };
}

function insteadOf(value: unknown, old: unknown): string {
  if (typeof old === 'boolean') return `write ${old}, or `;
  return typeof value === 'number' ? 'write a number with point and sign (1.0e+3), or ' : '';
}

/** What a plain scalar is to a reader of YAML 1.2, or to one of 1.1. */
function meaning(text: string, old: boolean): unknown {
  if (!suspicious.test(text)) return text;
  // As a list's item: alone `---` would be a marker.
  const [value] = load(`- ${text}`, { schema: old ? YAML11_SCHEMA : CORE_SCHEMA }) as unknown[];
  return value;
}

function inexact(value: number): boolean {
  return (
    !Number.isFinite(value) ||
    Object.is(value, -0) ||
    (Number.isInteger(value) && !Number.isSafeInteger(value))
  );
}

function kind(value: unknown): string {
  if (value instanceof Date) return 'a date';
  if (value === null) return 'nothing';
  return { string: 'a text', number: `the number ${value}`, boolean: String(value) }[
    typeof value as 'string'
  ];
}

/** Long texts stay out of messages: the report shows the line anyway. */
function show(text: string): string {
  return text.length <= 40 ? JSON.stringify(text) : `${JSON.stringify(text.slice(0, 40))}...`;
}

function quoted(text: string): string {
  return text.length <= 40 ? `"${text}"` : '"..."';
}
