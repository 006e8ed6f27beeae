/** What the boot tests share: whether this host can boot machines at all, and a machine for a node of a bundle. */
import { join } from 'node:path';
import type { NodeMachine } from '../../src/build.ts';
import { available, missing } from '../support/judges.ts';
import type { Bundle } from './bundle.ts';
import { image, type Suite } from './image.ts';
import { TestMachine } from './machine.ts';
import { runFolder } from './places.ts';
import { ignite, ignitionProgram, seedFolder } from './seed.ts';
import type { Way } from './way.ts';

export const upstreamFolder = join(runFolder, 'upstream');

/** Says what is missing; in CI that is a failure. */
export function canBoot(): boolean {
  const programs = {
    mmdebstrap: 'mmdebstrap',
    'systemd-nspawn': 'systemd-container',
    ip: 'iproute2',
    nsenter: 'util-linux',
    [ignitionProgram]: 'ignition',
  };
  if (process.getuid?.() !== 0) {
    missing('boots of machines need root');
    return false;
  }
  return Object.entries(programs).every(([program, debianPackage]) => available(program, debianPackage));
}

export interface Installed {
  readonly planned: NodeMachine;
  readonly way: Way;
  readonly image: string;
  readonly machine: TestMachine;
}

/** A machine with its bundle on it, before its first boot. */
export async function install(bundle: Bundle, os: string, suite: Suite, name: string): Promise<Installed> {
  const planned = bundle.first(os);
  const { node, machine: model } = planned;
  const way = node.system.boots;
  const root = image(suite);
  const machine = await TestMachine.make({
    name,
    image: root,
    way,
    upstream: upstreamFolder,
    card: { name: 'eth0', mac: node.mac ?? '' },
    gateways: (node.network.gateways ?? []).map((one) => `${one}/${one.includes(':') ? 64 : 24}`),
    units: model.units.map((unit) => unit.name),
    sysctls: Object.keys(model.sysctls).map((key) => `/proc/sys/${key.replaceAll('.', '/')}`),
  });
  const folder = bundle.folder(node.name);
  if (way === 'ignition') ignite(machine, join(folder, 'config.ign'));
  else seedFolder(machine, folder, ['user-data', 'meta-data', 'network-config']);
  return { planned, way, image: root, machine };
}
