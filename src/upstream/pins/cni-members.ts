import type { Release } from '../release.ts';
import { type Life, livesIn } from '../schema.ts';

/**
 * Which plugins an archive of the reference CNI plugins holds: the folders of containernetworking/plugins
 * `plugins/{main,ipam,meta}` at that release, less the Windows ones. flannel left in 1.0 for its own project,
 * sample left with 0.7.
 */
const plugins: { readonly [name: string]: Life } = {
  bandwidth: { since: '0.8' },
  bridge: {},
  dhcp: {},
  dummy: { since: '1.2' },
  firewall: { since: '0.8' },
  flannel: { until: '1.0' },
  'host-device': { since: '0.7' },
  'host-local': {},
  ipvlan: {},
  loopback: {},
  macvlan: {},
  portmap: {},
  ptp: {},
  sample: { until: '0.7' },
  sbr: { since: '0.8' },
  static: { since: '0.8' },
  tap: { since: '1.4' },
  tuning: {},
  vlan: {},
  vrf: { since: '0.9' },
};

export function cniPluginsIn(release: Release): readonly string[] {
  return Object.entries(plugins).flatMap(([name, life]) => (livesIn(life, release) ? [name] : []));
}
