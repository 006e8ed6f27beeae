/** Everything secret (and the authorities to trust) that one node is granted, ready to be written. */
import type { Cluster, Node } from '../cluster/cluster.ts';
import { apiServerFor } from '../cluster/control-plane.ts';
import { type Content, publicContent } from '../model/content.ts';
import { certificateAndKey, type Leaf } from '../pki/certificate.ts';
import { type CertificateAuthority, renderKubeconfig, type UserCredential } from '../pki/kubeconfig.ts';
import { type RegistryHost, renderHostsToml } from '../pki/registry-auth.ts';
import type { KubeconfigSettings } from '../profile/schema/profile.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { type TokenManifest, tokenManifests } from './bootstrap-tokens.ts';
import type { CredentialFile } from './control-plane/file.ts';
import { controlPlaneCredentials } from './control-plane.ts';
import { kubeletClient, kubeletServing, kubeProxyClient } from './identities.ts';
import { type Issue, trustedBundles } from './issue.ts';
import { bootstrapToken } from './token.ts';

/** PEM, each in a file of its own. */
export interface KeyPair {
  readonly certificate: Content<'public'>;
  readonly key: Content<'node'>;
}

/** A worker's grants: no property of it can hold an authority's key. */
export interface NodeCredentials {
  /** Trust bundles. */
  readonly authorities: { readonly cluster: Content<'public'>; readonly kubelet: Content<'public'> };
  readonly clientFiles?: KeyPair;
  /** Certificate and key in one file, as kubelets keep what they fetch themselves. */
  readonly clientBundle?: Content<'node'>;
  readonly servingFiles?: KeyPair;
  readonly kubeconfig?: Content;
  readonly bootstrapKubeconfig?: Content;
  readonly kubeProxyFiles?: KeyPair;
  readonly kubeProxyKubeconfig?: Content;
  /** Empty for a worker. */
  readonly controlPlane: readonly CredentialFile[];
  /** Every token as the API is told of it; empty but for those that serve the API. */
  readonly tokens: readonly TokenManifest[];
  /** hosts.toml by registry host. */
  readonly registryHosts: ReadonlyMap<string, Content>;
}

export function nodeCredentials(
  cluster: Cluster,
  secrets: Secrets,
  issue: Issue,
  node: Node,
): NodeCredentials {
  const trusted = trustedBundles(cluster, secrets);
  const { kubelet, kubeProxy } = node.settings;
  const bootstraps = kubelet?.clientCertificate === 'bootstrap';
  const client = bootstraps ? undefined : issue(kubeletClient(cluster, secrets, node));
  const hasServing =
    kubelet?.servingCertificate !== 'self-signed' && kubelet?.servingCertificate !== 'client';
  const proxy = kubeProxy?.run === 'unit' ? issue(kubeProxyClient(cluster, secrets, node)) : undefined;
  const config = (settings: KubeconfigSettings | undefined, user: string, credential: UserCredential) =>
    kubeconfigContent(cluster, node, trusted.cluster, settings, user, credential);
  return {
    authorities: { cluster: publicContent(trusted.cluster), kubelet: publicContent(trusted.kubelet) },
    ...(client && needsClientFiles(node) && clientFiles(node, client)),
    ...(hasServing && { servingFiles: keyPair(issue(kubeletServing(cluster, secrets, node))) }),
    ...(client && {
      kubeconfig: config(
        kubelet?.kubeconfig,
        `system:node:${node.name}`,
        credentialOf(kubelet?.kubeconfig, client, node.layout.clientFiles),
      ),
    }),
    ...(bootstraps && {
      bootstrapKubeconfig: config(kubelet?.bootstrapKubeconfig, 'kubelet-bootstrap', {
        token: bootstrapToken(secrets),
      }),
    }),
    ...(proxy && kubeProxy?.kubeconfig?.credentials === 'files' && { kubeProxyFiles: keyPair(proxy) }),
    ...(proxy && {
      kubeProxyKubeconfig: config(
        kubeProxy?.kubeconfig,
        'system:kube-proxy',
        credentialOf(kubeProxy?.kubeconfig, proxy, node.layout.kubeProxyFiles),
      ),
    }),
    controlPlane: controlPlaneCredentials(cluster, secrets, issue, node),
    tokens: cluster.controlPlane && node.role === 'control-plane' ? tokenManifests(secrets) : [],
    registryHosts: registryHosts(node, secrets),
  };
}

/** Two files, or one when the profile gives both the same place. */
function clientFiles(node: Node, leaf: Leaf): Pick<NodeCredentials, 'clientFiles' | 'clientBundle'> {
  const { certificate, key } = node.layout.clientFiles;
  return certificate === key ? { clientBundle: certificateAndKey(leaf) } : { clientFiles: keyPair(leaf) };
}

/** Key and certificate are files of their own when something names them. */
function needsClientFiles(node: Node): boolean {
  const { kubelet } = node.settings;
  const client = kubelet?.clientCertificate;
  const named =
    typeof client === 'object' && (client.certificateFile !== undefined || client.keyFile !== undefined);
  return named || kubelet?.kubeconfig?.credentials === 'files' || kubelet?.servingCertificate === 'client';
}

function credentialOf(
  settings: KubeconfigSettings | undefined,
  leaf: Leaf,
  files: { certificate: string; key: string },
): UserCredential {
  return settings?.credentials === 'files' ? { files } : { leaf };
}

function kubeconfigContent(
  cluster: Cluster,
  node: Node,
  trusted: string,
  settings: KubeconfigSettings | undefined,
  user: string,
  credential: UserCredential,
): Content {
  const authorities: Record<'embedded' | 'file' | 'none', CertificateAuthority | undefined> = {
    embedded: { data: trusted },
    file: { file: node.layout.clusterAuthority },
    none: undefined,
  };
  const certificateAuthority = authorities[settings?.certificateAuthority ?? 'embedded'];
  const userName = settings?.userName ?? user;
  return renderKubeconfig({
    clusterName: settings?.clusterName ?? cluster.name,
    server: settings?.server ?? apiServerFor(cluster, node),
    ...(certificateAuthority && { certificateAuthority }),
    userName,
    credential,
    contextName: settings?.contextName ?? `${userName}@${settings?.clusterName ?? cluster.name}`,
    ...(settings?.user && { userExtra: settings.user as never }),
  });
}

function keyPair(leaf: Leaf): KeyPair {
  return { certificate: publicContent(leaf.certificate), key: leaf.key };
}

function registryHosts(node: Node, secrets: Secrets): Map<string, Content> {
  const registries = node.settings.containerRuntime?.registries ?? {};
  return new Map(
    Object.entries(registries).map(([host, registry]) => {
      const ca =
        registry.certificateAuthority === undefined
          ? {}
          : { ca: `${node.layout.registryHosts}/${host}/ca.crt` };
      const hosts = (registry.mirrors ?? []).map(
        (url): RegistryHost => ({
          url,
          capabilities: ['pull', 'resolve'],
          ...ca,
          ...(registry.skipVerify !== undefined && { skipVerify: registry.skipVerify }),
          ...(registry.overridePath !== undefined && { overridePath: registry.overridePath }),
        }),
      );
      const found =
        registry.credentials && Object.hasOwn(secrets.registries, host)
          ? secrets.registries[host]
          : undefined;
      const credentials = new Map(found ? hosts.map(({ url }) => [url, found]) : []);
      return [
        host,
        renderHostsToml({ ...(registry.server && { server: registry.server }), hosts }, credentials),
      ];
    }),
  );
}
