/** Can the machine be started from what the profile wants made for it? */
import type { Fault, Faults } from '../../shared/fault.ts';
import { matchboxIgnition, networkBoots } from '../../upstream/network-boot.ts';
import type { Cluster, Node } from '../cluster.ts';

export function checkMedia(cluster: Cluster, faults: Faults): void {
  for (const node of cluster.nodes) {
    const media = node.settings.media ?? [];
    media.forEach((one, i) => {
      if (one !== 'pxe') faults.addAll(volumeFaults(node, one, i));
    });
    if (media.includes('pxe')) faults.addAll([...missing(node), ...misfits(node), ...matchboxFaults(node)]);
  }
}

/**
 * Ignition asks where the image's platform has it; the platforms on which that is a volume, OpenStack's config drive and its like,
 * make that volume themselves (Ignition: docs/supported-platforms.md).
 */
function volumeFaults(node: Node, volume: 'iso' | 'vfat', index: number): Fault[] {
  if (node.system.boots !== 'ignition') return [];
  return [
    {
      code: 'media-not-read',
      message: `${node.systemName} boots by Ignition, which reads no NoCloud volume (${volume})`,
      expected: 'pxe, or no media',
      hint: 'hand over config.ign by the hypervisor, by PXE or by the installer',
      path: node.origin(['media', index]),
    },
  ];
}

function missing(node: Node): Fault[] {
  const { pxe = {} } = node.settings;
  const absent = (['url', 'kernel', 'initrd'] as const).filter((key) => pxe[key] === undefined);
  if (absent.length === 0) return [];
  const at = node.settings.media?.indexOf('pxe') ?? 0;
  return [
    {
      code: 'missing-key',
      message: `${node.pool} is to boot over the network, but pxe has no ${absent.join(', no ')}`,
      expected: absent.map((key) => `pxe.${key}`).join(', '),
      path: node.origin(['media', at]),
    },
  ];
}

function misfits(node: Node): Fault[] {
  const boot = networkBoots[node.system.networkBoot];
  const { pxe = {} } = node.settings;
  const fault = (key: string, message: string, expected: string): Fault => ({
    code: 'network-boot',
    message: `${node.systemName} ${message}`,
    expected,
    path: node.origin(['pxe', key]),
  });
  const faults: Fault[] = [];
  if (pxe.rootfs !== undefined && boot.rootfs === undefined)
    faults.push(
      fault('rootfs', 'has no argument for a root file system of its own', 'initrd or arguments alone'),
    );
  if (pxe.installDevice !== undefined && boot.install === undefined)
    faults.push(fault('installDevice', 'has no argument that makes it install itself', 'no installDevice'));
  // Handed over as one more RAM disk it is there too.
  if (pxe.rootfs === undefined && boot.rootfs !== undefined && pxe.initrd?.length === 1)
    faults.push(fault('initrd', 'does not start without its root file system', 'pxe.rootfs'));
  return faults;
}

function matchboxFaults(node: Node): Fault[] {
  const { pxe } = node.settings;
  if (pxe?.matchbox === undefined || node.system.boots !== 'ignition') return [];
  if (node.ignitionVersion <= matchboxIgnition) return [];
  return [
    {
      code: 'ignition-version',
      message: `matchbox serves Ignition configurations up to ${matchboxIgnition}, not ${node.ignitionVersion}`,
      expected: `at most ${matchboxIgnition}, or no pxe.matchbox`,
      path: [...node.poolPath, 'ignitionVersion'],
    },
  ];
}
