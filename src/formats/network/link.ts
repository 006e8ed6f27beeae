/** The name an interface shall have, for systemd-udevd: it names interfaces whoever configures them afterwards. */
import { publicContent } from '../../model/content.ts';
import type { Interface } from '../../model/network.ts';
import type { NetworkFile } from './file.ts';
import { ini } from './ini.ts';

/** Nothing for an interface that keeps its name. `Type=ether` leaves out VLANs and bridges that borrow the address. */
export function linkFile({ name, mac, rename = false }: Interface): NetworkFile[] {
  if (mac === undefined || !rename) return [];
  const text = ini([
    [
      'Match',
      [
        ['MACAddress', mac],
        ['Type', 'ether'],
      ],
    ],
    ['Link', [['Name', name]]],
  ]);
  return [{ path: `/etc/systemd/network/10-${name}.link`, mode: 0o644, content: publicContent(text) }];
}
