/** What the folder of a node, or of a pool whose machines come and go, holds: its first-boot configuration in the format its system boots, and its root file system archive. */
import type { Node } from '../cluster/cluster.ts';
import type { Content } from '../model/content.ts';
import type { Machine } from '../model/machine.ts';
import type { OutputFile } from '../model/output.ts';
import { cloudInit } from './cloud-init.ts';
import { ignition, type SpecVersion } from './ignition.ts';
import { mediaFiles } from './media.ts';
import { rootfs } from './rootfs.ts';

type BootFiles = Readonly<Record<string, Content>>;

/** The files a system reads on first boot, by name. */
export function bootFiles(node: Node, machine: Machine): BootFiles {
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

export async function nodeFiles(node: Node, machine: Machine): Promise<OutputFile[]> {
  // Such a pool has one configuration, under the pool's own name.
  const folder = `${node.dynamic ? 'pools' : 'nodes'}/${node.name}`;
  const boot = bootFiles(node, machine);
  const files = { ...boot, [`${node.name}.rootfs.tar.gz`]: await rootfs(machine) };
  return [
    ...Object.entries(files).map(([name, content]) => ({
      path: `${folder}/${name}`,
      content,
      node: node.name,
    })),
    ...mediaFiles(node, machine, boot),
  ];
}
