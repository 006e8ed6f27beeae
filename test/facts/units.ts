/** Facts about systemd units: the text as written, and the command line as systemd reads it. */
import { parseExecStart, parseUnit, valuesOf } from '../support/systemd.ts';
import type { FactOf, GeneratedNode } from './facts.ts';
import { compare, show, unitText } from './lookup.ts';

export function checkSetting(fact: FactOf<'unit'>, node: GeneratedNode): string | undefined {
  const values = valuesOf(parseUnit(unitText(node, fact.unit)), fact.section, fact.key);
  if (values.includes(fact.value)) return undefined;
  const [found = undefined, ...more] = values;
  return compare(settingName(fact), fact.value, more.length > 0 ? values : found);
}

export function checkNoSetting(fact: FactOf<'unit-absent'>, node: GeneratedNode): string | undefined {
  const values = valuesOf(parseUnit(unitText(node, fact.unit)), fact.section, fact.key);
  return values.length === 0 ? undefined : `${settingName(fact)}: expected none, found ${show(values)}`;
}

export function checkSettingCount(fact: FactOf<'unit-count'>, node: GeneratedNode): string | undefined {
  const settings = parseUnit(unitText(node, fact.unit));
  if (settings.length === fact.count) return undefined;
  const found = settings.map(({ key }) => key).join(' ');
  return `settings of ${fact.unit}: expected ${fact.count}, found ${settings.length}: ${found}`;
}

export function checkArgument(fact: FactOf<'argv'>, node: GeneratedNode): string | undefined {
  return compare(`argument ${fact.index} of ${fact.unit}`, fact.value, argvOf(fact.unit, node)[fact.index]);
}

export function checkFlag(fact: FactOf<'flag'>, node: GeneratedNode): string | undefined {
  const values = flagsOf(fact.unit, node).filter(({ flag }) => flag === fact.flag);
  if (values.length > 1) return `${fact.flag} of ${fact.unit}: expected it once, found ${show(values)}`;
  return compare(`${fact.flag} of ${fact.unit}`, fact.value, values[0]?.value);
}

export function checkNoFlag(fact: FactOf<'flag-absent'>, node: GeneratedNode): string | undefined {
  const values = flagsOf(fact.unit, node).filter(({ flag }) => flag === fact.flag);
  return values.length === 0
    ? undefined
    : `${fact.flag} of ${fact.unit}: expected none, found ${show(values)}`;
}

export function checkFlagCount(fact: FactOf<'flag-count'>, node: GeneratedNode): string | undefined {
  const flags = flagsOf(fact.unit, node).map(({ flag }) => flag);
  if (flags.length === fact.count) return undefined;
  return `flags of ${fact.unit}: expected ${fact.count}, found ${flags.length}: ${flags.join(' ')}`;
}

function argvOf(unit: string, node: GeneratedNode): readonly string[] {
  const starts = valuesOf(parseUnit(unitText(node, unit)), 'Service', 'ExecStart');
  const [start] = starts;
  if (start === undefined || starts.length > 1) {
    throw new Error(`${unit}: expected one ExecStart, found ${show(starts)}`);
  }
  return parseExecStart(start).argv;
}

/** Both `--a=b` and `--a b`; an argument that belongs to no flag is refused. A bare flag has no value. */
function flagsOf(unit: string, node: GeneratedNode): { flag: string; value: string | undefined }[] {
  const flags: { flag: string; value: string | undefined }[] = [];
  for (const argument of argvOf(unit, node).slice(1)) {
    const [, flag, , value] = /^(--[^=]+)(=(.*))?$/s.exec(argument) ?? [];
    const last = flags.at(-1);
    if (flag !== undefined) flags.push({ flag, value });
    else if (last && last.value === undefined) last.value = argument;
    else throw new Error(`arguments of ${unit}: expected flags only, found ${show(argument)}`);
  }
  return flags;
}

function settingName({ unit, section, key }: { unit: string; section: string; key: string }): string {
  return `[${section}] ${key} of ${unit}`;
}
