/**
 * NoCloud's files on a volume that cloud-init finds by its label, as ISO 9660 and as FAT. All four are always there: an empty
 * network-config or vendor-data says nothing to any cloud-init, and over the network a missing one costs it ten tries.
 */
import { iso9660 } from '../archive/iso9660.ts';
import { vfat } from '../archive/vfat.ts';
import type { VolumeFile } from '../archive/volume.ts';
import { Assembly } from '../model/assembly.ts';
import { type Content, isPublic, publicContent } from '../model/content.ts';

export const noCloudNames = ['user-data', 'meta-data', 'vendor-data', 'network-config'] as const;

/** By name; what the machine has none of is empty. */
export function noCloudFiles(
  boot: Readonly<Record<string, Content>>,
): readonly (readonly [string, Content])[] {
  return noCloudNames.map((name) => [name, boot[name] ?? publicContent('')]);
}

export interface Seed {
  readonly boot: Readonly<Record<string, Content>>;
  /** What else is to be on the volume. */
  readonly more?: readonly VolumeFile[];
  /** The time of everything on it, RFC 3339. */
  readonly time: string;
}

export function seedIso(seed: Seed): Assembly {
  return new Assembly(iso9660(volumeFiles(seed), options(seed)));
}

export function seedVfat(seed: Seed): Assembly {
  return new Assembly(vfat(volumeFiles(seed), options(seed)));
}

/** FAT has it in capitals, which cloud-init looks for too. */
function options({ time }: Seed): { label: string; time: Date } {
  return { label: 'cidata', time: new Date(time) };
}

function volumeFiles({ boot, more = [] }: Seed): VolumeFile[] {
  const files = noCloudFiles(boot).map(([path, data]) => ({
    path,
    mode: isPublic(data) ? 0o644 : 0o600,
    data,
  }));
  return [...files, ...more];
}
