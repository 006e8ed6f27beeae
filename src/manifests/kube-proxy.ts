/** kube-proxy on every node that does not run it otherwise. Names and places: kubeadm's, cmd/kubeadm/app/phases/addons/proxy. */

import type { Cluster } from '../cluster/cluster.ts';
import { localProxyPort } from '../cluster/control-plane.ts';
import { kubeProxyImage } from '../cluster/images.ts';
import { kubeProxyConfiguration, kubeProxyRun } from '../cluster/kube-proxy.ts';
import { sha256 } from '../shared/digest.ts';
import { toYaml } from '../shared/emit.ts';
import { bindServiceAccount } from './bindings.ts';
import type {
  Affinity,
  ClusterRoleBinding,
  ConfigMap,
  Container,
  DaemonSet,
  ServiceAccount,
} from './objects.ts';

const name = 'kube-proxy';
const labels = { 'k8s-app': name };
const metadata = { name, namespace: 'kube-system' } as const;
const folder = '/var/lib/kube-proxy';
const account = '/var/run/secrets/kubernetes.io/serviceaccount';

export type KubeProxyObject = ServiceAccount | ClusterRoleBinding | ConfigMap | DaemonSet;

/** Empty where no node wants it. */
export function kubeProxyObjects(cluster: Cluster): KubeProxyObject[] {
  const kubelets = cluster.nodes.filter((node) => node.role !== 'etcd');
  if (!kubelets.some((node) => kubeProxyRun(cluster, node) === 'daemonset')) return [];
  const config: ConfigMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { ...metadata, labels },
    data: {
      'config.conf': toYaml(
        kubeProxyConfiguration(cluster, cluster.profile.kubeProxy, {
          kubeconfig: `${folder}/kubeconfig.conf`,
        }),
      ),
      'kubeconfig.conf': toYaml(kubeconfig(cluster)),
    },
  };
  const without = kubelets.filter((node) => kubeProxyRun(cluster, node) !== 'daemonset' && !node.dynamic);
  return [
    // Labelled for the reason that CoreDNS's is.
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { ...metadata, labels } },
    bindServiceAccount('kubeadm:node-proxier', 'system:node-proxier', name),
    config,
    daemonSet(
      cluster,
      config,
      without.map((node) => node.name),
    ),
  ];
}

/** It must reach the API before there are services: by the endpoint, or by the proxy that every node has. */
function kubeconfig(cluster: Cluster): object {
  const endpoint = cluster.controlPlane?.settings.endpoint;
  const server =
    endpoint?.type === 'local-proxy' ? `127.0.0.1:${endpoint.port ?? localProxyPort}` : cluster.endpoint;
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'default',
        cluster: { 'certificate-authority': `${account}/ca.crt`, server: `https://${server}` },
      },
    ],
    contexts: [{ name: 'default', context: { cluster: 'default', namespace: 'default', user: 'default' } }],
    'current-context': 'default',
    users: [{ name: 'default', user: { tokenFile: `${account}/token` } }],
  };
}

function daemonSet(cluster: Cluster, config: ConfigMap, without: readonly string[]): DaemonSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { ...metadata, labels },
    spec: {
      updateStrategy: { type: 'RollingUpdate' },
      selector: { matchLabels: labels },
      template: {
        // It reads its configuration once: another one makes other pods.
        metadata: { labels, annotations: { 'nodeseed-configuration': sha256(toYaml(config.data)) } },
        spec: {
          serviceAccountName: name,
          priorityClassName: 'system-node-critical',
          hostNetwork: true,
          nodeSelector: { 'kubernetes.io/os': 'linux' },
          ...(without.length > 0 && { affinity: notOn(without) }),
          tolerations: [{ operator: 'Exists' }],
          containers: [container(cluster)],
          volumes: [
            { name, configMap: { name } },
            { name: 'xtables-lock', hostPath: { path: '/run/xtables.lock', type: 'FileOrCreate' } },
            { name: 'lib-modules', hostPath: { path: '/lib/modules' } },
          ],
        },
      },
    },
  };
}

/** By the node's name: labels could be anything. */
function notOn(names: readonly string[]): Affinity {
  const matchFields = names.map(
    (value) => ({ key: 'metadata.name', operator: 'NotIn', values: [value] }) as const,
  );
  return {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields }] },
    },
  };
}

function container(cluster: Cluster): Container {
  const flags = Object.entries({
    config: `${folder}/config.conf`,
    'hostname-override': '$(NODE_NAME)',
    ...cluster.profile.kubeProxy?.extraArgs,
  });
  return {
    name,
    image: kubeProxyImage(cluster),
    imagePullPolicy: 'IfNotPresent',
    command: [
      '/usr/local/bin/kube-proxy',
      ...flags.flatMap(([flag, value]) => (value === null ? [] : [`--${flag}=${value}`])).sort(),
    ],
    env: [{ name: 'NODE_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'spec.nodeName' } } }],
    // Rules of the packet filter and modules of the kernel are changed by privileged processes alone.
    securityContext: { privileged: true },
    volumeMounts: [
      { name, mountPath: folder },
      { name: 'xtables-lock', mountPath: '/run/xtables.lock' },
      { name: 'lib-modules', mountPath: '/lib/modules', readOnly: true },
    ],
  };
}
