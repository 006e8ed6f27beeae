/** Where everything of a node lives. One place decides; components ask. */

import type {
  CertificateSettings,
  KubeconfigSettings,
  Profile,
  Settings,
} from '../profile/schema/profile.ts';
import type { System } from '../upstream/systems.ts';

export interface KeyPairFiles {
  readonly certificate: string;
  readonly key: string;
}

export interface Layout {
  readonly programs: {
    readonly kubelet: string;
    readonly kubeProxy: string;
    readonly runc: string;
    readonly crictl: string;
    readonly containerd: string;
  };
  readonly cniBinaries: string;
  readonly cniConfiguration: string;
  readonly bridgeFile: string;
  readonly loopbackFile: string;
  readonly runtimeConfig: string;
  readonly runtimeSocket: string;
  readonly registryHosts: string;
  readonly clusterAuthority: string;
  /** The same as `clusterAuthority` unless the profile splits them. */
  readonly kubeletAuthority: string;
  readonly kubeletConfig: string;
  readonly kubeconfig: string;
  readonly bootstrapKubeconfig: string;
  readonly clientFiles: KeyPairFiles;
  readonly servingFiles: KeyPairFiles;
  readonly kubeProxyConfig: string;
  readonly kubeProxyKubeconfig: string;
  readonly kubeProxyFiles: KeyPairFiles;
}

/** Defaults are kubeadm's places where kubeadm has one. */
export function layoutOf(profile: Profile, settings: Settings, system: System): Layout {
  const { binaries, kubelet, kubeProxy, containerRuntime, podNetwork } = settings;
  const directory = binaries?.directory ?? system.binaryDirectory;
  const runtimeDirectory =
    containerdDirectory(settings, system) ?? binaries?.containerd?.directory ?? directory;
  const list = podNetwork?.list ?? true;
  const clusterAuthority = profile.pki?.authorities?.cluster?.file ?? '/etc/kubernetes/pki/ca.crt';
  const kubeletAuthority = profile.pki?.authorities?.kubelet;
  const docker = containerRuntime?.type === 'docker';
  return {
    programs: {
      kubelet: `${binaries?.kubelet?.directory ?? directory}/kubelet`,
      kubeProxy: `${binaries?.kubeProxy?.directory ?? directory}/kube-proxy`,
      runc: `${binaries?.runc?.directory ?? directory}/runc`,
      crictl: `${binaries?.crictl?.directory ?? directory}/crictl`,
      containerd: `${runtimeDirectory}/containerd`,
    },
    cniBinaries: binaries?.cniPlugins?.directory ?? system.cniBinaryDirectory,
    cniConfiguration: '/etc/cni/net.d',
    bridgeFile: podNetwork?.bridgeFile ?? `/etc/cni/net.d/10-bridge.${list ? 'conflist' : 'conf'}`,
    loopbackFile: podNetwork?.loopbackFile ?? '/etc/cni/net.d/99-loopback.conf',
    runtimeConfig:
      containerRuntime?.configFile ?? (docker ? '/etc/docker/daemon.json' : '/etc/containerd/config.toml'),
    runtimeSocket:
      containerRuntime?.socket ?? (docker ? '/var/run/docker.sock' : '/run/containerd/containerd.sock'),
    registryHosts: '/etc/containerd/certs.d',
    clusterAuthority,
    kubeletAuthority: kubeletAuthority
      ? (kubeletAuthority.file ?? '/etc/kubernetes/pki/kubelet-ca.crt')
      : clusterAuthority,
    kubeletConfig: kubelet?.configFile ?? '/var/lib/kubelet/config.yaml',
    kubeconfig: pathOf(kubelet?.kubeconfig, '/etc/kubernetes/kubelet.conf'),
    bootstrapKubeconfig: pathOf(kubelet?.bootstrapKubeconfig, '/etc/kubernetes/bootstrap-kubelet.conf'),
    clientFiles: filesOf(kubelet?.clientCertificate, '/var/lib/kubelet/pki/kubelet-client'),
    servingFiles: filesOf(kubelet?.servingCertificate, '/var/lib/kubelet/pki/kubelet'),
    kubeProxyConfig: kubeProxy?.configFile ?? '/var/lib/kube-proxy/config.conf',
    kubeProxyKubeconfig: pathOf(kubeProxy?.kubeconfig, '/var/lib/kube-proxy/kubeconfig.conf'),
    kubeProxyFiles: filesOf(kubeProxy?.certificate, '/var/lib/kube-proxy/pki/kube-proxy'),
  };
}

/** A containerd that we do not place ourselves is where the system or the package puts it. */
function containerdDirectory(settings: Settings, system: System): string | undefined {
  const source = settings.containerRuntime?.source ?? 'upstream';
  if (source === 'upstream') return undefined;
  return source === 'system' && system.containerd
    ? system.containerd.binary.replace(/\/containerd$/, '')
    : '/usr/bin';
}

function pathOf(settings: KubeconfigSettings | undefined, fallback: string): string {
  return settings?.path ?? fallback;
}

function filesOf(settings: CertificateSettings | string | undefined, stem: string): KeyPairFiles {
  const own = typeof settings === 'object' ? settings : undefined;
  return { certificate: own?.certificateFile ?? `${stem}.crt`, key: own?.keyFile ?? `${stem}.key` };
}
