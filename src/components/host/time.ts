/** Time servers. */
import type { Node } from '../../cluster/cluster.ts';
import type { Origin } from '../../model/machine.ts';
import type { Contribution } from '../contribution.ts';
import { textFile } from '../parts.ts';

export function time(node: Node): Contribution {
  const servers = node.settings.host?.timeServers ?? [];
  if (servers.length === 0) return {};
  const origin: Origin = { component: 'host', path: node.origin(['host', 'timeServers']) };
  const unit = (name: string) => ({ name, state: 'enabled' as const, dropIns: [], origin });
  if (node.system.timeService === 'systemd-timesyncd') {
    const text = `[Time]\nNTP=${servers.join(' ')}\n`;
    return {
      files: [textFile('/etc/systemd/timesyncd.conf.d/nodeseed.conf', text, origin)],
      units: [unit('systemd-timesyncd.service')],
    };
  }
  const lines = [
    ...servers.map((server) => `server ${server} iburst`),
    'driftfile /var/lib/chrony/drift',
    'makestep 1.0 3',
    'rtcsync',
    'logdir /var/log/chrony',
  ];
  return {
    files: [textFile('/etc/chrony.conf', `${lines.join('\n')}\n`, origin)],
    units: [unit('chronyd.service')],
  };
}
