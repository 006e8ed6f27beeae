/** The state that systemd says each unit is in against the state that the machine gives it. */
import type { Machine, Unit } from '../../src/model/machine.ts';
import { parseExecStart, parseUnit, valuesOf } from '../support/systemd.ts';
import { notInContainers } from './body.ts';
import type { Report, UnitReport } from './report.ts';

const installer = 'nodeseed-install.service';

export function unitFaults(machine: Machine, report: Report): string[] {
  return machine.units.flatMap((unit) => {
    const found = report.units.get(unit.name);
    if (found === undefined) return [`${unit.name}: systemd says nothing of it`];
    return [
      ...fileStateFaults(unit, found),
      ...activityFaults(unit, found),
      ...orderFaults(unit, report),
    ].map((fault) => `${unit.name}: ${fault}`);
  });
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
function activityFaults({ name, state, text }: Unit, { properties, argv }: UnitReport): string[] {
  const active = properties['ActiveState'];
  if (state === 'disabled' || state === 'masked') return active === 'inactive' ? [] : [`is ${active}`];
  if (state === 'static' || notInContainers.includes(name)) return [];
  const finished = properties['Type'] === 'oneshot' && properties['RemainAfterExit'] === 'no';
  const faults = [
    ...(active === (finished ? 'inactive' : 'active') ? [] : [`is ${active}`]),
    ...(properties['Result'] === 'success' ? [] : [`ended with ${properties['Result']}`]),
    ...(finished && properties['ExecMainExitTimestampMonotonic'] === '0' ? ['has not run'] : []),
    ...((properties['NRestarts'] ?? '0') === '0' ? [] : [`was restarted ${properties['NRestarts']} times`]),
  ];
  return [
    ...faults,
    ...(text !== undefined && properties['SubState'] === 'running' ? commandFaults(text, argv) : []),
  ];
}

/** The program's own arguments as the kernel has them; the stand-ins are scripts, so an interpreter comes first. */
function commandFaults(text: string, argv: readonly string[] | undefined): string[] {
  const [command = ''] = valuesOf(parseUnit(text), 'Service', 'ExecStart');
  const expected = parseExecStart(command).argv;
  const found = argv?.slice(1) ?? [];
  return JSON.stringify(found) === JSON.stringify(expected)
    ? []
    : [`runs as ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`];
}

/** Services that come after the installer leave their first state once it is done. */
function orderFaults(unit: Unit, report: Report): string[] {
  if (!unit.dropIns.some(({ text }) => new RegExp(`^After=${installer}$`, 'm').test(text))) return [];
  const at = (name: string, key: string) => Number(report.units.get(name)?.properties[key] ?? 0);
  const done = at(installer, 'ActiveEnterTimestampMonotonic');
  const begun = at(unit.name, 'InactiveExitTimestampMonotonic');
  return done > 0 && begun >= done ? [] : [`began at ${begun} µs, the installer ended at ${done} µs`];
}
