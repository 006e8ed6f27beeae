/** The installer's own units, and its place in the order of all others. */
import type { Machine, Unit } from '../../model/machine.ts';
import { renderUnit } from '../../shared/unit-text.ts';
import { isWaitUnit, waitUnits } from './clock.ts';
import {
  dropInName,
  environmentPath,
  installerOrigin,
  installerTimer,
  installerUnit,
  scriptPath,
  tablePath,
} from './paths.ts';
import { record } from './record.ts';

/** No start limit: a oneshot has none. No Restart=: systemd before 244 refuses it for a oneshot; the timer does that work. */
const installer = renderUnit({
  sections: [
    {
      name: 'Unit',
      entries: [
        ['Description', 'Bring this machine to what its nodeseed profile says'],
        ['ConditionPathExists', tablePath],
        ['Wants', 'network-online.target'],
        ['After', 'network-online.target'],
      ],
    },
    {
      name: 'Service',
      entries: [
        ['Type', 'oneshot'],
        ['RemainAfterExit', 'yes'],
        ['EnvironmentFile', `-${environmentPath}`],
        ['ExecStart', `/bin/sh ${scriptPath}`],
        ['SyslogIdentifier', 'nodeseed-install'],
      ],
    },
    { name: 'Install', entries: [['WantedBy', 'multi-user.target']] },
  ],
});

/** After a failure only: once the service has succeeded it stays active, and starting it again does nothing. */
const again = renderUnit({
  sections: [
    { name: 'Unit', entries: [['Description', 'Another run of nodeseed-install after one that failed']] },
    { name: 'Timer', entries: [['OnUnitInactiveSec', '5min']] },
    { name: 'Install', entries: [['WantedBy', 'timers.target']] },
  ],
});

const afterInstaller = renderUnit({ sections: [{ name: 'Unit', entries: [['After', installerUnit]] }] });

/** The system's own units on the way to a network and a clock, and those of every boot: the installer waits for them itself. */
const earlyUnits =
  /^(systemd-|dbus|NetworkManager|network|wpa_supplicant|chrony|ntp|ssh|cloud-|nodeseed-|nftables|iptables|ip6tables|netfilter-|ufw|firewalld|apparmor|auditd|rsyslog)/;
const earlyTargets =
  /^Before=.*\b(sysinit|basic|local-fs|local-fs-pre|network|network-pre|network-online|time-sync|sockets|paths|timers)\.target\b/m;
const ownDependencies = /^DefaultDependencies=(no|n|false|f|off|0)\s*$/im;

/** Whether After=nodeseed-install.service would not close a circle. Other kinds of units come before services at boot. */
export function comesAfterInstaller({ name, state, text, dropIns }: Unit): boolean {
  const texts = [text ?? '', ...dropIns.map((dropIn) => dropIn.text)];
  return (
    state === 'enabled' &&
    name.endsWith('.service') &&
    !(text === undefined && earlyUnits.test(name)) &&
    !texts.some((one) => earlyTargets.test(one) || ownDependencies.test(one) || one.includes(installerUnit))
  );
}

/** Units of the installer's own, and an entry with nothing but its drop-in for each unit that comes after it. */
export function installerUnits(machine: Machine): Unit[] {
  const own = { state: 'enabled', dropIns: [], origin: installerOrigin } as const;
  const after = { name: dropInName, text: afterInstaller, origin: installerOrigin };
  return [
    { ...own, name: installerUnit, text: installer },
    { ...own, name: installerTimer, text: again },
    ...waitUnits(machine),
    ...machine.units
      .filter(comesAfterInstaller)
      .map(({ name, state, origin }) => ({ name, state, dropIns: [after], origin })),
  ];
}

/** Every unit but the installer itself, which the renderings enable and start. Masks come first, so that nothing is started by them. */
export function unitRecords(machine: Machine, watched: (unit: Unit) => readonly string[]): string[] {
  const order = { masked: 0, disabled: 1, static: 2, enabled: 3 } as const;
  const units = machine.units.filter(({ name }) => name !== installerUnit && !isWaitUnit(name));
  return units
    .toSorted((a, b) => order[a.state] - order[b.state])
    .map((unit) => record('unit', unit.state, unit.name, ...watched(unit)));
}
