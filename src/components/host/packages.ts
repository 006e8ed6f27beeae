/** Packages to install and to remove, and the repositories they come from. */
import type { Node } from '../../cluster/cluster.ts';
import type { PackageRepository } from '../../model/machine.ts';
import type { Contribution } from '../contribution.ts';

export function packages(node: Node): Contribution {
  const { install = [], remove = [], repositories = [] } = node.settings.host?.packages ?? {};
  return {
    install,
    remove,
    repositories: repositories.map((repository, i) => ({
      name: repository.name,
      fields: fieldsOf(node, repository),
      key: repository.key,
      origin: { component: 'host', path: node.origin(['host', 'packages', 'repositories', i]) },
    })),
  };
}

type Repository = NonNullable<
  NonNullable<NonNullable<Node['settings']['host']>['packages']>['repositories']
>[number];

/** A deb822 stanza (sources.list(5)) or a section of a .repo file (dnf.conf(5)), without the key. */
function fieldsOf(node: Node, repository: Repository): PackageRepository['fields'] {
  if (node.system.packageManager === 'apt') {
    return {
      Types: 'deb',
      URIs: repository.url,
      Suites: (repository.suites ?? ['stable']).join(' '),
      Components: (repository.components ?? ['main']).join(' '),
    };
  }
  return { name: repository.name, baseurl: repository.url, enabled: '1', gpgcheck: '1' };
}
