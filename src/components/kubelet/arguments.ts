/** The kubelet's command line. */
import type { Cluster, Node } from '../../cluster/cluster.ts';
import { runtimeType } from '../../cluster/runtime.ts';
import { kubeletConfiguration } from '../../upstream/kubelet/configuration.ts';
import { kubeletFlags } from '../../upstream/kubelet/flags.ts';
import { type Lowered, lower } from '../../upstream/lowering.ts';
import { labelsRefusedToKubelets } from '../../upstream/node-labels.ts';
import { livesIn } from '../../upstream/schema.ts';
import { kubeletSettings } from './configuration.ts';

export type KubeletFlag = keyof typeof kubeletFlags;

/** The configuration file's content and every flag but those the profile adds. */
export function lowerKubelet(cluster: Cluster, node: Node): Lowered {
  const how = node.settings.kubelet?.settings ?? 'file';
  return lower(
    kubeletSettings(cluster, node),
    how,
    kubeletConfiguration,
    kubeletFlags,
    cluster.version.release,
  );
}

/** Program and arguments; flags by name, each as --NAME=VALUE. */
export function kubeletArguments(cluster: Cluster, node: Node, lowered: Lowered): string[] {
  const flags: Record<string, string | null> = {
    ...ownFlags(cluster, node),
    ...lowered.flags,
    ...(Object.keys(lowered.file).length > 0 && { config: node.layout.kubeletConfig }),
    ...node.settings.kubelet?.extraArgs,
  };
  const given = Object.entries(flags).flatMap(([name, value]) =>
    value === null ? [] : [`--${name}=${value}`],
  );
  return [node.layout.programs.kubelet, ...given.sort()];
}

/** What has never been a field of the configuration file, and what an older kubelet must be told of its runtime. */
function ownFlags(cluster: Cluster, node: Node): Partial<Record<KubeletFlag, string>> {
  const { kubelet, labels = {} } = node.settings;
  const lives = (name: KubeletFlag) => livesIn(kubeletFlags[name].life, cluster.version.release);
  const withDockershim = lives('network-plugin');
  const mayGive = ([key]: [string, string]) => !labelsRefusedToKubelets(key, cluster.version.release);
  const labelList = Object.entries(labels)
    .filter(mayGive)
    .map(([key, value]) => `${key}=${value}`);
  return {
    kubeconfig: node.layout.kubeconfig,
    ...((kubelet?.clientCertificate === 'bootstrap' || kubelet?.bootstrapKubeconfig) && {
      'bootstrap-kubeconfig': node.layout.bootstrapKubeconfig,
    }),
    ...(kubelet?.certificateDirectory && { 'cert-dir': kubelet.certificateDirectory }),
    ...((kubelet?.hostnameOverride ?? !node.dynamic) && { 'hostname-override': node.name }),
    ...((kubelet?.nodeIP ?? !node.dynamic) && { 'node-ip': nodeIPs(node).join(',') }),
    ...(labelList.length > 0 && { 'node-labels': labelList.join(',') }),
    // Up to 1.23 the kubelet takes docker and its own network unless told otherwise.
    ...(withDockershim && {
      'container-runtime': runtimeType(node) === 'docker' ? 'docker' : 'remote',
      'network-plugin': 'cni',
    }),
  };
}

/** One address per family, the main one first: what --node-ip takes on a dual-stack node. */
function nodeIPs(node: Node): string[] {
  const first = node.addresses[0]?.address.family;
  const second = node.addresses.findIndex(({ address }) => address.family !== first);
  return node.ips.filter((_, i) => i === 0 || i === second);
}
