/** Values of patches that the form they are written in cannot say. */
import type { Fault, Faults, Path } from '../../shared/fault.ts';
import { isAbsoluteCleanPath, isTomlKey } from '../../shared/names.ts';
import { kubeletConfiguration } from '../../upstream/kubelet/configuration.ts';
import { kubeletFlags } from '../../upstream/kubelet/flags.ts';
import { lower, valueAt } from '../../upstream/lowering.ts';
import type { Json, JsonObject } from '../../upstream/schema.ts';
import type { Cluster, Node } from '../cluster.ts';
import { runtimeType } from '../runtime.ts';

export function checkValues(cluster: Cluster, faults: Faults): void {
  for (const node of cluster.nodes) {
    const { kubelet, containerRuntime } = node.settings;
    if (runtimeType(node) === 'containerd' && containerRuntime?.config)
      faults.addAll(tomlFaults(node, containerRuntime.config as Json, ['containerRuntime', 'config'], false));
    if (kubelet?.config) {
      faults.addAll(flagValueFaults(cluster, node, kubelet.config as JsonObject));
      faults.addAll(manifestsFaults(node, kubelet.config['staticPodPath']));
    }
  }
}

/** In a mapping `null` takes a key away; in a list nothing does. */
function tomlFaults(node: Node, value: Json, path: Path, inList: boolean): Fault[] {
  const fault = (message: string): Fault => ({
    code: 'toml-value',
    message,
    expected: 'what TOML can hold',
    path: node.origin(path),
  });
  if (value === null) return inList ? [fault('TOML has no null')] : [];
  if (typeof value === 'string')
    return value.includes('\r') ? [fault('a carriage return has no place here')] : [];
  if (typeof value !== 'object') return [];
  if (Array.isArray(value)) {
    const mixed = new Set(value.map(tomlType)).size > 1;
    const inner = value.flatMap((item, i) => tomlFaults(node, item, [...path, i], true));
    return inner.length === 0 && mixed
      ? [fault('readers older than TOML 1.0 want lists of one type')]
      : inner;
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    isTomlKey(key)
      ? tomlFaults(node, inner, [...path, key], inList)
      : {
          ...fault(`${JSON.stringify(key)} cannot be a key`),
          expected: 'another key',
          path: node.origin([...path, key]),
          atKey: true,
        },
  );
}

function tomlType(value: Json): string {
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'float';
  return Array.isArray(value) ? 'list' : typeof value;
}

/** A flag's list is parted at commas, and its mapping at equals signs as well; there is no way to write one. */
function flagValueFaults(cluster: Cluster, node: Node, config: JsonObject): Fault[] {
  const how = node.settings.kubelet?.settings ?? 'file';
  const { file } = lower(config, how, kubeletConfiguration, kubeletFlags, cluster.version.release);
  return Object.values(kubeletFlags).flatMap(({ field }) => {
    const path = field?.split('.') ?? [];
    const value = field === undefined ? undefined : valueAt(config, path);
    if (value === undefined || valueAt(file, path) !== undefined) return [];
    return unsayable(value).map((inner) => ({
      code: 'flag-value' as const,
      message: `${field} becomes a flag here, which would read this as something else`,
      expected: 'no comma, equals sign or < in it; or settings: file',
      path: node.origin(['kubelet', 'config', ...path, ...inner]),
    }));
  });
}

/** Paths of the parts of a list or a mapping that would not arrive as they are. */
function unsayable(value: Json): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]): Path[] => {
    if (typeof inner === 'object') return [];
    const isBad = /[,\n]/.test(String(inner)) || (!Array.isArray(value) && /[,=<\n]/.test(key));
    return isBad ? [[Array.isArray(value) ? Number(key) : key]] : [];
  });
}

/** A folder that is made on the machine; empty means that the kubelet reads none. */
function manifestsFaults(node: Node, folder: unknown): Fault[] {
  if (typeof folder !== 'string' || folder === '' || isAbsoluteCleanPath(folder)) return [];
  return [
    {
      code: 'path-syntax',
      message: `${JSON.stringify(folder)} is not an absolute, normalised path`,
      expected: 'such as /etc/kubernetes/manifests',
      path: node.origin(['kubelet', 'config', 'staticPodPath']),
    },
  ];
}
