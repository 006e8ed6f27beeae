/** The certificates of a control-plane node that are files: for whom, by which authority, for what, where. */
import type { Cluster, Node } from '../../cluster/cluster.ts';
import { controlPlanePaths as paths } from '../../cluster/paths.ts';
import { publicContent } from '../../model/content.ts';
import type { SubjectAltNames, Usage } from '../../pki/certificate.ts';
import type { Secrets } from '../../secrets/secrets.ts';
import { etcdClientGroups, kubeletClientGroups } from '../../upstream/kubeadm.ts';
import { type AuthorityId, kubeletAuthority, leafRequest } from '../identities.ts';
import type { Issue } from '../issue.ts';
import type { CredentialFile } from './file.ts';
import { apiServerNames, etcdNames } from './names.ts';

interface Wanted {
  readonly authority: AuthorityId;
  /** What its key is derived for. */
  readonly purpose: string;
  readonly commonName: string;
  readonly organizations?: readonly string[];
  readonly usages: readonly Usage[];
  /** Absent: a client's, which nobody asks for by a name. */
  readonly names?: SubjectAltNames;
  readonly at: { readonly certificate: string; readonly key: string };
}

/** Of the API server: as itself, and as the client of kubelets, of etcd and of extension servers. */
export function serverCertificates(cluster: Cluster, node: Node): Wanted[] {
  return [
    {
      authority: 'cluster',
      purpose: 'apiserver',
      commonName: 'kube-apiserver',
      usages: ['server'],
      names: apiServerNames(cluster, node),
      at: paths.apiServer,
    },
    {
      authority: kubeletAuthority(cluster),
      purpose: 'apiserver-kubelet-client',
      commonName: 'kube-apiserver-kubelet-client',
      organizations: kubeletClientGroups(cluster.version),
      usages: ['client'],
      at: paths.apiServerKubeletClient,
    },
    {
      authority: 'etcd',
      purpose: 'apiserver-etcd-client',
      commonName: 'kube-apiserver-etcd-client',
      organizations: etcdClientGroups('apiserver-etcd-client', cluster.version),
      usages: ['client'],
      at: paths.apiServerEtcdClient,
    },
    {
      authority: 'front-proxy',
      purpose: 'front-proxy-client',
      commonName: 'front-proxy-client',
      usages: ['client'],
      at: paths.frontProxyClient,
    },
  ];
}

/** kubeadm's etcd certificates are server and client at once: etcd uses them towards itself (its gRPC gateway) and its peers. */
export function etcdCertificates(cluster: Cluster, node: Node): Wanted[] {
  const member = {
    authority: 'etcd',
    commonName: node.name,
    usages: ['client', 'server'],
    names: etcdNames(node),
  } as const;
  return [
    { ...member, purpose: 'etcd-server', at: paths.etcdServer },
    { ...member, purpose: 'etcd-peer', at: paths.etcdPeer },
    {
      authority: 'etcd',
      purpose: 'etcd-healthcheck-client',
      commonName: 'kube-etcd-healthcheck-client',
      organizations: etcdClientGroups('etcd/healthcheck-client', cluster.version),
      usages: ['client'],
      at: paths.etcdHealthcheckClient,
    },
  ];
}

/** Each with its key. */
export function issued(
  wanted: readonly Wanted[],
  cluster: Cluster,
  secrets: Secrets,
  issue: Issue,
  node: Node,
): CredentialFile[] {
  return wanted.flatMap(({ authority, purpose, commonName, organizations, usages, names, at }) => {
    const subject = { commonName, ...(organizations && { organizations }) };
    const sans = names ?? { dns: [], ip: [] };
    const request = leafRequest(cluster, secrets, purpose, subject, sans, usages, node);
    const leaf = issue({ authority, request });
    return [
      { path: at.certificate, content: publicContent(leaf.certificate) },
      { path: at.key, content: leaf.key },
    ];
  });
}
