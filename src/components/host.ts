/** The machine itself: what the profile's `host` says, in the system's own terms. */
import type { Cluster, Node } from '../cluster/cluster.ts';
import { dottedSysctlKey } from '../shared/names.ts';
import type { Contribution } from './contribution.ts';
import { accounts } from './host/accounts.ts';
import { ownFiles } from './host/files.ts';
import { packages } from './host/packages.ts';
import { proxy } from './host/proxy.ts';
import { time } from './host/time.ts';
import { trust } from './host/trust.ts';
import { ownUnits } from './host/units.ts';
import { joinContributions } from './join.ts';

export function host(cluster: Cluster, node: Node): Contribution {
  return joinContributions([
    accounts(node),
    packages(node),
    kernel(node),
    time(node),
    trust(node),
    proxy(cluster, node),
    ownFiles(node),
    ownUnits(node),
  ]);
}

function kernel(node: Node): Contribution {
  const { modules = [], sysctls = {} } = node.settings.host ?? {};
  return {
    modules,
    sysctls: Object.entries(sysctls).map(([key, value]) => ({
      key: dottedSysctlKey(key),
      value: String(value),
      origin: { component: 'host', path: node.origin(['host', 'sysctls', key]) },
    })),
  };
}
