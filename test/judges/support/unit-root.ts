/** A root file system in which systemd can load a machine's units: the host's own units, and a stub for every program. */
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Machine } from '../../../src/model/machine.ts';
import { debianRoot } from '../../formats/support/on-disk.ts';
import { parseExec, parseUnit } from '../../support/systemd.ts';

const hostUnits = ['/usr/lib/systemd/system', '/lib/systemd/system'].find(existsSync) ?? '';
const place = 'etc/systemd/system';

/** Of units that a system brings: the program, which drop-ins may start otherwise, but not look for elsewhere. */
export type Programs = Readonly<Record<string, string>>;

export function unitRoot(root: string, machine: Machine, programs: Programs = {}): string {
  debianRoot(root);
  cpSync(hostUnits, join(root, 'usr/lib/systemd/system'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: staysInside,
  });
  for (const { target } of machine.placements.flatMap(({ files }) => files)) program(root, target);
  for (const path of systemPrograms(machine)) program(root, path);
  for (const { name, text, dropIns } of machine.units) {
    if (text !== undefined) write(root, `${place}/${name}`, text);
    else foreignUnit(root, name, programs[name]);
    for (const dropIn of dropIns) write(root, `${place}/${name}.d/${dropIn.name}`, dropIn.text);
  }
  return root;
}

/** Some package's unit may be a link to a folder of its own (dracut's are), which the root does not have. */
function staysInside(path: string): boolean {
  if (!lstatSync(path).isSymbolicLink()) return true;
  const target = resolve(dirname(path), readlinkSync(path));
  return target === '/dev/null' || target.startsWith(`${hostUnits}/`);
}

/** What units run that no artifact brings; it has to be on the host at least. */
function systemPrograms(machine: Machine): string[] {
  const placed = new Set(machine.placements.flatMap(({ files }) => files.map(({ target }) => target)));
  return machine.units
    .flatMap(({ text }) => parseUnit(text ?? ''))
    .filter(({ key }) => /^Exec/.test(key))
    .flatMap(({ value }) => parseExec(value).map(({ path }) => path))
    .filter((path) => !placed.has(path) && existsSync(path));
}

/** A unit that a package or the machine's own system brings. */
function foreignUnit(root: string, name: string, path = '/bin/sh'): void {
  const text = `[Unit]\nDescription=Comes with a package\n[Service]\nExecStart=${path}\n`;
  write(root, `usr/lib/systemd/system/${name}`, text);
  program(root, path);
}

function program(root: string, path: string): void {
  write(root, path, '#!/bin/sh\n');
  chmodSync(join(root, path), 0o755);
}

function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
