/** Credentials that belong to no node. */
import type { Cluster } from '../cluster/cluster.ts';
import { type Content, publicContent } from '../model/content.ts';
import type { OutputFile } from '../model/output.ts';
import { renderKubeconfig } from '../pki/kubeconfig.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { administrator, apiServerKubeletClient } from './identities.ts';
import { type Issue, trustedBundles } from './issue.ts';

/** What an external control plane needs of ours: its client certificate towards kubelets, and the authorities. */
export function controlPlaneFiles(cluster: Cluster, secrets: Secrets, issue: Issue): OutputFile<Content>[] {
  const identity = apiServerKubeletClient(cluster, secrets);
  if (!identity) return [];
  const leaf = issue(identity);
  const trusted = trustedBundles(cluster, secrets);
  return [
    { path: 'control-plane/apiserver-kubelet-client.crt', content: publicContent(leaf.certificate) },
    { path: 'control-plane/apiserver-kubelet-client.key', content: leaf.key },
    { path: 'control-plane/client-ca.crt', content: publicContent(trusted.cluster) },
    { path: 'control-plane/kubelet-ca.crt', content: publicContent(trusted.kubelet) },
  ];
}

/** A kubeconfig of an administrator of everything. */
export function adminKubeconfig(cluster: Cluster, secrets: Secrets, issue: Issue): OutputFile<Content> {
  const user = 'kubernetes-admin';
  const content = renderKubeconfig({
    clusterName: cluster.name,
    server: `https://${cluster.endpoint}`,
    certificateAuthority: { data: trustedBundles(cluster, secrets).cluster },
    userName: user,
    credential: { leaf: issue(administrator(cluster, secrets)) },
    contextName: `${user}@${cluster.name}`,
  });
  return { path: 'admin.conf', content };
}
