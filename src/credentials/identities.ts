/** Who is who: names, organisations, usages and subject alternative names of certificates; the control plane’s are in control-plane/certificates.ts. */
import type { Cluster, Node } from '../cluster/cluster.ts';
import type { LeafRequest, Subject, SubjectAltNames, Usage } from '../pki/certificate.ts';
import { type CertificateSettings, keyAlgorithmOf } from '../profile/schema/profile.ts';
import { renewalOf, type Secrets } from '../secrets/secrets.ts';
import { parseAddress } from '../shared/address.ts';
import { durationMs } from '../shared/duration.ts';

/** Authority of a certificate, by id. */
export type AuthorityId = 'cluster' | 'kubelet' | 'etcd' | 'front-proxy';

export interface Identity {
  readonly authority: AuthorityId;
  readonly request: LeafRequest;
}

/** The id of the authority that speaks for kubelets' servers: its own where the profile splits them. */
export function kubeletAuthority(cluster: Cluster): 'cluster' | 'kubelet' {
  return cluster.profile.pki?.authorities?.kubelet ? 'kubelet' : 'cluster';
}

/** kubernetes.io, "Using Node Authorization": the API server takes these names for a node's. */
const nodeName = (node: Node) => `system:node:${node.name}`;
const nodeGroups = ['system:nodes'];

export function kubeletClient(cluster: Cluster, secrets: Secrets, node: Node): Identity {
  const settings = node.settings.kubelet?.clientCertificate;
  const own = typeof settings === 'object' ? settings : undefined;
  const usages = own?.usages ?? ['client'];
  // A certificate that serves as well needs the names that it is reached by.
  const sans = own?.sans ?? (usages.includes('server') ? servedNames : []);
  return {
    authority: 'cluster',
    request: nodeRequest(cluster, secrets, node, 'kubelet-client', own, sans, usages),
  };
}

export function kubeletServing(cluster: Cluster, secrets: Secrets, node: Node): Identity {
  const settings = node.settings.kubelet?.servingCertificate;
  const own = typeof settings === 'object' ? settings : undefined;
  return {
    authority: kubeletAuthority(cluster),
    request: nodeRequest(cluster, secrets, node, 'kubelet-serving', own, own?.sans ?? servedNames, [
      'server',
    ]),
  };
}

/** kubeadm makes no certificate for it (it has a service account there); as a unit it needs one. Name: kubernetes.io, "User-facing roles". */
export function kubeProxyClient(cluster: Cluster, secrets: Secrets, node: Node): Identity {
  const own = node.settings.kubeProxy?.certificate;
  const subject: Subject = {
    commonName: own?.commonName ?? 'system:kube-proxy',
    organizations: own?.organizations ?? ['system:node-proxier'],
  };
  const sans = alternativeNames(node, own?.sans ?? []);
  return {
    authority: 'cluster',
    request: leafRequest(cluster, secrets, 'kube-proxy', subject, sans, ['client'], node),
  };
}

/** kubeadm's admin.conf as it was before 1.29: the group that every cluster is born with. */
export function administrator(cluster: Cluster, secrets: Secrets): Identity {
  const subject = { commonName: 'kubernetes-admin', organizations: ['system:masters'] };
  return {
    authority: 'cluster',
    request: leafRequest(cluster, secrets, 'admin', subject, { dns: [], ip: [] }, ['client']),
  };
}

/** The API server's towards kubelets, for a control plane that is somewhere else. */
export function apiServerKubeletClient(cluster: Cluster, secrets: Secrets): Identity | undefined {
  const own = cluster.profile.pki?.apiServerKubeletClient;
  if (!own) return undefined;
  const subject = { commonName: own.commonName, organizations: own.organizations ?? [] };
  return {
    authority: kubeletAuthority(cluster),
    request: leafRequest(cluster, secrets, 'apiserver-kubelet-client', subject, { dns: [], ip: [] }, [
      'client',
    ]),
  };
}

const servedNames = ['$(NODE_NAME)', '$(NODE_IP)'];

function nodeRequest(
  cluster: Cluster,
  secrets: Secrets,
  node: Node,
  purpose: string,
  own: CertificateSettings | undefined,
  sans: readonly string[],
  usages: readonly Usage[],
): LeafRequest {
  const more = cluster.profile.pki?.subject;
  const subject: Subject = {
    commonName: own?.commonName ?? nodeName(node),
    organizations: own?.organizations ?? nodeGroups,
    ...(more?.country && { country: more.country }),
    ...(more?.state && { state: more.state }),
    ...(more?.locality && { locality: more.locality }),
    ...(more?.organizationalUnits && { organizationalUnits: more.organizationalUnits }),
  };
  return leafRequest(cluster, secrets, purpose, subject, alternativeNames(node, sans), usages, node);
}

export function leafRequest(
  cluster: Cluster,
  secrets: Secrets,
  purpose: string,
  subject: Subject,
  sans: SubjectAltNames,
  usages: readonly Usage[],
  node?: Node,
): LeafRequest {
  const { pki } = cluster.profile;
  const { generation, issuedAt } = renewalOf(secrets, node?.name);
  return {
    identity: { purpose, ...(node && { node: node.name }), generation },
    algorithm: keyAlgorithmOf(cluster.profile),
    subject,
    sans,
    usages,
    issuedAt,
    validityDays: validityDays(pki?.certificateValidityPeriod ?? '8760h'),
  };
}

/** Days, parts of days included. */
function validityDays(period: string): number {
  return durationMs(period) / 86_400_000;
}

/** `$(NODE_NAME)` and `$(NODE_IP)` stand for the node's name and all of its addresses. */
function alternativeNames(node: Node, sans: readonly string[]): SubjectAltNames {
  const all = sans.flatMap((san) =>
    san === '$(NODE_NAME)' ? [node.name] : san === '$(NODE_IP)' ? node.ips : [san],
  );
  const isAddress = (text: string) => parseAddress(text) !== undefined;
  const unique = [...new Set(all)];
  return { dns: unique.filter((text) => !isAddress(text)), ip: unique.filter(isAddress) };
}
