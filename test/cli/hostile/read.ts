/** Where a value is looked for on the node. */
import type { Machine } from '../../../src/model/machine.ts';
import { heldBytes } from '../../support/held.ts';
import { parseExecStart, parseUnit, valuesOf } from '../../support/systemd.ts';
import type { Made, Reading } from './field.ts';

export function textAt(machine: Machine, path: string): string {
  const file = machine.files.find((one) => one.path === path);
  if (file === undefined) throw new Error(`there is no ${path}`);
  return Buffer.from(file.content.reveal()).toString('utf8');
}

export function outputText(made: Made, path: string): string {
  const file = made.files.find((one) => one.path === path);
  if (file === undefined) throw new Error(`no output is called ${path}`);
  return Buffer.from(heldBytes(file)).toString('utf8');
}

type ReaderName = 'yaml' | 'tomllib' | 'json';

/** A value in a structured file of the node. */
export function structured(reader: ReaderName, file: string, ...path: (string | number)[]) {
  return ({ machine }: Made): Reading => ({ reader, text: textAt(machine, file), path });
}

/** The arguments of a unit's program that begin like this, without that beginning. */
export function argument(unit: string, prefix: string) {
  return ({ machine }: Made): Reading => {
    const text = machine.units.find(({ name }) => name === unit)?.text ?? '';
    const [command = ''] = valuesOf(parseUnit(text), 'Service', 'ExecStart');
    const found = parseExecStart(command).argv.filter((one) => one.startsWith(prefix));
    return { found: found.map((one) => one.slice(prefix.length)) };
  };
}

/** The fields of the installer's records with that verb, as `printf %b` gives them back. */
export function records(machine: Machine, verb: string): string[][] {
  return textAt(machine, '/etc/nodeseed/install.table')
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([first]) => first === verb)
    .map(([, ...fields]) => fields.map(decoded));
}

function decoded(field: string): string {
  if (field === '-') return '';
  const bytes = field.replaceAll(/\\0([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** Words of a line as systemd splits it, specifiers replaced, variables not. */
export function systemdWords(line: string): readonly string[] {
  return parseExecStart(`:/x ${line}`).argv.slice(1);
}

export const only = (value: string): string[] => [value];
