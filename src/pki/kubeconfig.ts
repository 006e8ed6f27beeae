/**
 * kubeconfig files, in the form of client-go's `clientcmd/api/v1`: one cluster, one user, one context.
 */
import { type Content, publicContent } from '../model/content.ts';
import { secretContent } from '../model/secret-content.ts';
import { toYaml } from '../shared/emit.ts';
import type { PlainObject } from '../shared/plain-data.ts';

/** A trust bundle: its PEM text, or a path on the node. */
export type CertificateAuthority = { readonly data: string } | { readonly file: string };

export type UserCredential =
  | { readonly leaf: { readonly certificate: string; readonly key: Content } }
  | { readonly files: { readonly certificate: string; readonly key: string } }
  | { readonly token: Content }
  | { readonly tokenFile: string };

/** `Cluster` of clientcmd/api/v1. */
export interface KubeconfigCluster {
  readonly server: string;
  readonly 'tls-server-name'?: string;
  readonly 'insecure-skip-tls-verify'?: boolean;
  readonly 'certificate-authority'?: string;
  readonly 'certificate-authority-data'?: string;
  readonly 'proxy-url'?: string;
  readonly 'disable-compression'?: boolean;
}

/** `AuthInfo` of clientcmd/api/v1. */
export interface KubeconfigUser {
  readonly 'client-certificate'?: string;
  readonly 'client-certificate-data'?: string;
  readonly 'client-key'?: string;
  readonly 'client-key-data'?: string;
  readonly token?: string;
  readonly tokenFile?: string;
  readonly as?: string;
  readonly 'as-uid'?: string;
  readonly 'as-groups'?: readonly string[];
  readonly 'as-user-extra'?: Readonly<Record<string, readonly string[]>>;
  readonly username?: string;
  readonly password?: string;
  readonly exec?: PlainObject;
  readonly 'auth-provider'?: PlainObject;
}

/** `Context` of clientcmd/api/v1. */
export interface KubeconfigContext {
  readonly cluster: string;
  readonly user: string;
  readonly namespace?: string;
}

export interface Kubeconfig {
  readonly apiVersion: 'v1';
  readonly kind: 'Config';
  readonly clusters: readonly { readonly name: string; readonly cluster: KubeconfigCluster }[];
  readonly contexts: readonly { readonly name: string; readonly context: KubeconfigContext }[];
  readonly 'current-context': string;
  readonly preferences: PlainObject;
  readonly users: readonly { readonly name: string; readonly user: KubeconfigUser }[];
}

export interface KubeconfigOptions {
  readonly clusterName: string;
  /** With scheme: `https://HOST:PORT`. */
  readonly server: string;
  readonly certificateAuthority?: CertificateAuthority;
  readonly userName: string;
  /** Absent: the user has no credential of ours. */
  readonly credential?: UserCredential;
  readonly contextName: string;
  readonly namespace?: string;
  /** Added to the cluster as it stands, over what is there. */
  readonly clusterExtra?: PlainObject;
  /** Added to the user as it stands, over what is there. */
  readonly userExtra?: PlainObject;
}

/**
 * YAML. Secret (`node`) as soon as a key, a token or a password is in it; public when it only names files.
 * Throws a Bug for extras that are not plain data.
 */
export function renderKubeconfig(options: KubeconfigOptions): Content<'public' | 'node'> {
  const config = kubeconfigOf(options);
  const text = toYaml(config);
  const secret = config.users.some(({ user }) => isSecretUser(user));
  return secret ? secretContent('node', text) : publicContent(text);
}

/** Not exported: an object with a key in the open must not travel. */
function kubeconfigOf(options: KubeconfigOptions): Kubeconfig {
  const { clusterName, userName, contextName, namespace } = options;
  const cluster: KubeconfigCluster = {
    ...authorityFields(options.certificateAuthority),
    server: options.server,
    ...options.clusterExtra,
  };
  const user: KubeconfigUser = { ...credentialFields(options.credential), ...options.userExtra };
  const context = {
    cluster: clusterName,
    ...(namespace === undefined ? {} : { namespace }),
    user: userName,
  };
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: clusterName, cluster }],
    contexts: [{ name: contextName, context }],
    'current-context': contextName,
    preferences: {},
    users: [{ name: userName, user }],
  };
}

function authorityFields(authority: CertificateAuthority | undefined): Partial<KubeconfigCluster> {
  if (authority === undefined) return {};
  if ('file' in authority) return { 'certificate-authority': authority.file };
  return { 'certificate-authority-data': base64(authority.data) };
}

function credentialFields(credential: UserCredential | undefined): KubeconfigUser {
  if (credential === undefined) return {};
  if ('files' in credential) {
    return { 'client-certificate': credential.files.certificate, 'client-key': credential.files.key };
  }
  if ('tokenFile' in credential) return { tokenFile: credential.tokenFile };
  if ('token' in credential) return { token: Buffer.from(credential.token.reveal()).toString('utf8') };
  return {
    'client-certificate-data': base64(credential.leaf.certificate),
    'client-key-data': base64(credential.leaf.key.reveal()),
  };
}

function base64(data: string | Uint8Array): string {
  return Buffer.from(data as Uint8Array).toString('base64');
}

/** `exec` and `auth-provider` carry tokens in their own settings. */
const secretSettings = ['client-key-data', 'token', 'password', 'exec', 'auth-provider'] as const;

function isSecretUser(user: KubeconfigUser): boolean {
  return secretSettings.some((setting) => Object.hasOwn(user, setting));
}
