/** As kubeadm writes them: administrators go by the endpoint, the controllers by the API server on their own machine. */
import type { Cluster, Node } from '../../cluster/cluster.ts';
import { apiServerPort, hostOf } from '../../cluster/control-plane.ts';
import { controlPlanePaths as paths } from '../../cluster/paths.ts';
import { renderKubeconfig } from '../../pki/kubeconfig.ts';
import type { Secrets } from '../../secrets/secrets.ts';
import { administratorGroups, hasSuperAdmin } from '../../upstream/kubeadm.ts';
import { leafRequest } from '../identities.ts';
import { type Issue, trustedBundles } from '../issue.ts';
import type { CredentialFile } from './file.ts';

interface Wanted {
  readonly path: string;
  /** What its key is derived for. */
  readonly purpose: string;
  readonly user: string;
  readonly groups: readonly string[];
  readonly server: string;
}

function wantedKubeconfigs(cluster: Cluster, node: Node): Wanted[] {
  const endpoint = `https://${cluster.endpoint}`;
  const local = `https://${hostOf(node.ips[0] ?? '')}:${apiServerPort}`;
  const superAdmin: Wanted = {
    path: paths.superAdminConf,
    purpose: 'super-admin',
    user: 'kubernetes-super-admin',
    groups: ['system:masters'],
    server: local,
  };
  return [
    {
      path: paths.adminConf,
      purpose: 'admin',
      user: 'kubernetes-admin',
      groups: administratorGroups(cluster.version),
      server: endpoint,
    },
    ...(hasSuperAdmin(cluster.version.release) ? [superAdmin] : []),
    {
      path: paths.controllerManagerConf,
      purpose: 'controller-manager',
      user: 'system:kube-controller-manager',
      groups: [],
      server: local,
    },
    {
      path: paths.schedulerConf,
      purpose: 'scheduler',
      user: 'system:kube-scheduler',
      groups: [],
      server: local,
    },
  ];
}

export function kubeconfigs(cluster: Cluster, secrets: Secrets, issue: Issue, node: Node): CredentialFile[] {
  const data = trustedBundles(cluster, secrets).cluster;
  return wantedKubeconfigs(cluster, node).map(({ path, purpose, user, groups, server }) => {
    const subject = { commonName: user, organizations: groups };
    const request = leafRequest(cluster, secrets, purpose, subject, { dns: [], ip: [] }, ['client'], node);
    const content = renderKubeconfig({
      clusterName: cluster.name,
      server,
      certificateAuthority: { data },
      userName: user,
      credential: { leaf: issue({ authority: 'cluster', request }) },
      contextName: `${user}@${cluster.name}`,
    });
    return { path, content };
  });
}
