/** What kind of value a setting takes, in words; the words of the schema by the names they have there. */
import { z } from 'zod';
import { extraArgs, patch, unitPatch } from '../../../src/profile/schema/kubelet.ts';
import * as words from '../../../src/profile/schema/words.ts';

type Schema = z.core.$ZodType;

/** These are explained in the introduction. `describe` makes another schema, but keeps its definition. */
const explained = new Map<unknown, string>([
  [patch._zod.def, 'merge patch'],
  [unitPatch._zod.def, 'unit patch'],
  [extraArgs._zod.def, 'flags'],
  [words.text._zod.def, 'text'],
]);

const named = new Map<unknown, string>(
  Object.entries(words).flatMap(([name, word]) =>
    word instanceof z.ZodType && word !== words.text ? [[word._zod.def, spaced(name)]] : [],
  ),
);

/** By name, what a value of that kind has to look like. */
export const kinds: readonly (readonly [name: string, expected: string])[] = Object.entries(words)
  .flatMap(([name, word]): [string, string][] => {
    if (!(word instanceof z.ZodType)) return [];
    return [
      [spaced(name), word === words.text ? 'text of any length, or `{ source: FILE }`' : expected(word)],
    ];
  })
  .sort(([a], [b]) => (a < b ? -1 : 1));

/** `dnsLabel`: DNS label. */
function spaced(name: string): string {
  if (name === 'noProxy') return 'NO_PROXY entry';
  const text = name.replaceAll(/([A-Z])/g, ' $1').toLowerCase();
  return text.replaceAll(/\b(dns|mac|url|cidr|cni|san|ssh)\b/g, (word) => word.toUpperCase());
}

/** Whether its parts are no settings of their own. */
export function isExplained(schema: Schema): boolean {
  return explained.has(schema._zod.def);
}

export function kindOf(given: Schema): string {
  const schema = unwrapped(given);
  const name = explained.get(schema._zod.def) ?? named.get(schema._zod.def);
  if (name !== undefined) return name;
  if (schema instanceof z.ZodEnum) return alternatives(schema.options);
  if (schema instanceof z.ZodLiteral) return alternatives([...schema.values]);
  if (schema instanceof z.ZodArray) return `list of ${kindOf(schema.element)}`;
  if (schema instanceof z.ZodRecord) return `${kindOf(schema.keyType)} to ${kindOf(schema.valueType)}`;
  if (schema instanceof z.ZodUnion) return either(schema.options.map((option) => kindOf(option)));
  if (schema instanceof z.ZodObject) return 'mapping';
  return expected(schema).replace(/^a single line/, 'line');
}

function either(options: readonly string[]): string {
  return options.join(options.every((option) => option.startsWith('`')) ? ', ' : ' or ');
}

/** A long choice is a table of its own. */
function alternatives(values: readonly unknown[]): string {
  return values.length > 8 ? 'a name from the table' : values.map((value) => `\`${value}\``).join(', ');
}

function expected(schema: Schema): string {
  if (schema instanceof z.ZodBoolean) return '`true`, `false`';
  if (schema instanceof z.ZodNumber) return bounds(schema);
  if (schema instanceof z.ZodRecord) return `${expected(schema.keyType)}; ${expected(schema.valueType)}`;
  if (schema instanceof z.ZodUnion) return schema.options.map((option) => expected(option)).join('; or ');
  const [check] = schema._zod.def.checks ?? [];
  const params = check && 'params' in check._zod.def ? check._zod.def.params : undefined;
  const text = params && typeof params === 'object' && 'expected' in params ? params.expected : undefined;
  if (typeof text !== 'string') throw new Error(`a ${schema._zod.def.type} that nobody has a word for`);
  return text;
}

function bounds({ minValue, maxValue }: z.ZodNumber): string {
  const isBounded = Number(minValue) > Number.MIN_SAFE_INTEGER;
  return isBounded ? `${minValue} to ${maxValue}` : 'a whole number';
}

export function unwrapped(schema: Schema): Schema {
  return schema instanceof z.ZodOptional ? unwrapped(schema.unwrap()) : schema;
}
