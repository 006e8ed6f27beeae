/** kube-apiserver's command line: kubeadm's, and nodeseed's hardening on top of it. */
import type { Cluster, Node } from '../../cluster/cluster.ts';
import type { ControlPlane } from '../../cluster/control-plane.ts';
import { apiServerPort } from '../../cluster/control-plane.ts';
import { controlPlanePaths as paths } from '../../cluster/paths.ts';
import { formatCidr } from '../../shared/address.ts';
import { authenticationConfigVersion } from '../../upstream/kubeadm.ts';
import { tlsCipherSuites } from './tls.ts';

/** What is given where the release has it; `flags.ts` beside this leaves out what it lacks. */
export function apiServerFlags(
  cluster: Cluster,
  plane: ControlPlane,
  node: Node,
  encrypts: boolean,
): Record<string, string> {
  return {
    'advertise-address': node.ips[0] ?? '',
    'allow-privileged': 'true',
    'authorization-mode': 'Node,RBAC',
    'client-ca-file': paths.ca.certificate,
    'enable-admission-plugins': 'NodeRestriction',
    'enable-bootstrap-token-auth': 'true',
    ...etcdAccess(plane),
    ...kubeletAccess(cluster),
    ...frontProxy,
    'secure-port': String(apiServerPort),
    'insecure-port': '0',
    'service-account-issuer': `https://kubernetes.default.svc.${cluster.dnsDomain}`,
    'service-account-key-file': paths.serviceAccount.certificate,
    'service-account-signing-key-file': paths.serviceAccount.key,
    'service-cluster-ip-range': cluster.serviceSubnets.map(formatCidr).join(','),
    'tls-cert-file': paths.apiServer.certificate,
    'tls-private-key-file': paths.apiServer.key,
    'tls-min-version': 'VersionTLS12',
    'tls-cipher-suites': tlsCipherSuites.join(','),
    profiling: 'false',
    ...(encrypts && { 'encryption-provider-config': paths.encryptionConfig }),
    ...(plane.settings.audit !== 'none' && auditLog),
    ...(authenticationConfigVersion(cluster.version.release) && {
      'authentication-config': paths.authenticationConfig,
    }),
  };
}

function etcdAccess(plane: ControlPlane): Record<string, string> {
  return {
    'etcd-cafile': paths.etcdCa.certificate,
    'etcd-certfile': paths.apiServerEtcdClient.certificate,
    'etcd-keyfile': paths.apiServerEtcdClient.key,
    'etcd-servers': plane.etcd.map((member) => member.clientURL).join(','),
  };
}

/** The API server checks kubelets' certificates where all of them are ours. */
function kubeletAccess(cluster: Cluster): Record<string, string> {
  const isOurs = cluster.nodes.every(
    (node) =>
      node.role === 'etcd' || (!node.dynamic && node.settings.kubelet?.servingCertificate !== 'self-signed'),
  );
  const authority = cluster.profile.pki?.authorities?.kubelet
    ? paths.kubeletCa.certificate
    : paths.ca.certificate;
  return {
    ...(isOurs && { 'kubelet-certificate-authority': authority }),
    'kubelet-client-certificate': paths.apiServerKubeletClient.certificate,
    'kubelet-client-key': paths.apiServerKubeletClient.key,
    'kubelet-preferred-address-types': 'InternalIP,ExternalIP,Hostname',
  };
}

const frontProxy = {
  'proxy-client-cert-file': paths.frontProxyClient.certificate,
  'proxy-client-key-file': paths.frontProxyClient.key,
  'requestheader-allowed-names': 'front-proxy-client',
  'requestheader-client-ca-file': paths.frontProxyCa.certificate,
  'requestheader-extra-headers-prefix': 'X-Remote-Extra-',
  'requestheader-group-headers': 'X-Remote-Group',
  'requestheader-username-headers': 'X-Remote-User',
};

/** CIS Kubernetes Benchmark 1.2: at least 30 days, 10 files, 100 MB each. */
const auditLog = {
  'audit-log-path': paths.auditLog,
  'audit-log-maxage': '30',
  'audit-log-maxbackup': '10',
  'audit-log-maxsize': '100',
  'audit-policy-file': paths.auditPolicy,
};
