/** Units and drop-ins. Ignition enables by a preset that the first boot applies: only the installer's, which enables the rest. */
import type { Machine, Unit } from '../../model/machine.ts';
import { installerUnit } from '../units.ts';
import type { IgnitionConfig, IgnitionUnit } from './model.ts';

export function systemd(machine: Machine): IgnitionConfig['systemd'] {
  return { units: machine.units.filter(saysSomething).map(ignitionUnit) };
}

/** A unit of the system's own that is merely enabled or disabled is the installer's business. */
function saysSomething({ name, state, text, dropIns }: Unit): boolean {
  return name === installerUnit || state === 'masked' || text !== undefined || dropIns.length > 0;
}

/** A system without a preset that disables what nobody asked for would start our units before their programs are there. */
function enablement(name: string, isSystems: boolean): Pick<IgnitionUnit, 'enabled'> {
  if (name === installerUnit) return { enabled: true };
  return isSystems ? {} : { enabled: false };
}

function ignitionUnit({ name, state, text, dropIns }: Unit): IgnitionUnit {
  const masked = state === 'masked';
  return {
    name,
    ...enablement(name, masked || text === undefined),
    ...(masked ? { mask: true } : {}),
    ...(text === undefined || masked ? {} : { contents: text }),
    ...(dropIns.length > 0
      ? { dropins: dropIns.map((dropIn) => ({ name: dropIn.name, contents: dropIn.text })) }
      : {}),
  };
}
