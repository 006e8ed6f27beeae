/** A machine with its bundle on it, before its first boot. */
import { join } from 'node:path';
import type { NodeMachine } from '../build.ts';
import { asSystem, collector, inContainer, type Setting, seedOnly, sysctlFile } from './body.ts';
import type { Card } from './lan.ts';
import { TestMachine } from './machine.ts';
import type { Run } from './places.ts';
import { ignite, seedFolder } from './seed.ts';
import { waitingUnits } from './waiting.ts';

export interface Preparation {
  readonly run: Run;
  readonly name: string;
  readonly planned: NodeMachine;
  /** The folder that `build` wrote for this node. */
  readonly bundle: string;
  readonly image: string;
  /** The image is the system's own; else it is a bare Debian that is dressed as it. */
  readonly genuine?: boolean;
  readonly more?: readonly Setting[];
  readonly binds?: ReadonlyMap<string, string>;
  readonly awaited?: readonly string[];
}

export function prepare(preparation: Preparation): TestMachine {
  const { run, name, planned, bundle, image, genuine = false, more = [], binds, awaited } = preparation;
  const { machine: model, node } = planned;
  const card = cardOf(planned);
  const machine = new TestMachine({
    run,
    name,
    image,
    body: [
      ...inContainer(planned),
      ...seedOnly(planned),
      ...(genuine ? [] : asSystem(planned)),
      ...collector,
      ...more,
    ],
    ...(card && { card }),
    units: model.units.map((unit) => unit.name),
    waiting: waitingUnits(model),
    sysctls: Object.keys(model.sysctls).map(sysctlFile),
    ...(binds && { binds }),
    ...(awaited && { awaited }),
  });
  if (node.system.boots === 'ignition')
    ignite(machine, join(bundle, 'config.ign'), join(run.folder, `${name}-ignition`));
  else seedFolder(machine, bundle);
  return machine;
}

/** Without a word in the profile about its card, a machine has none here. */
function cardOf({ node, machine }: NodeMachine): Card | undefined {
  const [first] = machine.network.interfaces;
  if (!first) return undefined;
  const prefix = (gateway: string) => {
    const family = gateway.includes(':') ? 6 : 4;
    return node.addresses.find(({ network }) => network.family === family)?.network.prefix ?? 32;
  };
  return {
    name: first.name,
    ...(first.mac !== undefined && { mac: first.mac }),
    gateways: first.gateways.map((one) => `${one}/${prefix(one)}`),
  };
}
