/** What the folder of a node, or of a pool whose machines come and go, holds: its first-boot configuration in the format its system boots, and its root file system archive. */
import type { Node } from '../cluster/cluster.ts';
import type { Stored } from '../model/assembly.ts';
import type { Content } from '../model/content.ts';
import type { Machine } from '../model/machine.ts';
import type { OutputFile } from '../model/output.ts';
import { artifactName, bundle } from './bundle.ts';
import { baseName } from './carried.ts';
import { cloudInit } from './cloud-init.ts';
import { type Fit, fit } from './fit.ts';
import { ignition, type SpecVersion } from './ignition.ts';
import { mediaFiles } from './media.ts';
import { rootfs } from './rootfs.ts';

/** The files a system reads on first boot, by name, whatever their size. */
export function renderings(node: Node, machine: Machine): Readonly<Record<string, Content>> {
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

export interface BootFiles {
  /** By name, whatever their size: what is not handed over by the platform. */
  readonly whole: Readonly<Record<string, Content>>;
  /** What the platform is given, by name. */
  readonly files: Readonly<Record<string, Content>>;
  readonly fit: Fit;
  readonly archive: Content;
}

/** The same as its platform takes them. Throws InputError where that cannot be. */
export async function bootFiles(node: Node, machine: Machine): Promise<BootFiles> {
  const whole = renderings(node, machine);
  const archive = await rootfs(machine);
  const name = node.system.boots === 'ignition' ? 'config.ign' : 'user-data';
  const found = fit(node, machine, whole[name] as Content, archive);
  return { whole, files: { ...whole, [name]: found.content }, fit: found, archive };
}

export interface NodeFiles {
  readonly files: readonly OutputFile[];
  readonly fit: Fit;
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
): Promise<NodeFiles> {
  // Such a pool has one configuration, under the pool's own name.
  const folder = `${node.dynamic ? 'pools' : 'nodes'}/${node.name}`;
  const { whole, files, fit: found, archive } = await bootFiles(node, machine);
  const own = {
    ...files,
    [`${node.name}.rootfs.tar.gz`]: archive,
    ...(carried && {
      [`${node.name}.bundle.tar`]: await bundle({
        rootfs: archive,
        artifacts: carried,
        ...(!selfContained && { base: baseName(node) }),
      }),
    }),
  };
  // The installer looks on the volume that the machine was started with.
  const onVolumes = (carried ?? []).map((data) => ({ path: artifactName(data.digest), mode: 0o644, data }));
  const { served } = found;
  return {
    files: [
      ...Object.entries(own).map(([name, content]) => ({
        path: `${folder}/${name}`,
        content,
        node: node.name,
      })),
      ...(served ? [{ path: `serve/${served.path}`, content: served.content, node: node.name }] : []),
      ...mediaFiles(node, machine, whole, onVolumes),
    ],
    fit: found,
  };
}
