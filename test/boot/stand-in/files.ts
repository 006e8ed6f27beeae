/** The kind of file behind each flag and each setting of a configuration that names one. */

export type Kind =
  /** PEM certificates: an authority, or several. */
  | 'authorities'
  /** A PEM certificate, and the flag or setting with its private key and the one with the authorities it chains to, if that is known. */
  | { readonly certificate: { readonly key: string; readonly signedBy?: string } }
  /** The key of a certificate that is named beside it, or a pair of the same with no certificate. */
  | 'private key'
  | 'public or private key'
  | 'kubeconfig'
  /** YAML or JSON of the given kinds. */
  | { readonly configuration: readonly string[] }
  /** There, or at least its folder, for the program to write to. */
  | 'written'
  | 'folder'
  /** Comes with the system, or while it runs. */
  | 'elsewhere';

type Kinds = Readonly<Record<string, Kind>>;

/** By program; names of settings are dotted paths of the kubelet's and kube-proxy's configuration. */
export const kinds: Readonly<Record<string, Kinds>> = {
  kubelet: {
    config: { configuration: ['KubeletConfiguration'] },
    kubeconfig: 'kubeconfig',
    'authentication.x509.clientCAFile': 'authorities',
    tlsCertFile: { certificate: { key: 'tlsPrivateKeyFile' } },
    tlsPrivateKeyFile: 'private key',
    staticPodPath: 'folder',
    resolvConf: 'elsewhere',
  },
  'kube-proxy': {
    config: { configuration: ['KubeProxyConfiguration'] },
    'clientConnection.kubeconfig': 'kubeconfig',
  },
  'kube-apiserver': {
    'audit-log-path': 'written',
    'audit-policy-file': { configuration: ['Policy'] },
    'authentication-config': { configuration: ['AuthenticationConfiguration'] },
    'client-ca-file': 'authorities',
    'encryption-provider-config': { configuration: ['EncryptionConfiguration'] },
    'etcd-cafile': 'authorities',
    'etcd-certfile': { certificate: { key: 'etcd-keyfile', signedBy: 'etcd-cafile' } },
    'etcd-keyfile': 'private key',
    'kubelet-certificate-authority': 'authorities',
    'kubelet-client-certificate': {
      certificate: { key: 'kubelet-client-key', signedBy: 'kubelet-certificate-authority' },
    },
    'kubelet-client-key': 'private key',
    'proxy-client-cert-file': {
      certificate: { key: 'proxy-client-key-file', signedBy: 'requestheader-client-ca-file' },
    },
    'proxy-client-key-file': 'private key',
    'requestheader-client-ca-file': 'authorities',
    'service-account-key-file': 'public or private key',
    'service-account-signing-key-file': 'private key',
    'tls-cert-file': { certificate: { key: 'tls-private-key-file', signedBy: 'client-ca-file' } },
    'tls-private-key-file': 'private key',
  },
  'kube-controller-manager': {
    'authentication-kubeconfig': 'kubeconfig',
    'authorization-kubeconfig': 'kubeconfig',
    kubeconfig: 'kubeconfig',
    'client-ca-file': 'authorities',
    'cluster-signing-cert-file': {
      certificate: { key: 'cluster-signing-key-file', signedBy: 'root-ca-file' },
    },
    'cluster-signing-key-file': 'private key',
    'requestheader-client-ca-file': 'authorities',
    'root-ca-file': 'authorities',
    'service-account-private-key-file': 'private key',
  },
  'kube-scheduler': {
    'authentication-kubeconfig': 'kubeconfig',
    'authorization-kubeconfig': 'kubeconfig',
    kubeconfig: 'kubeconfig',
    config: { configuration: ['KubeSchedulerConfiguration'] },
  },
  etcd: {
    'data-dir': 'folder',
    'cert-file': { certificate: { key: 'key-file', signedBy: 'trusted-ca-file' } },
    'key-file': 'private key',
    'peer-cert-file': { certificate: { key: 'peer-key-file', signedBy: 'peer-trusted-ca-file' } },
    'peer-key-file': 'private key',
    'peer-trusted-ca-file': 'authorities',
    'trusted-ca-file': 'authorities',
  },
};
