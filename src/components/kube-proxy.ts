/** kube-proxy as a unit of the node's. As a DaemonSet it is `manifests/`' and needs nothing here but the kernel's modules. */
import type { Cluster, Node } from '../cluster/cluster.ts';
import { kubeProxyConfiguration, kubeProxyRun } from '../cluster/kube-proxy.ts';
import type { NodeCredentials } from '../credentials/node.ts';
import type { Origin } from '../model/machine.ts';
import { toYaml } from '../shared/emit.ts';
import { execLine } from '../shared/unit-text.ts';
import type { Contribution } from './contribution.ts';
import { contentFile, textFile, unitWithPatch } from './parts.ts';

/** Kernel modules by mode. Source: kubernetes.io, "kube-proxy modes"; pkg/proxy/ipvs README. */
const modules = {
  iptables: ['nf_conntrack'],
  ipvs: ['ip_vs', 'ip_vs_rr', 'ip_vs_wrr', 'ip_vs_sh', 'nf_conntrack'],
  nftables: ['nf_tables', 'nf_conntrack'],
} as const;

export function kubeProxy(cluster: Cluster, node: Node, credentials: NodeCredentials): Contribution {
  const run = kubeProxyRun(cluster, node);
  if (run === 'none') return {};
  if (run === 'daemonset') return { modules: modules[cluster.profile.kubeProxy?.mode ?? 'iptables'] };
  const { kubeProxy: settings } = node.settings;
  const { layout } = node;
  const origin: Origin = { component: 'kube-proxy', path: node.origin(['kubeProxy']) };
  const configuration = kubeProxyConfiguration(cluster, settings, {
    kubeconfig: layout.kubeProxyKubeconfig,
    ...((settings?.hostnameOverride ?? !node.dynamic) && { hostnameOverride: node.name }),
  });
  const { kubeProxyFiles, kubeProxyKubeconfig } = credentials;
  return {
    files: [
      textFile(layout.kubeProxyConfig, toYaml(configuration), origin),
      ...(kubeProxyKubeconfig ? [contentFile(layout.kubeProxyKubeconfig, kubeProxyKubeconfig, origin)] : []),
      ...(kubeProxyFiles
        ? [
            contentFile(layout.kubeProxyFiles.certificate, kubeProxyFiles.certificate, origin),
            contentFile(layout.kubeProxyFiles.key, kubeProxyFiles.key, origin),
          ]
        : []),
    ],
    modules: modules[settings?.mode ?? 'iptables'],
    units: [unitOf(node, origin)],
  };
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
