/**
 * systemd, bookworm's and trixie's, on every unit and drop-in. Both are newer than the systems of some profiles, so a table
 * says since when each directive is known: a system that does not know one would ignore it with a line in its journal.
 */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Unit } from '../../src/model/machine.ts';
import { image } from '../boot/image.ts';
import { scratchFolder } from '../formats/support/on-disk.ts';
import { available, missing, type Ran, run } from '../support/judges.ts';
import { parseUnit, valuesOf } from '../support/systemd.ts';
import { type BuiltNode, everyNode, onePerPool } from './outputs.ts';
import { directives, restartOfOneshot, systemUnits, values } from './support/directives.ts';
import { type Programs, unitRoot } from './support/unit-root.ts';

const scratch = scratchFolder();

interface Systemd {
  readonly name: string;
  /** Runs a program of it, which is told to look into that root. */
  readonly run: (root: string, args: readonly string[]) => Ran;
}

/** $1 a Debian root, $2 the root to be looked into. */
const elsewhere = `
set -e
image=$1 root=$2; shift 2
mount --bind "$root" "$image/mnt"
mount --rbind /proc "$image/proc"
exec chroot "$image" "$@" --root=/mnt
`;

const systemds: Systemd[] = [];
if (available('systemd-analyze', 'systemd')) {
  systemds.push({
    name: 'bookworm',
    run: (root, [name = '', ...args]) => run(name, [...args, `--root=${root}`]),
  });
}
if (process.getuid?.() !== 0) missing("trixie's systemd in a changed root needs root");
else if (available('mmdebstrap', 'mmdebstrap')) {
  const enter = (root: string) => ['--mount', 'sh', '-c', elsewhere, 'sh', image('trixie'), root];
  systemds.push({ name: 'trixie', run: (root, args) => run('unshare', [...enter(root), ...args]) });
}

/** Everything it says is a fault, whatever its status. It looks for units by name, first in the folder they are given in. */
function verify(systemd: Systemd, root: string, units: readonly Unit[]): string {
  const paths = units.map(({ name }) => `/etc/systemd/system/${name}`);
  const done = systemd.run(root, ['systemd-analyze', 'verify', '--man=no', ...paths]);
  return done.stdout + done.stderr + (done.status === 0 ? '' : `status ${done.status}`);
}

/** Image-based systems have a containerd of their own, with a unit: what its ExecStart= runs. */
function programsOf(system: string): Programs {
  return /^(?:flatcar|fedora-coreos)-/.test(system) ? { 'containerd.service': '/usr/bin/containerd' } : {};
}

for (const systemd of systemds) {
  for (const { title, node, machine } of onePerPool()) {
    test(`${systemd.name}, ${title}: systemd-analyze verify has nothing against its units and drop-ins`, () => {
      const root = unitRoot(mkdtempSync(join(scratch, 'root-')), machine, programsOf(node.systemName));
      assert.is(verify(systemd, root, machine.units), '');
    });
  }

  test(`${systemd.name}: systemd-analyze would not overlook a misspelt directive in a drop-in`, () => {
    const [{ machine }] = onePerPool() as [BuiltNode];
    const text = '[Unit]\nAftr=x.service\n';
    const dropIn = { name: '99.conf', text, origin: { component: 'test', path: [] } };
    const units = machine.units.map((unit) => ({ ...unit, dropIns: [...unit.dropIns, dropIn] }));
    const root = unitRoot(mkdtempSync(join(scratch, 'misspelt-')), { ...machine, units });
    assert.match(verify(systemd, root, units), /99\.conf:2: Unknown key (?:name )?'Aftr'/);
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
