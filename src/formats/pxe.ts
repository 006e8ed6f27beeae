/**
 * `pxe/`: what a machine needs to boot over the network, for any web server to serve. Scripts of iPXE by MAC address and by name,
 * each machine's configuration, and, where a matchbox is to serve it, that program's data folder.
 */
import type { Cluster, Node } from '../cluster/cluster.ts';
import { type Content, publicContent } from '../model/content.ts';
import type { OutputFile } from '../model/output.ts';
import { toJson } from '../shared/emit.ts';
import { networkBoots } from '../upstream/network-boot.ts';
import { netBoot, pxeOf } from './pxe/arguments.ts';
import { bootScript, chainScript } from './pxe/ipxe.ts';
import type { MatchboxGroup, MatchboxProfile } from './pxe/model.ts';
import { noCloudFiles } from './seed.ts';

type BootFiles = Readonly<Record<string, Content>>;

export function bootsOverNetwork({ settings }: Node): boolean {
  return (settings.media ?? []).includes('pxe');
}

/** Of all machines. */
export function pxeClusterFiles({ nodes }: Cluster): OutputFile[] {
  return nodes.some(bootsOverNetwork)
    ? [{ path: 'pxe/boot.ipxe', content: publicContent(chainScript()) }]
    : [];
}

export function pxeFiles(node: Node, boot: BootFiles): OutputFile[] {
  const { url, matchbox } = pxeOf(node);
  const isFolder = networkBoots[node.system.networkBoot].configuration === 'folder';
  const place = isFolder ? `nocloud/${node.name}/` : `ignition/${node.name}.ign`;
  const configuration = isFolder
    ? noCloudFiles(boot).map(([name, content]) => [`${place}${name}`, content] as const)
    : [[place, ignitionOf(boot)] as const];
  const script = publicContent(
    bootScript(netBoot(node, `${withoutSlash(url)}/${place}`, boot['network-config'])),
  );
  const scripts = [
    ...(node.mac === undefined ? [] : [[`mac/${hyphens(node.mac)}.ipxe`, script] as const]),
    [`hostname/${node.name}.ipxe`, script] as const,
  ];
  const files = [
    ...scripts,
    ...configuration,
    ...(matchbox === undefined ? [] : matchboxFiles(node, boot, matchbox)),
  ];
  return files.map(([path, content]) => ({ path: `pxe/${path}`, content, node: node.name }));
}

/** It knows one machine from the others by its MAC address, or by the name that DHCP gave it. */
function matchboxFiles(node: Node, boot: BootFiles, matchbox: string): (readonly [string, Content])[] {
  // Of a pool's machines that come and go it could know neither.
  if (node.dynamic) return [];
  const { name, mac } = node;
  const isFolder = networkBoots[node.system.networkBoot].configuration === 'folder';
  const selector = mac === undefined ? { hostname: name } : { mac };
  const query = mac === undefined ? `hostname=${name}` : `mac=${hyphens(mac)}`;
  const configuration = isFolder
    ? `${withoutSlash(pxeOf(node).url)}/nocloud/${name}/`
    : `${withoutSlash(matchbox)}/ignition?${query}`;
  const group: MatchboxGroup = { id: name, name, profile: name, selector };
  const profile: MatchboxProfile = {
    id: name,
    name: `${name} (${node.systemName})`,
    boot: netBoot(node, configuration, boot['network-config']),
    ...(!isFolder && { ignition_id: `${name}.ign` }),
  };
  return [
    [`matchbox/groups/${name}.json`, publicContent(toJson(group))],
    [`matchbox/profiles/${name}.json`, publicContent(toJson(profile))],
    ...(isFolder ? [] : [[`matchbox/ignition/${name}.ign`, ignitionOf(boot)] as const]),
  ];
}

function ignitionOf(boot: BootFiles): Content {
  return boot['config.ign'] ?? publicContent('');
}

/** As iPXE writes `${mac:hexhyp}`. */
function hyphens(mac: string): string {
  return mac.replaceAll(':', '-');
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}
