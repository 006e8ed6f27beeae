/**
 * What kubeadm passes to the programs of a control plane, by Kubernetes release (1.19 to 1.37), with etcd on the same
 * machine. `{...}` stands for a value of the cluster's. `#N` is a pull request of kubernetes/kubernetes.
 * Upstream: cmd/kubeadm/app/phases/controlplane/manifests.go, cmd/kubeadm/app/phases/etcd/local.go.
 */
import type { ControlPlaneComponent } from './control-plane.ts';
import type { Release } from './release.ts';
import { type Life, livesIn } from './schema.ts';

export interface KubeadmArgument extends Life {
  readonly value: string;
  /** Passed only when the cluster has it. */
  readonly only?: 'podSubnet' | 'joining';
}

const always = (value: string): KubeadmArgument => ({ value });
const pods = (value: string): KubeadmArgument => ({ value, only: 'podSubnet' });

const etcd: Readonly<Record<string, KubeadmArgument>> = {
  'advertise-client-urls': always('https://{advertiseAddress}:2379'),
  'cert-file': always('{pki}/etcd/server.crt'),
  'client-cert-auth': always('true'),
  'data-dir': always('{etcdDataDir}'),
  'experimental-initial-corrupt-check': { value: 'true', since: '1.24', until: '1.34', source: '#109074' },
  'experimental-watch-progress-notify-interval': {
    value: '5s',
    since: '1.25',
    until: '1.34',
    source: '#111383',
  },
  'feature-gates': { value: 'InitialCorruptCheck=true', since: '1.34', source: '#135701' },
  'initial-advertise-peer-urls': always('https://{advertiseAddress}:2380'),
  'initial-cluster': always('{initialCluster}'),
  'initial-cluster-state': { value: 'existing', only: 'joining' },
  'key-file': always('{pki}/etcd/server.key'),
  'listen-client-urls': always('https://{localhost}:2379,https://{advertiseAddress}:2379'),
  'listen-metrics-urls': always('http://{localhost}:2381'),
  'listen-peer-urls': always('https://{advertiseAddress}:2380'),
  name: always('{nodeName}'),
  'peer-cert-file': always('{pki}/etcd/peer.crt'),
  'peer-client-cert-auth': always('true'),
  'peer-key-file': always('{pki}/etcd/peer.key'),
  'peer-trusted-ca-file': always('{pki}/etcd/ca.crt'),
  'snapshot-count': always('10000'),
  'trusted-ca-file': always('{pki}/etcd/ca.crt'),
  'watch-progress-notify-interval': { value: '5s', since: '1.34', source: '#135701' },
};

const apiServer: Readonly<Record<string, KubeadmArgument>> = {
  'advertise-address': always('{advertiseAddress}'),
  'allow-privileged': always('true'),
  'authorization-mode': always('Node,RBAC'),
  'client-ca-file': always('{pki}/ca.crt'),
  'enable-admission-plugins': always('NodeRestriction'),
  'enable-bootstrap-token-auth': always('true'),
  'etcd-cafile': always('{pki}/etcd/ca.crt'),
  'etcd-certfile': always('{pki}/apiserver-etcd-client.crt'),
  'etcd-keyfile': always('{pki}/apiserver-etcd-client.key'),
  'etcd-servers': always('https://{localhost}:2379'),
  'insecure-port': { value: '0', until: '1.22', source: '#102121' },
  'kubelet-client-certificate': always('{pki}/apiserver-kubelet-client.crt'),
  'kubelet-client-key': always('{pki}/apiserver-kubelet-client.key'),
  'kubelet-preferred-address-types': always('InternalIP,ExternalIP,Hostname'),
  'proxy-client-cert-file': always('{pki}/front-proxy-client.crt'),
  'proxy-client-key-file': always('{pki}/front-proxy-client.key'),
  'requestheader-allowed-names': always('front-proxy-client'),
  'requestheader-client-ca-file': always('{pki}/front-proxy-ca.crt'),
  'requestheader-extra-headers-prefix': always('X-Remote-Extra-'),
  'requestheader-group-headers': always('X-Remote-Group'),
  'requestheader-username-headers': always('X-Remote-User'),
  'secure-port': always('{bindPort}'),
  // From 1.20 on the API server does not start without the issuer and the signing key.
  'service-account-issuer': {
    value: 'https://kubernetes.default.svc.{dnsDomain}',
    since: '1.20',
    source: 'CHANGELOG-1.20',
  },
  'service-account-key-file': always('{pki}/sa.pub'),
  'service-account-signing-key-file': { value: '{pki}/sa.key', since: '1.20', source: 'CHANGELOG-1.20' },
  'service-cluster-ip-range': always('{serviceSubnet}'),
  'tls-cert-file': always('{pki}/apiserver.crt'),
  'tls-private-key-file': always('{pki}/apiserver.key'),
};

const controllerManager: Readonly<Record<string, KubeadmArgument>> = {
  'allocate-node-cidrs': pods('true'),
  'authentication-kubeconfig': always('/etc/kubernetes/controller-manager.conf'),
  'authorization-kubeconfig': always('/etc/kubernetes/controller-manager.conf'),
  'bind-address': always('127.0.0.1'),
  'client-ca-file': always('{pki}/ca.crt'),
  'cluster-cidr': pods('{podSubnet}'),
  'cluster-name': always('{clusterName}'),
  'cluster-signing-cert-file': always('{pki}/ca.crt'),
  'cluster-signing-key-file': always('{pki}/ca.key'),
  controllers: always('*,bootstrapsigner,tokencleaner'),
  kubeconfig: always('/etc/kubernetes/controller-manager.conf'),
  'leader-elect': always('true'),
  port: { value: '0', until: '1.23', source: '#92720, #104157' },
  'requestheader-client-ca-file': always('{pki}/front-proxy-ca.crt'),
  'root-ca-file': always('{pki}/ca.crt'),
  'service-account-private-key-file': always('{pki}/sa.key'),
  'service-cluster-ip-range': pods('{serviceSubnet}'),
  'use-service-account-credentials': always('true'),
};

const scheduler: Readonly<Record<string, KubeadmArgument>> = {
  'authentication-kubeconfig': always('/etc/kubernetes/scheduler.conf'),
  'authorization-kubeconfig': always('/etc/kubernetes/scheduler.conf'),
  'bind-address': always('127.0.0.1'),
  kubeconfig: always('/etc/kubernetes/scheduler.conf'),
  'leader-elect': always('true'),
  port: { value: '0', until: '1.23', source: '#92720, #105034' },
};

export const kubeadmArguments: Readonly<
  Record<ControlPlaneComponent, Readonly<Record<string, KubeadmArgument>>>
> = {
  etcd,
  'kube-apiserver': apiServer,
  'kube-controller-manager': controllerManager,
  'kube-scheduler': scheduler,
};

/** The arguments of that release, without dashes, sorted by name as kubeadm writes them. */
export function kubeadmArgumentsOf(
  component: ControlPlaneComponent,
  release: Release,
): Readonly<Record<string, KubeadmArgument>> {
  return Object.fromEntries(
    Object.entries(kubeadmArguments[component]).filter(([, row]) => livesIn(row, release)),
  );
}
