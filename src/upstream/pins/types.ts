export type Arch = 'amd64' | 'arm64';
export const architectures: readonly Arch[] = ['amd64', 'arm64'];

export type Digest = `sha256:${string}` | `sha512:${string}`;
export type PinFormat = 'binary' | 'tar.gz';

export const kubernetesPrograms = [
  'kubelet',
  'kubectl',
  'kubeadm',
  'kube-proxy',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
] as const;
export type KubernetesProgram = (typeof kubernetesPrograms)[number];

export type PinName =
  | KubernetesProgram
  | 'kubernetes-node'
  | 'kubernetes-server'
  | 'containerd'
  | 'cri-containerd-cni'
  | 'runc'
  | 'cni-plugins'
  | 'crictl'
  | 'etcd'
  | 'cri-dockerd'
  | 'helm'
  | 'nerdctl';

/** One file its publisher released for Linux, and the digest published with it. */
export interface Pin {
  readonly name: PinName;
  /** Without the leading v. */
  readonly version: string;
  readonly arch: Arch;
  readonly format: PinFormat;
  readonly digest: Digest;
  /** Upstream's own address first. */
  readonly urls: readonly string[];
}

export type Digests = { readonly [A in Arch]?: Digest };

/** Everything pinned of one name: how a file is addressed, and the digest of each version, newest first. */
export interface PinFamily {
  readonly name: PinName;
  readonly format: PinFormat;
  readonly urls: (version: string, arch: Arch) => readonly string[];
  /** Where the digest of the file at that address is published, best first. Absent: nowhere that is known. */
  readonly checksums?: (url: string) => readonly string[];
  readonly digests: { readonly [version: string]: Digests };
}
