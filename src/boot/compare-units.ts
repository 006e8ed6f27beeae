/** The state that systemd says each unit is in against the state that the machine gives it. */
import { installerUnit } from '../formats/units.ts';
import type { Machine, Unit } from '../model/machine.ts';
import type { Check } from './check.ts';
import type { Report, UnitReport } from './report.ts';

/** Units that see that they are in a container and do nothing there. */
export const notInContainers = ['systemd-timesyncd.service', 'systemd-time-wait-sync.service'];

export function unitChecks(machine: Machine, report: Report, inContainer: boolean): Check[] {
  return machine.units.map((unit) => {
    const found = report.units.get(unit.name);
    const asleep = inContainer && notInContainers.includes(unit.name);
    return {
      kind: 'unit',
      name: unit.name,
      wanted: unit.state,
      faults: found === undefined ? ['systemd says nothing of it'] : unitFaults(unit, found, report, asleep),
      ...(asleep && { unseen: 'does nothing in a container' }),
    };
  });
}

function unitFaults(unit: Unit, found: UnitReport, report: Report, asleep: boolean): string[] {
  return [
    ...fileStateFaults(unit, found),
    ...(asleep ? [] : activityFaults(unit, found)),
    ...orderFaults(unit, report),
  ];
}

function fileStateFaults(unit: Unit, { properties }: UnitReport): string[] {
  const { name, state, text, dropIns } = unit;
  const folder = '/etc/systemd/system';
  const expected: Record<string, string | undefined> = {
    // A system's own unit that we only add a drop-in to keeps whatever state it has.
    UnitFileState: state === 'static' && text === undefined ? properties['UnitFileState'] : state,
    LoadState: state === 'masked' ? 'masked' : 'loaded',
    NeedDaemonReload: 'no',
    ...(text !== undefined && state !== 'masked' && { FragmentPath: `${folder}/${name}` }),
  };
  const wrong = Object.entries(expected).filter(([key, value]) => properties[key] !== value);
  const loaded = new Set(properties['DropInPaths']?.split(' '));
  const unread = dropIns.map((one) => `${folder}/${name}.d/${one.name}`).filter((path) => !loaded.has(path));
  return [
    ...wrong.map(([key, value]) => `${key} is ${properties[key]}, not ${value}`),
    ...unread.map((path) => `does not read ${path}`),
  ];
}

/** What is enabled runs, or has run and ended well; what is disabled or masked does not. */
function activityFaults({ state }: Unit, found: UnitReport): string[] {
  const { properties } = found;
  const active = properties['ActiveState'];
  if (state === 'disabled' || state === 'masked') return active === 'inactive' ? [] : [`is ${active}`];
  if (state === 'static') return [];
  const finished = properties['Type'] === 'oneshot' && properties['RemainAfterExit'] === 'no';
  return [
    ...(active === (finished ? 'inactive' : 'active') ? [] : [`is ${active}`]),
    ...(properties['Result'] === 'success' ? [] : [`ended with ${properties['Result']}`]),
    ...(finished && properties['ExecMainExitTimestampMonotonic'] === '0' ? ['has not run'] : []),
    ...((properties['NRestarts'] ?? '0') === '0' ? [] : [`was restarted ${properties['NRestarts']} times`]),
    ...(properties['SubState'] === 'running' ? commandFaults(found) : []),
  ];
}

/** The program's own arguments, as the kernel has them, against those that systemd read out of the unit and its drop-ins. */
function commandFaults({ properties, argv = [] }: UnitReport): string[] {
  const [, expected] = / ;? ?argv\[\]=(.*?) ; ignore_errors=/.exec(properties['ExecStart'] ?? '') ?? [];
  // With a variable in it nobody here knows what it stands for.
  if (expected === undefined || expected.includes('$')) return [];
  // Before a script comes its interpreter.
  return argv.some((_, index) => argv.slice(index).join(' ') === expected)
    ? []
    : [`runs as ${argv.join(' ')}, not ${expected}`];
}

/** Services that come after the installer leave their first state once it is done. */
function orderFaults(unit: Unit, report: Report): string[] {
  if (!unit.dropIns.some(({ text }) => new RegExp(`^After=${installerUnit}$`, 'm').test(text))) return [];
  const at = (name: string, key: string) => Number(report.units.get(name)?.properties[key] ?? 0);
  const done = at(installerUnit, 'ExecMainExitTimestampMonotonic');
  const begun = at(unit.name, 'InactiveExitTimestampMonotonic');
  return done > 0 && begun >= done ? [] : [`began at ${begun} µs, the installer ended at ${done} µs`];
}
