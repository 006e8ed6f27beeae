/** CoreDNS as the cluster's DNS service. Names, limits and rights: kubeadm's, cmd/kubeadm/app/phases/addons/dns. */

import type { Cluster } from '../cluster/cluster.ts';
import { coreDNSImage } from '../cluster/images.ts';
import { parseAddress } from '../shared/address.ts';
import { controlPlaneRoles } from '../upstream/kubeadm.ts';
import { hasDualStackServices } from '../upstream/service-families.ts';
import { bindServiceAccount } from './bindings.ts';
import type {
  ClusterRole,
  ClusterRoleBinding,
  ConfigMap,
  Container,
  Deployment,
  Service,
  ServiceAccount,
} from './objects.ts';

/** What other programs look for: CoreDNS stands where kube-dns stood. */
const labels = { 'k8s-app': 'kube-dns' };
const metadata = { name: 'coredns', namespace: 'kube-system' } as const;
const role = 'system:coredns';

export type CoreDNSObject =
  | ServiceAccount
  | ClusterRole
  | ClusterRoleBinding
  | ConfigMap
  | Deployment
  | Service;

/** Empty where the profile wants none. */
export function coreDNSObjects(cluster: Cluster): CoreDNSObject[] {
  if (cluster.profile.addons?.coreDNS === 'none') return [];
  return [
    // Labelled: of an object of which it manages nothing an API server of 1.20 forgets who applied it, and writes it anew.
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { ...metadata, labels } },
    clusterRole,
    bindServiceAccount(role, role, 'coredns'),
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { Corefile: corefile(cluster) } },
    deployment(cluster),
    service(cluster),
  ];
}

const clusterRole: ClusterRole = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name: role },
  rules: [
    {
      apiGroups: [''],
      resources: ['endpoints', 'services', 'pods', 'namespaces'],
      verbs: ['list', 'watch'],
    },
    { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['list', 'watch'] },
  ],
};

/** Names of the cluster from the API, all others from the node's own resolvers. Plugins: coredns.io/plugins. */
function corefile(cluster: Cluster): string {
  const reverse = 'in-addr.arpa ip6.arpa';
  return [
    '.:53 {',
    '  errors',
    '  health {',
    '    lameduck 5s',
    '  }',
    '  ready',
    `  kubernetes ${cluster.dnsDomain} ${reverse} {`,
    '    pods insecure',
    `    fallthrough ${reverse}`,
    '    ttl 30',
    '  }',
    '  prometheus :9153',
    '  forward . /etc/resolv.conf {',
    '    max_concurrent 1000',
    '  }',
    '  cache 30',
    '  loop',
    '  reload',
    '  loadbalance',
    '}',
    '',
  ].join('\n');
}

function deployment(cluster: Cluster): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { ...metadata, labels },
    spec: {
      replicas: replicas(cluster),
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: 'coredns',
          priorityClassName: 'system-cluster-critical',
          // The node's resolvers, not itself.
          dnsPolicy: 'Default',
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          affinity: apart,
          tolerations: [
            { key: 'CriticalAddonsOnly', operator: 'Exists' },
            ...controlPlaneRoles(cluster.version.release).map(
              (name) =>
                ({
                  key: `node-role.kubernetes.io/${name}`,
                  operator: 'Exists',
                  effect: 'NoSchedule',
                }) as const,
            ),
          ],
          securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
          containers: [container(cluster)],
          volumes: [
            {
              name: 'config-volume',
              configMap: { name: 'coredns', items: [{ key: 'Corefile', path: 'Corefile' }] },
            },
          ],
        },
      },
    },
  };
}

/** On nodes of their own, where there are enough. */
const apart = {
  podAntiAffinity: {
    preferredDuringSchedulingIgnoredDuringExecution: [
      {
        weight: 100,
        podAffinityTerm: { labelSelector: { matchLabels: labels }, topologyKey: 'kubernetes.io/hostname' },
      },
    ],
  },
};

function replicas(cluster: Cluster): number {
  const settings = cluster.profile.addons?.coreDNS;
  const own = typeof settings === 'object' ? settings.replicas : undefined;
  const kubelets = cluster.nodes.filter((node) => node.role !== 'etcd');
  return own ?? (kubelets.length > 1 || kubelets.some((node) => node.dynamic) ? 2 : 1);
}

function container(cluster: Cluster): Container {
  return {
    name: 'coredns',
    image: coreDNSImage(cluster),
    imagePullPolicy: 'IfNotPresent',
    args: ['-conf', '/etc/coredns/Corefile'],
    ports: [
      { name: 'dns', containerPort: 53, protocol: 'UDP' },
      { name: 'dns-tcp', containerPort: 53, protocol: 'TCP' },
      { name: 'metrics', containerPort: 9153, protocol: 'TCP' },
    ],
    livenessProbe: {
      httpGet: { path: '/health', port: 8080, scheme: 'HTTP' },
      initialDelaySeconds: 60,
      timeoutSeconds: 5,
      failureThreshold: 5,
    },
    readinessProbe: { httpGet: { path: '/ready', port: 8181, scheme: 'HTTP' } },
    resources: { requests: { cpu: '100m', memory: '70Mi' }, limits: { memory: '170Mi' } },
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    },
    volumeMounts: [{ name: 'config-volume', mountPath: '/etc/coredns', readOnly: true }],
  };
}

function service(cluster: Cluster): Service {
  const [clusterIP = ''] = cluster.clusterDNS;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'kube-dns', namespace: 'kube-system', labels },
    spec: {
      selector: labels,
      clusterIP,
      ...bothFamilies(cluster),
      ports: [
        { name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 },
        { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 },
        { name: 'metrics', port: 9153, protocol: 'TCP', targetPort: 9153 },
      ],
    },
  };
}

/** The first address decides which family comes first; a second one that the profile does not give is the API's to choose. */
function bothFamilies(
  cluster: Cluster,
): Pick<Service['spec'], 'clusterIPs' | 'ipFamilies' | 'ipFamilyPolicy'> {
  if (cluster.serviceSubnets.length < 2 || !hasDualStackServices(cluster.version.release)) return {};
  const familyOf = (address: string) => parseAddress(address)?.family;
  const [first = ''] = cluster.clusterDNS;
  const second = cluster.clusterDNS.find((address) => familyOf(address) !== familyOf(first));
  return {
    ...(second !== undefined && { clusterIPs: [first, second] }),
    ipFamilies: familyOf(first) === 6 ? ['IPv6', 'IPv4'] : ['IPv4', 'IPv6'],
    ipFamilyPolicy: 'RequireDualStack',
  };
}
