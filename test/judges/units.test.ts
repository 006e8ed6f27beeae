/**
 * systemd on every unit and drop-in. The one that judges is newer than the systems of some profiles, so a table says since when
 * each directive is known: a system that does not know one would ignore it with a line in its journal.
 */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Unit } from '../../src/model/machine.ts';
import { scratchFolder } from '../formats/support/on-disk.ts';
import { available, run } from '../support/judges.ts';
import { parseUnit, valuesOf } from '../support/systemd.ts';
import { type BuiltNode, everyNode, onePerPool } from './outputs.ts';
import { directives, restartOfOneshot, systemUnits, values } from './support/directives.ts';
import { unitRoot } from './support/unit-root.ts';

const scratch = scratchFolder();

/** Everything it says is a fault, whatever its status. It looks for units by name, first in the folder they are given in. */
function verify(root: string, units: readonly Unit[]): string {
  const paths = units.map(({ name }) => `/etc/systemd/system/${name}`);
  const done = run('systemd-analyze', ['verify', '--man=no', `--root=${root}`, ...paths]);
  return done.stdout + done.stderr + (done.status === 0 ? '' : `status ${done.status}`);
}

if (available('systemd-analyze', 'systemd')) {
  for (const { title, machine } of onePerPool()) {
    test(`${title}: systemd-analyze verify has nothing against its units and drop-ins`, () => {
      const root = unitRoot(mkdtempSync(join(scratch, 'root-')), machine);
      assert.is(verify(root, machine.units), '');
    });
  }

  test('systemd-analyze would not overlook a misspelt directive in a drop-in', () => {
    const [{ machine }] = onePerPool() as [BuiltNode];
    const dropIn = {
      name: '99.conf',
      text: '[Unit]\nAftr=x.service\n',
      origin: { component: 'test', path: [] },
    };
    const units = machine.units.map((unit) => ({ ...unit, dropIns: [...unit.dropIns, dropIn] }));
    const root = unitRoot(mkdtempSync(join(scratch, 'misspelt-')), { ...machine, units });
    assert.match(verify(root, units), /99\.conf:2: Unknown key (?:name )?'Aftr'/);
  });
}

const textsOf = ({ text, dropIns }: Unit): string[] => [text ?? '', ...dropIns.map((dropIn) => dropIn.text)];

/** What a systemd of that version would not do as it is told. */
function tooNew(unit: Unit, systemd: number): string[] {
  const settings = textsOf(unit).flatMap(parseUnit);
  const known = settings.map(({ section, key, value }) => {
    const name = `${section}/${key}`;
    const since = directives[name];
    if (since === undefined) return `${name}: since when is it known? Say it in support/directives.ts`;
    return Math.max(since, values[`${name}=${value}`] ?? 0) > systemd ? `${name}=${value}` : '';
  });
  const restarted = (valuesOf(settings, 'Service', 'Restart').at(-1) ?? 'no') !== 'no';
  const oneshot = valuesOf(settings, 'Service', 'Type').at(-1) === 'oneshot';
  if (oneshot && restarted && systemd < restartOfOneshot) known.push('Restart= of a oneshot');
  if ((systemUnits[unit.name] ?? 0) > systemd) known.push('there is no such unit');
  return known.filter((fault) => fault !== '').map((fault) => `${unit.name}: ${fault}`);
}

test("every system's systemd knows every directive that it is given, and every unit", () => {
  for (const { title, node, machine } of everyNode()) {
    const faults = machine.units.flatMap((unit) => tooNew(unit, node.system.systemd));
    assert.equal(faults, [], `${title}: ${faults.join('\n')}`);
  }
});

test.run();
