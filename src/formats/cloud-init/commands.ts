/**
 * What runs at the end of cloud-init: the installer's start. Cloud-init does not notice when a command other than the last
 * fails, so nothing here does work of its own that could; and the start does not wait, as the installer outlasts cloud-init.
 * `write_files` takes permissions of 0 for none given, and leaves such a file to the umask.
 */
import type { Machine } from '../../model/machine.ts';
import { installerUnit, maskedUnits } from '../units.ts';

export function commands(machine: Machine): string[][] {
  const masked = maskedUnits(machine);
  const closed = machine.files.filter(({ mode }) => mode === 0).map(({ path }) => path);
  return [
    ...(closed.length > 0 ? [['chmod', '--', '0000', ...closed]] : []),
    ...(masked.length > 0 ? [['systemctl', 'mask', '--', ...masked]] : []),
    ['systemctl', 'daemon-reload'],
    ['systemctl', 'enable', installerUnit],
    ['systemctl', 'start', '--no-block', installerUnit],
  ];
}
