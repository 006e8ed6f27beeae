/** The machine as an Ignition configuration. Ignition runs once in a machine's life: what has to converge is the installer's. */
import { type Content, joinContent } from '../model/content.ts';
import type { Machine } from '../model/machine.ts';
import { toJson } from '../shared/emit.ts';
import { InputError } from '../shared/fault.ts';
import type { IgnitionConfig, SpecVersion } from './ignition/model.ts';
import { storage } from './ignition/storage.ts';
import { systemd } from './ignition/systemd.ts';
import { networkd } from './network/networkd.ts';
import { networkManager } from './network/networkmanager.ts';

export { type SpecVersion, specVersions } from './ignition/model.ts';

export interface IgnitionOptions {
  readonly specVersion: SpecVersion;
  /** What configures the network on the system that boots. */
  readonly networkRenderer: 'networkd' | 'networkmanager';
}

export function ignition(machine: Machine, { specVersion, networkRenderer }: IgnitionOptions): Content {
  if (specVersion !== '3.6.0') refuseSpecialModes(machine, specVersion);
  const network =
    networkRenderer === 'networkd' ? networkd(machine.network) : networkManager(machine.network);
  const config: IgnitionConfig = {
    ignition: { version: specVersion },
    ...passwd(machine),
    storage: storage(machine, network),
    systemd: systemd(machine),
  };
  return joinContent(
    machine.files.map(({ content }) => content),
    Buffer.from(toJson(config)),
  );
}

function passwd(machine: Machine): Pick<IgnitionConfig, 'passwd'> {
  const given = machine.authorizedKeys.filter(({ keys }) => keys.length > 0);
  const users = given.map(({ user, keys }) => ({ name: user, sshAuthorizedKeys: keys }));
  return users.length > 0 ? { passwd: { users } } : {};
}

/** Before 3.6.0 Ignition silently drops the set-user-id, set-group-id and sticky bits of files. */
function refuseSpecialModes(machine: Machine, specVersion: SpecVersion): void {
  const faults = machine.files
    .filter(({ mode }) => (mode & 0o7000) !== 0)
    .map(({ path, mode, origin }) => ({
      code: 'ignition-special-mode' as const,
      message: `Ignition ${specVersion} cannot give ${path} the mode 0${mode.toString(8)}`,
      expected: 'a mode of at most 0777',
      hint: 'from Ignition 3.6.0 on it can',
      path: origin.path,
    }));
  if (faults.length > 0) throw new InputError(faults);
}
