/** The clock on first boot: who sets it, who waits for that, and what the earliest possible time is. */
import type { Machine, Unit } from '../../model/machine.ts';
import { Bug } from '../../shared/fault.ts';
import { renderUnit } from '../../shared/unit-text.ts';
import { type SystemName, systemRow, systems } from '../../upstream/systems.ts';
import { dropInName, installerOrigin } from './paths.ts';
import { record } from './record.ts';

interface TimeService {
  readonly daemon: string;
  /** Other programs wait by it for a synchronised clock. Systems older than systemd 239 lack it. */
  readonly wait: string;
  readonly configuration: RegExp;
}

const timeServices: Readonly<Record<'systemd-timesyncd' | 'chrony', TimeService>> = {
  'systemd-timesyncd': {
    daemon: 'systemd-timesyncd.service',
    wait: 'systemd-time-wait-sync.service',
    configuration: /^\/etc\/systemd\/timesyncd\.conf(\.d\/|$)/,
  },
  chrony: {
    daemon: 'chronyd.service',
    wait: 'chrony-wait.service',
    configuration: /^\/etc\/chrony(\.|\/)/,
  },
};

export function knownSystem(machine: Machine): ReturnType<typeof systemRow> {
  if (!Object.hasOwn(systems, machine.system)) throw new Bug(`no such system: ${machine.system}`);
  return systemRow(machine.system as SystemName);
}

/** The files by which a time service is configured; its unit names none of them. */
export function timeDaemonFiles(machine: Machine, unit: string): string[] {
  const service = Object.values(timeServices).find(({ daemon }) => daemon === unit);
  if (service === undefined) return [];
  return machine.files.map(({ path }) => path).filter((path) => service.configuration.test(path));
}

/** Without a limit of its own the unit would wait for ever where no time server answers. */
export function waitUnits(machine: Machine): Unit[] {
  if (machine.timeSync === undefined) return [];
  const { wait } = timeServices[knownSystem(machine).timeService];
  const limit = String(machine.timeSync.timeoutSeconds);
  const text = renderUnit({ sections: [{ name: 'Service', entries: [['TimeoutStartSec', limit]] }] });
  const dropIn = { name: dropInName, text, origin: installerOrigin };
  return [{ name: wait, state: 'enabled', dropIns: [dropIn], origin: installerOrigin }];
}

/** The wait unit is enabled by `time-sync`, which knows that a system may lack it. */
export function isWaitUnit(name: string): boolean {
  return Object.values(timeServices).some(({ wait }) => wait === name);
}

/** `watched` tells which files a unit reads: the daemon is settled twice, and must be found the same both times. */
export function clockRecords(machine: Machine, watched: (unit: Unit) => readonly string[]): string[] {
  const seconds = Math.floor(Date.parse(machine.notBefore) / 1000);
  if (Number.isNaN(seconds)) throw new Bug(`no date: ${machine.notBefore}`);
  // GNU's and busybox's `date` both read this form.
  const text = new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');
  const records = [record('clock', String(seconds), text)];
  if (machine.timeSync === undefined) return records;
  const { daemon, wait } = timeServices[knownSystem(machine).timeService];
  const unit = machine.units.find(({ name }) => name === daemon) ?? {
    name: daemon,
    state: 'enabled',
    dropIns: [],
    origin: installerOrigin,
  };
  return [
    record('time-daemon', daemon, ...watched(unit)),
    record('time-sync', String(machine.timeSync.timeoutSeconds), wait),
    ...records,
  ];
}
