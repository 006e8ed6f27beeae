/** kube-proxy as a unit of the node's. */
import type { Cluster, Node } from '../cluster/cluster.ts';
import type { NodeCredentials } from '../credentials/node.ts';
import type { Origin } from '../model/machine.ts';
import { formatCidr } from '../shared/address.ts';
import { toYaml } from '../shared/emit.ts';
import { mergePatch } from '../shared/merge-patch.ts';
import { execLine } from '../shared/unit-text.ts';
import type { KubeProxyConfiguration } from '../upstream/kube-proxy/configuration.ts';
import { type ProxyMode, proxyModes } from '../upstream/kube-proxy/modes.ts';
import { type JsonObject, livesIn } from '../upstream/schema.ts';
import type { Contribution } from './contribution.ts';
import { contentFile, textFile, unitWithPatch } from './parts.ts';

/** Kernel modules by mode. Source: kubernetes.io, "kube-proxy modes"; pkg/proxy/ipvs README. */
const modules = {
  iptables: ['nf_conntrack'],
  ipvs: ['ip_vs', 'ip_vs_rr', 'ip_vs_wrr', 'ip_vs_sh', 'nf_conntrack'],
  nftables: ['nf_tables', 'nf_conntrack'],
} as const;

export function kubeProxy(cluster: Cluster, node: Node, credentials: NodeCredentials): Contribution {
  const { kubeProxy: settings } = node.settings;
  if (settings?.run !== 'unit') return {};
  const { layout } = node;
  const origin: Origin = { component: 'kube-proxy', path: node.origin(['kubeProxy']) };
  const header = { apiVersion: 'kubeproxy.config.k8s.io/v1alpha1', kind: 'KubeProxyConfiguration' };
  const configuration = mergePatch(
    defaults(cluster, node) as JsonObject,
    settings.config ?? {},
  ) as JsonObject;
  const { kubeProxyFiles, kubeProxyKubeconfig } = credentials;
  return {
    files: [
      textFile(layout.kubeProxyConfig, toYaml({ ...header, ...configuration }), origin),
      ...(kubeProxyKubeconfig ? [contentFile(layout.kubeProxyKubeconfig, kubeProxyKubeconfig, origin)] : []),
      ...(kubeProxyFiles
        ? [
            contentFile(layout.kubeProxyFiles.certificate, kubeProxyFiles.certificate, origin),
            contentFile(layout.kubeProxyFiles.key, kubeProxyFiles.key, origin),
          ]
        : []),
    ],
    modules: modules[settings.mode ?? 'iptables'],
    units: [unitOf(node, origin)],
  };
}

function defaults(cluster: Cluster, node: Node): KubeProxyConfiguration {
  const settings = node.settings.kubeProxy;
  return {
    clientConnection: { kubeconfig: node.layout.kubeProxyKubeconfig },
    clusterCIDR: cluster.podSubnets.map(formatCidr).join(','),
    ...((settings?.hostnameOverride ?? true) && { hostnameOverride: node.name }),
    mode: settings?.mode ?? 'iptables',
    ...featureGate(cluster, settings?.mode ?? 'iptables'),
  };
}

/** A mode that is still behind a gate in that release. */
function featureGate(
  cluster: Cluster,
  mode: keyof typeof proxyModes,
): Pick<KubeProxyConfiguration, 'featureGates'> {
  const { gate }: ProxyMode = proxyModes[mode];
  return gate && livesIn(gate, cluster.version.release) ? { featureGates: { [gate.name]: true } } : {};
}

function unitOf(node: Node, origin: Origin) {
  const settings = node.settings.kubeProxy;
  const flags = Object.entries({ config: node.layout.kubeProxyConfig, ...settings?.extraArgs });
  const argv = [
    node.layout.programs.kubeProxy,
    ...flags.flatMap(([name, value]) => (value === null ? [] : [`--${name}=${value}`])).sort(),
  ];
  const entries = {
    Unit: {
      Description: 'Kubernetes Kube Proxy',
      Documentation: 'https://kubernetes.io/docs/',
      After: 'network-online.target',
      Wants: 'network-online.target',
    },
    Service: { Restart: 'always', RestartSec: '5' },
    Install: { WantedBy: 'multi-user.target' },
  };
  return unitWithPatch(
    'kube-proxy.service',
    entries,
    execLine(argv, { multiline: true }),
    settings?.unit,
    origin,
  );
}
