/** Several contributions as one, in order. */
import type { Contribution } from './contribution.ts';

export function joinContributions(all: readonly Contribution[]): Required<Contribution> {
  const of = <K extends keyof Contribution>(key: K) =>
    all.flatMap((one) => (one[key] ?? []) as never[]) as unknown as Required<Contribution>[K];
  return {
    files: of('files'),
    directories: of('directories'),
    links: of('links'),
    units: of('units'),
    groups: of('groups'),
    users: of('users'),
    authorizedKeys: of('authorizedKeys'),
    repositories: of('repositories'),
    install: of('install'),
    remove: of('remove'),
    modules: of('modules'),
    sysctls: of('sysctls'),
    routes: of('routes'),
    placements: of('placements'),
    preinstalled: of('preinstalled'),
  };
}
