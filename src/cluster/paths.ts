/** kubeadm's places on a control-plane node (cmd/kubeadm/app/constants), which everything that knows kubeadm's layout expects. */

const pki = '/etc/kubernetes/pki';

export const controlPlanePaths = {
  pki,
  manifests: '/etc/kubernetes/manifests',
  adminConf: '/etc/kubernetes/admin.conf',
  superAdminConf: '/etc/kubernetes/super-admin.conf',
  controllerManagerConf: '/etc/kubernetes/controller-manager.conf',
  schedulerConf: '/etc/kubernetes/scheduler.conf',
  ca: { certificate: `${pki}/ca.crt`, key: `${pki}/ca.key` },
  kubeletCa: { certificate: `${pki}/kubelet-ca.crt`, key: `${pki}/kubelet-ca.key` },
  etcdCa: { certificate: `${pki}/etcd/ca.crt`, key: `${pki}/etcd/ca.key` },
  frontProxyCa: { certificate: `${pki}/front-proxy-ca.crt`, key: `${pki}/front-proxy-ca.key` },
  serviceAccount: { certificate: `${pki}/sa.pub`, key: `${pki}/sa.key` },
  apiServer: { certificate: `${pki}/apiserver.crt`, key: `${pki}/apiserver.key` },
  apiServerKubeletClient: {
    certificate: `${pki}/apiserver-kubelet-client.crt`,
    key: `${pki}/apiserver-kubelet-client.key`,
  },
  apiServerEtcdClient: {
    certificate: `${pki}/apiserver-etcd-client.crt`,
    key: `${pki}/apiserver-etcd-client.key`,
  },
  frontProxyClient: { certificate: `${pki}/front-proxy-client.crt`, key: `${pki}/front-proxy-client.key` },
  etcdServer: { certificate: `${pki}/etcd/server.crt`, key: `${pki}/etcd/server.key` },
  etcdPeer: { certificate: `${pki}/etcd/peer.crt`, key: `${pki}/etcd/peer.key` },
  etcdHealthcheckClient: {
    certificate: `${pki}/etcd/healthcheck-client.crt`,
    key: `${pki}/etcd/healthcheck-client.key`,
  },
  encryptionConfig: '/etc/kubernetes/encryption-config.yaml',
  auditPolicy: '/etc/kubernetes/audit-policy.yaml',
  auditLog: '/var/log/kubernetes/audit/audit.log',
  authenticationConfig: '/etc/kubernetes/authentication-config.yaml',
  schedulerConfig: '/etc/kubernetes/scheduler-config.yaml',
  etcdData: '/var/lib/etcd',
} as const;
