/** What a control-plane node is granted: kubeadm's certificates and kubeconfigs, and the keys of authorities, which go nowhere else. */

import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { Cluster, Node } from '../cluster/cluster.ts';
import { apiServerPort, hostOf } from '../cluster/control-plane.ts';
import { controlPlanePaths as paths } from '../cluster/paths.ts';
import { type Content, publicContent } from '../model/content.ts';
import { loadAuthority } from '../pki/authority.ts';
import type { Subject, SubjectAltNames, Usage } from '../pki/certificate.ts';
import { renderKubeconfig } from '../pki/kubeconfig.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { parseAddress } from '../shared/address.ts';
import { Bug } from '../shared/fault.ts';
import {
  administratorGroups,
  etcdClientGroups,
  hasSuperAdmin,
  kubeletClientGroups,
} from '../upstream/kubeadm.ts';
import { encryptionConfiguration } from './encryption.ts';
import { type AuthorityId, type Identity, kubeletAuthority, leafRequest } from './identities.ts';
import { type Issue, trustedBundles } from './issue.ts';

/** A file of /etc/kubernetes that holds a credential, with its place. */
export interface CredentialFile {
  readonly path: string;
  readonly content: Content;
  /** kubeadm keeps sa.pub to root although it is no secret. */
  readonly mode?: 0o600;
}

const localNames = ['localhost', '127.0.0.1', '::1'];

/** Everything below /etc/kubernetes that kubeadm would have made on this node; etcd's part alone on a node of that role. */
export function controlPlaneCredentials(
  cluster: Cluster,
  secrets: Secrets,
  issue: Issue,
  node: Node,
): CredentialFile[] {
  const plane = cluster.controlPlane;
  if (!plane || node.role === 'worker') return [];
  const isMember = plane.etcd.some((member) => member.node.name === node.name);
  return [
    ...(node.role === 'control-plane' ? serverFiles(cluster, secrets, issue, node) : []),
    ...(isMember ? etcdFiles(cluster, secrets, issue, node) : []),
    ...authority('etcd', paths.etcdCa, secrets, node.role === 'control-plane' && isMember),
  ];
}

function serverFiles(cluster: Cluster, secrets: Secrets, issue: Issue, node: Node): CredentialFile[] {
  const pair = (identity: Identity, at: { certificate: string; key: string }): CredentialFile[] => {
    const leaf = issue(identity);
    return [
      { path: at.certificate, content: publicContent(leaf.certificate) },
      { path: at.key, content: leaf.key },
    ];
  };
  const request = requester(cluster, secrets, node);
  return [
    ...authority('cluster', paths.ca, secrets, true),
    ...(kubeletAuthority(cluster) === 'kubelet' ? authority('kubelet', paths.kubeletCa, secrets, true) : []),
    ...authority('front-proxy', paths.frontProxyCa, secrets, true),
    ...serviceAccount(secrets),
    ...encryption(cluster, secrets),
    ...pair(
      request(
        'cluster',
        'apiserver',
        { commonName: 'kube-apiserver' },
        ['server'],
        apiServerNames(cluster, node),
      ),
      paths.apiServer,
    ),
    ...pair(
      request(
        kubeletAuthority(cluster),
        'apiserver-kubelet-client',
        { commonName: 'kube-apiserver-kubelet-client', organizations: kubeletClientGroups(cluster.version) },
        ['client'],
      ),
      paths.apiServerKubeletClient,
    ),
    ...pair(
      request(
        'etcd',
        'apiserver-etcd-client',
        {
          commonName: 'kube-apiserver-etcd-client',
          organizations: etcdClientGroups('apiserver-etcd-client', cluster.version),
        },
        ['client'],
      ),
      paths.apiServerEtcdClient,
    ),
    ...pair(
      request('front-proxy', 'front-proxy-client', { commonName: 'front-proxy-client' }, ['client']),
      paths.frontProxyClient,
    ),
    ...kubeconfigs(cluster, secrets, issue, node),
  ];
}

/** kubeadm's etcd certificates are server and client at once: etcd uses them towards itself (its gRPC gateway) and its peers. */
function etcdFiles(cluster: Cluster, secrets: Secrets, issue: Issue, node: Node): CredentialFile[] {
  const request = requester(cluster, secrets, node);
  const names = alternativeNames([node.name, ...node.ips, ...localNames]);
  const both: Usage[] = ['client', 'server'];
  const wanted = [
    {
      identity: request('etcd', 'etcd-server', { commonName: node.name }, both, names),
      at: paths.etcdServer,
    },
    { identity: request('etcd', 'etcd-peer', { commonName: node.name }, both, names), at: paths.etcdPeer },
    {
      identity: request(
        'etcd',
        'etcd-healthcheck-client',
        {
          commonName: 'kube-etcd-healthcheck-client',
          organizations: etcdClientGroups('etcd/healthcheck-client', cluster.version),
        },
        ['client'],
      ),
      at: paths.etcdHealthcheckClient,
    },
  ];
  return wanted.flatMap(({ identity, at }) => {
    const leaf = issue(identity);
    return [
      { path: at.certificate, content: publicContent(leaf.certificate) },
      { path: at.key, content: leaf.key },
    ];
  });
}

type Requester = (
  authority: AuthorityId,
  purpose: string,
  subject: Subject,
  usages: readonly Usage[],
  sans?: SubjectAltNames,
) => Identity;

function requester(cluster: Cluster, secrets: Secrets, node: Node): Requester {
  return (authorityId, purpose, subject, usages, sans = { dns: [], ip: [] }) => ({
    authority: authorityId,
    request: leafRequest(cluster, secrets, purpose, subject, sans, usages, node),
  });
}

/** The names by which the API is reached: its service, the endpoint, every control-plane node, and this machine itself. */
function apiServerNames(cluster: Cluster, node: Node): SubjectAltNames {
  const plane = cluster.controlPlane;
  const endpoint = cluster.endpoint.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  return alternativeNames([
    'kubernetes',
    'kubernetes.default',
    'kubernetes.default.svc',
    `kubernetes.default.svc.${cluster.dnsDomain}`,
    ...(plane?.serviceIPs ?? []),
    endpoint,
    node.name,
    ...node.ips,
    ...(plane?.nodes ?? []).flatMap((server) => [server.name, ...server.ips]),
    ...localNames,
    ...(plane?.settings.apiServer?.certSANs ?? []),
  ]);
}

function alternativeNames(all: readonly string[]): SubjectAltNames {
  const unique = [...new Set(all)];
  const isAddress = (text: string) => parseAddress(text) !== undefined;
  return { dns: unique.filter((text) => !isAddress(text)), ip: unique.filter(isAddress) };
}

function authority(
  id: AuthorityId,
  at: { certificate: string; key: string },
  secrets: Secrets,
  withKey: boolean,
): CredentialFile[] {
  const { certificate } = loadAuthority(id, secrets);
  const key = withKey ? secrets.authorities[id]?.key : undefined;
  return [
    { path: at.certificate, content: publicContent(certificate) },
    ...(key ? [{ path: at.key, content: key }] : []),
  ];
}

function serviceAccount(secrets: Secrets): CredentialFile[] {
  const key = secrets.serviceAccountKey;
  if (!key) throw new Bug('there is no service-account key, and nobody has missed it');
  const publicKey = createPublicKey(createPrivateKey(Buffer.from(key.reveal())));
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return [
    { path: paths.serviceAccount.certificate, content: publicContent(pem), mode: 0o600 },
    { path: paths.serviceAccount.key, content: key },
  ];
}

function encryption(cluster: Cluster, secrets: Secrets): CredentialFile[] {
  const content = encryptionConfiguration(secrets, cluster.controlPlane?.settings.encryption ?? 'secretbox');
  return content ? [{ path: paths.encryptionConfig, content }] : [];
}

/** As kubeadm writes them: administrators go by the endpoint, the controllers by the API server on their own machine. */
function kubeconfigs(cluster: Cluster, secrets: Secrets, issue: Issue, node: Node): CredentialFile[] {
  const { release } = cluster.version;
  const request = requester(cluster, secrets, node);
  const endpoint = `https://${cluster.endpoint}`;
  const local = `https://${hostOf(node.ips[0] ?? '')}:${apiServerPort}`;
  const wanted = [
    {
      path: paths.adminConf,
      purpose: 'admin',
      user: 'kubernetes-admin',
      groups: administratorGroups(cluster.version),
      server: endpoint,
    },
    ...(hasSuperAdmin(release)
      ? [
          {
            path: paths.superAdminConf,
            purpose: 'super-admin',
            user: 'kubernetes-super-admin',
            groups: ['system:masters'],
            server: local,
          },
        ]
      : []),
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
  return wanted.map(({ path, purpose, user, groups, server }) => ({
    path,
    content: renderKubeconfig({
      clusterName: cluster.name,
      server,
      certificateAuthority: { data: trustedBundles(cluster, secrets).cluster },
      userName: user,
      credential: {
        leaf: issue(request('cluster', purpose, { commonName: user, organizations: groups }, ['client'])),
      },
      contextName: `${user}@${cluster.name}`,
    }),
  }));
}
