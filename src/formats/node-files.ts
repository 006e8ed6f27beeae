/** What the folder of a node, or of a pool whose machines come and go, holds: its first-boot configuration in the format its system boots, and its root file system archive. */
import type { Node } from '../cluster/cluster.ts';
import type { Content } from '../model/content.ts';
import type { Machine } from '../model/machine.ts';
import type { OutputFile } from '../model/output.ts';
import { cloudInit } from './cloud-init.ts';
import { ignition, type SpecVersion } from './ignition.ts';
import { rootfs } from './rootfs.ts';

/** The files a system reads on first boot, by name. */
export function bootFiles(node: Node, machine: Machine): Readonly<Record<string, Content>> {
  if (node.system.boots === 'ignition') {
    const options = {
      specVersion: node.ignitionVersion as SpecVersion,
      networkRenderer: node.system.networkRenderer,
    };
    return { 'config.ign': ignition(machine, options) };
  }
  const { userData, metaData, networkConfig } = cloudInit(machine, { defaultUser: node.system.defaultUser });
  return {
    'user-data': userData,
    'meta-data': metaData,
    ...(networkConfig && { 'network-config': networkConfig }),
  };
}

/** A pool whose machines come and go has one configuration, under the pool's own name. */
export function nodeFolder(node: Node): string {
  return `${node.dynamic ? 'pools' : 'nodes'}/${node.name}`;
}

export interface NodeFiles {
  readonly files: readonly OutputFile<Content>[];
  /** The one among them that others carry. */
  readonly rootfs: Content;
}

export async function nodeFiles(node: Node, machine: Machine): Promise<NodeFiles> {
  const folder = nodeFolder(node);
  const boot = Object.entries(bootFiles(node, machine)).map(([name, content]) => ({
    path: `${folder}/${name}`,
    content,
    node: node.name,
  }));
  const archive = await rootfs(machine);
  return {
    files: [...boot, { path: `${folder}/${node.name}.rootfs.tar.gz`, content: archive, node: node.name }],
    rootfs: archive,
  };
}
