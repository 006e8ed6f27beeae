/** What a machine is started from, besides the files that it reads: volumes, and its part of the tree for network boot. */
import type { VolumeFile } from '../archive/volume.ts';
import type { Node } from '../cluster/cluster.ts';
import type { Content } from '../model/content.ts';
import type { Machine } from '../model/machine.ts';
import type { OutputFile } from '../model/output.ts';
import { bootsOverNetwork, pxeFiles } from './pxe.ts';
import { seedIso, seedVfat } from './seed.ts';

/** `boot`: what it reads on first boot, by name, whole. `more` goes onto volumes beside that. */
export function mediaFiles(
  node: Node,
  machine: Machine,
  boot: Readonly<Record<string, Content>>,
  more: readonly VolumeFile[] = [],
): OutputFile[] {
  const { media = [] } = node.settings;
  const folder = `${node.dynamic ? 'pools' : 'nodes'}/${node.name}`;
  const seed = { boot, more, time: machine.notBefore };
  return [
    ...(media.includes('iso')
      ? [{ path: `${folder}/seed.iso`, content: seedIso(seed), node: node.name }]
      : []),
    ...(media.includes('vfat')
      ? [{ path: `${folder}/seed.img`, content: seedVfat(seed), node: node.name }]
      : []),
    ...(bootsOverNetwork(node) ? pxeFiles(node, boot) : []),
  ];
}
