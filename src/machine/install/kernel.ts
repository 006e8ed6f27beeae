/** Kernel modules and parameters, as files that every boot reads and as records by which the installer checks them. */
import type { Machine } from '../../model/machine.ts';
import { Bug } from '../../shared/fault.ts';
import { record } from './record.ts';

/** modules-load.d(5); empty when there are none. */
export function modulesLoad(machine: Machine): string {
  for (const name of machine.modules)
    if (!/^[A-Za-z0-9_][A-Za-z0-9_-]*$/.test(name)) throw new Bug(`no module: ${JSON.stringify(name)}`);
  return machine.modules.map((name) => `${name}\n`).join('');
}

/** sysctl.d(5); empty when there are none. */
export function sysctlFile(machine: Machine): string {
  return Object.entries(machine.sysctls)
    .map(([key, value]) => {
      if (!/^[A-Za-z0-9_][A-Za-z0-9_./:*?@[\]-]*$/.test(key) || /\p{Cc}/u.test(value.replaceAll('\t', ' ')))
        throw new Bug(`no sysctl: ${JSON.stringify(`${key} = ${value}`)}`);
      return `${key} = ${value}\n`;
    })
    .join('');
}

/** Whichever of `.` and `/` comes first parts the names; the other one then stands for the first (`net.ipv4.conf.eth0/100`). */
function sysctlPath(key: string): string {
  const [first] = /[./]/.exec(key) ?? [];
  const swapped = key.replaceAll(/[./]/g, (separator) => (separator === '.' ? '/' : '.'));
  return `/proc/sys/${first === '/' ? key : swapped}`;
}

export function kernelRecords(machine: Machine): string[] {
  const keys = Object.entries(machine.sysctls).filter(([key]) => !/[*?[]/.test(key));
  return [
    ...machine.modules.map((name) => record('module', name)),
    ...keys.map(([key, value]) => record('sysctl', sysctlPath(key), value.trim().replaceAll(/[ \t]+/g, ' '))),
    ...(machine.swap === 'off' ? [record('swap', 'off')] : []),
  ];
}
