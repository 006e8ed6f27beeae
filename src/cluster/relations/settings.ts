/** Can the settings be said to that version at all, and in the way the profile wants them said? */
import { isDeepStrictEqual } from 'node:util';
import type { Fault, Faults, Path } from '../../shared/fault.ts';
import { proxyModes } from '../../upstream/kube-proxy/modes.ts';
import { kubeletConfiguration } from '../../upstream/kubelet/configuration.ts';
import { kubeletFlags } from '../../upstream/kubelet/flags.ts';
import { lower } from '../../upstream/lowering.ts';
import { checkAgainst, type Json, type JsonObject, livesIn } from '../../upstream/schema.ts';
import type { Cluster, Node } from '../cluster.ts';
import { kubeProxyRun } from '../kube-proxy.ts';
import { lifeInWords } from './patches.ts';

export function checkSettings(cluster: Cluster, faults: Faults): void {
  for (const node of cluster.nodes) {
    faults.addAll(proxyModeFaults(cluster, node));
    faults.addAll([...daemonSetFaults(cluster, node), ...imageFaults(cluster, node)]);
    faults.addAll(flaglessFaults(cluster, node));
  }
}

function proxyModeFaults(cluster: Cluster, node: Node): Fault[] {
  const { mode } = node.settings.kubeProxy ?? {};
  const { release } = cluster.version;
  if (kubeProxyRun(cluster, node) === 'none' || mode === undefined || livesIn(proxyModes[mode], release))
    return [];
  const known = Object.entries(proxyModes).filter(([, life]) => livesIn(life, release));
  return [
    {
      code: 'kube-proxy-mode',
      message: `kube-proxy of Kubernetes ${release} has no mode ${mode}: ${lifeInWords(proxyModes[mode])}`,
      expected: known.map(([name]) => name).join(' or '),
      path: node.origin(['kubeProxy', 'mode']),
    },
  ];
}

/** One object for all nodes, so one setting for all of them: what says the same as the cluster's is let through. */
function daemonSetFaults(cluster: Cluster, node: Node): Fault[] {
  if (kubeProxyRun(cluster, node) !== 'daemonset') return [];
  const { run: _, ...own } = node.settings.kubeProxy ?? {};
  const common: Readonly<Record<string, unknown>> = cluster.profile.kubeProxy ?? {};
  return Object.entries(own)
    .filter(([key, value]) => !isDeepStrictEqual(value, common[key]))
    .map(([key]) => ({
      code: 'kube-proxy-daemonset',
      message: `kube-proxy is a DaemonSet here, and has the cluster’s kubeProxy.${key} on every node`,
      expected: 'run: unit beside it; or the setting for the whole cluster',
      path: node.origin(['kubeProxy', key]),
      atKey: true,
    }));
}

/** The cluster's image is for those nodes that have the DaemonSet. */
function imageFaults(cluster: Cluster, node: Node): Fault[] {
  const { image } = node.settings.kubeProxy ?? {};
  const isUsed = cluster.nodes.some((one) => kubeProxyRun(cluster, one) === 'daemonset');
  const isCommon = isUsed && image === cluster.profile.kubeProxy?.image;
  if (image === undefined || isCommon || kubeProxyRun(cluster, node) === 'daemonset') return [];
  return [
    {
      code: 'image-of-a-unit',
      message: 'this image would be used by nobody: no DaemonSet runs kube-proxy here',
      expected: 'run: daemonset, or no image here',
      path: node.origin(['kubeProxy', 'image']),
      atKey: true,
    },
  ];
}

/** With `settings: flags` there is no file for what has no flag. */
function flaglessFaults(cluster: Cluster, node: Node): Fault[] {
  const { kubelet } = node.settings;
  if (kubelet?.settings !== 'flags' || !kubelet.config) return [];
  const rest = lower(
    kubelet.config as JsonObject,
    'flags',
    kubeletConfiguration,
    kubeletFlags,
    cluster.version.release,
  ).file;
  // What no version has, or not this one, is a fault already.
  const wrong = checkAgainst(kubeletConfiguration, rest, cluster.version.release);
  const isWrong = (path: Path) => wrong.some((one) => one.path.every((step, i) => path[i] === step));
  return leaves(rest)
    .filter((path) => !isWrong(path))
    .map((path) => ({
      code: 'setting-without-flag',
      message: `${path.join('.')} has no flag in Kubernetes ${cluster.version.release}, and this kubelet is to have flags only`,
      expected: 'settings: file',
      path: node.origin(['kubelet', 'config', ...path]),
      atKey: true,
    }));
}

/** Paths of the values that say something; `null` takes away. */
function leaves(value: Json, path: Path = []): Path[] {
  if (value === null) return [];
  if (typeof value !== 'object' || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}
