/** Joins what the components want into one machine. Two owners of one path are an error, as are two texts of one unit. */
import type { Node } from '../cluster/cluster.ts';
import { hasNetwork } from '../cluster/delivery.ts';
import type { Contribution } from '../components/contribution.ts';
import { joinContributions } from '../components/join.ts';
import type { Machine, Origin, Unit, UnitState } from '../model/machine.ts';
import { durationMs } from '../shared/duration.ts';
import { Faults } from '../shared/fault.ts';
import { machineNetwork } from './network.ts';

const defaultTimeout = '60s';

/** Before the installer is lowered into it. Throws InputError at the profile's lines that contradict each other. */
export function mergeContributions(
  node: Node,
  issuedAt: string,
  contributions: readonly Contribution[],
): Machine {
  const faults = new Faults();
  const all = joinContributions(contributions);
  const units = mergeUnits(all.units, faults);
  const sysctls = mergeSysctls(all.sysctls, faults);
  faults.throwIfAny();
  const host = node.settings.host;
  const servers = host?.timeServers ?? [];
  return {
    name: node.name,
    ...(!node.dynamic && { hostname: node.name }),
    system: node.systemName,
    files: sortBy(all.files, (file) => file.path),
    directories: sortBy(
      distinct(all.directories, (item) => item.path),
      (item) => item.path,
    ),
    links: sortBy(all.links, (link) => link.path),
    units,
    users: sortBy(all.users, (user) => user.name),
    groups: sortBy(all.groups, (group) => group.name),
    authorizedKeys: sortBy(all.authorizedKeys, (keys) => keys.user),
    packages: {
      repositories: sortBy(all.repositories, (repository) => repository.name),
      install: [...new Set(all.install)].sort(),
      remove: [...new Set(all.remove)].sort(),
    },
    modules: [...new Set(all.modules)].sort(),
    sysctls,
    swap: host?.swap === 'limited' || host?.swap === 'unmanaged' ? 'keep' : 'off',
    ...(servers.length > 0 && {
      timeSync: {
        servers,
        timeoutSeconds: Math.ceil(durationMs(host?.timeTimeout ?? defaultTimeout) / 1000),
      },
    }),
    notBefore: issuedAt,
    network: machineNetwork(node, all.routes),
    placements: all.placements,
    preinstalled: sortBy(
      distinct(all.preinstalled, (item) => item.path),
      (item) => item.path,
    ),
    downloads: hasNetwork(node),
  };
}

/** The later one of two is the profile's own more often than not. */
function userPath(before: { readonly origin: Origin }, later: { readonly origin: Origin }): Origin['path'] {
  return later.origin.component === 'host' ? later.origin.path : before.origin.path;
}

/** How much a state says; the strongest wins, so that a component's `enabled` can be masked by the profile. */
const strength: Readonly<Record<UnitState, number>> = { static: 0, enabled: 1, disabled: 2, masked: 3 };

function mergeUnits(units: readonly Unit[], faults: Faults): Unit[] {
  const merged = new Map<string, Unit>();
  for (const unit of units) {
    const before = merged.get(unit.name);
    if (!before) {
      merged.set(unit.name, unit);
      continue;
    }
    if (before.text !== undefined && unit.text !== undefined) {
      faults.add({
        code: 'path-two-owners',
        message: `${unit.name} is written by ${before.origin.component} and by ${unit.origin.component}`,
        expected: 'a drop-in, or the component’s own unit: setting',
        path: userPath(before, unit),
      });
    }
    merged.set(unit.name, joinUnits(before, unit, faults));
  }
  return sortBy([...merged.values()], (unit) => unit.name);
}

function joinUnits(a: Unit, b: Unit, faults: Faults): Unit {
  const twice = b.dropIns.find((dropIn) => a.dropIns.some((other) => other.name === dropIn.name));
  if (twice) {
    faults.add({
      code: 'path-two-owners',
      message: `the drop-in ${twice.name} of ${b.name} is given twice`,
      expected: 'another name',
      path: twice.origin.path,
    });
  }
  const text = a.text ?? b.text;
  return {
    name: a.name,
    state: strength[a.state] >= strength[b.state] ? a.state : b.state,
    ...(text !== undefined && { text }),
    dropIns: sortBy([...a.dropIns, ...b.dropIns], (dropIn) => dropIn.name),
    origin: a.text === undefined && b.text !== undefined ? b.origin : a.origin,
  };
}

function mergeSysctls(all: Required<Contribution>['sysctls'], faults: Faults): Record<string, string> {
  const merged = new Map<string, (typeof all)[number]>();
  for (const one of all) {
    const before = merged.get(one.key);
    if (before && before.value !== one.value) {
      faults.add({
        code: 'sysctl-contradiction',
        message: `${one.key} is to be ${before.value} and ${one.value}`,
        expected: 'one value',
        path: userPath(before, one),
      });
    }
    merged.set(one.key, one);
  }
  return Object.fromEntries(
    sortBy([...merged.values()], (one) => one.key).map(({ key, value }) => [key, value]),
  );
}

function distinct<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}

function sortBy<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...items].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}
