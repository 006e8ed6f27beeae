/** What the folder of a node, or of a pool whose machines come and go, holds: its first-boot configuration in the format its system boots, and its root file system archive. */
import type { Node } from '../cluster/cluster.ts';
import type { Assembly, Stored } from '../model/assembly.ts';
import type { Content } from '../model/content.ts';
import type { Machine } from '../model/machine.ts';
import type { OutputFile } from '../model/output.ts';
import { artifactName, bundle } from './bundle.ts';
import { baseName } from './carried.ts';
import { cloudInit } from './cloud-init.ts';
import { ignition, type SpecVersion } from './ignition.ts';
import { bootsOverNetwork, pxeFiles } from './pxe.ts';
import { rootfs } from './rootfs.ts';
import { seedIso, seedVfat } from './seed.ts';

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

/** A pool whose machines come and go has one configuration, under the pool's own name. */
function nodeFolder(node: Node): string {
  return `${node.dynamic ? 'pools' : 'nodes'}/${node.name}`;
}

export interface Travelling {
  /** What travels with the node; absent: it downloads, or has everything. */
  readonly carried?: readonly Stored[] | undefined;
  /** In an archive of its own, not in one that its pool shares. */
  readonly selfContained?: boolean;
}

export async function nodeFiles(
  node: Node,
  machine: Machine,
  { carried, selfContained = false }: Travelling = {},
): Promise<OutputFile[]> {
  const boot = bootFiles(node, machine);
  const archive = await rootfs(machine);
  const files = {
    ...boot,
    ...seeds(node, machine, boot, carried ?? []),
    [`${node.name}.rootfs.tar.gz`]: archive,
    ...(carried && {
      [`${node.name}.bundle.tar`]: await bundle({
        rootfs: archive,
        artifacts: carried,
        ...(!selfContained && { base: baseName(node) }),
      }),
    }),
  };
  return [
    ...Object.entries(files).map(([name, content]) => ({
      path: `${nodeFolder(node)}/${name}`,
      content,
      node: node.name,
    })),
    ...(bootsOverNetwork(node) ? pxeFiles(node, boot) : []),
  ];
}

/** The installer mounts the volume again for what travels on it. */
function seeds(
  node: Node,
  machine: Machine,
  boot: BootFiles,
  carried: readonly Stored[],
): Readonly<Record<string, Assembly>> {
  const { media = [] } = node.settings;
  const more = carried.map((data) => ({ path: artifactName(data.digest), mode: 0o644, data }));
  const seed = { boot, more, time: machine.notBefore };
  return {
    ...(media.includes('iso') && { 'seed.iso': seedIso(seed) }),
    ...(media.includes('vfat') && { 'seed.img': seedVfat(seed) }),
  };
}
