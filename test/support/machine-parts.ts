/** What tests ask a machine for most often. What is not there is an error. */
import { load } from 'js-yaml';
import type { Machine } from '../../src/model/machine.ts';
import { parseExecStart, parseUnit, valuesOf } from './systemd.ts';

export function hasFile(machine: Machine, path: string): boolean {
  return machine.files.some((file) => file.path === path);
}

export function textAt(machine: Machine, path: string): string {
  const file = machine.files.find((one) => one.path === path);
  if (!file) throw new Error(`no file ${path}: there are ${machine.files.map((one) => one.path).join(' ')}`);
  return Buffer.from(file.content.reveal()).toString('utf8');
}

export function yamlAt(machine: Machine, path: string): Record<string, unknown> {
  return load(textAt(machine, path)) as Record<string, unknown>;
}

export function jsonAt(machine: Machine, path: string): Record<string, unknown> {
  return JSON.parse(textAt(machine, path));
}

export function unitOf(machine: Machine, name: string): Machine['units'][number] {
  const unit = machine.units.find((one) => one.name === name);
  if (!unit) throw new Error(`no unit ${name}: there are ${machine.units.map((one) => one.name).join(' ')}`);
  return unit;
}

/** The values of a key in a unit's own text. */
export function settingOf(machine: Machine, unit: string, section: string, key: string): string[] {
  return valuesOf(parseUnit(unitOf(machine, unit).text ?? ''), section, key);
}

/** The one command line of a service, as systemd passes it on. */
export function argvOf(machine: Machine, unit: string): readonly string[] {
  const [start, ...more] = settingOf(machine, unit, 'Service', 'ExecStart');
  if (start === undefined || more.length > 0) throw new Error(`${unit} has not one ExecStart=`);
  return parseExecStart(start).argv;
}

/** Flags by name without their dashes; every argument must be `--NAME=VALUE`, and none may come twice. */
export function flagsOf(machine: Machine, unit: string): Record<string, string> {
  const pairs = argvOf(machine, unit)
    .slice(1)
    .map((argument) => /^--([a-z0-9-]+)=([\s\S]*)$/.exec(argument)?.slice(1) ?? [`no flag: ${argument}`, '']);
  const flags = Object.fromEntries(pairs);
  if (Object.keys(flags).length < pairs.length) throw new Error(`${unit} has a flag twice`);
  return flags;
}
