/** Images that travel with the machine: into containerd before the kubelet starts, so that no pod of ours asks a registry. */
import type { Cluster, Node } from '../cluster/cluster.ts';
import { carriedImages, type OwnImage } from '../cluster/images.ts';
import type { Digest, Placement } from '../model/artifact.ts';
import type { Origin } from '../model/machine.ts';
import { storedName } from '../shared/image-name.ts';
import { record } from '../shared/record.ts';
import type { Contribution } from './contribution.ts';
import { imagesScript } from './images/script.ts';
import { oneshot } from './oneshot.ts';
import { textFile } from './parts.ts';

export const imagesUnit = 'nodeseed-images.service';

const scriptPath = '/etc/nodeseed/images.sh';
export const imagesTable = '/etc/nodeseed/images.table';
/** The installer places the archives there, like any other artifact. */
const folder = '/var/lib/nodeseed/images';

export function images(_cluster: Cluster, node: Node): Contribution {
  const carried = carriedImages(node);
  if (carried.length === 0) return {};
  const origin: Origin = { component: 'images', path: node.origin(['images']) };
  return {
    placements: archives(node, carried),
    files: [
      textFile(scriptPath, imagesScript, origin, 0o755),
      textFile(imagesTable, table(node, carried), origin),
    ],
    units: oneshot({
      name: imagesUnit.replace(/\.service$/, ''),
      description: 'Import container images that came with this machine',
      script: [scriptPath],
      wants: ['containerd.service'],
      before: 'kubelet.service',
      limit: 3600,
      origin,
    }),
  };
}

/** Several images may come from one archive. */
function archives(node: Node, carried: readonly OwnImage[]): Placement[] {
  const byDigest = new Map(carried.map((image) => [image.digest, image]));
  return [...byDigest.values()].map(({ name, file, digest, path }) => {
    return {
      artifact: {
        ...titleOf(name),
        arch: node.arch,
        format: 'binary',
        digest: digest as Digest,
        sources: [`file:${file}`],
      },
      files: [{ target: archivePath(digest), mode: 0o600 }],
      origin: { component: 'images', path },
    };
  });
}

/** By its tag, or by its digest where it has none. */
function titleOf(image: string): { name: string; version: string } {
  const [, name = image, tag, digest] = /^(.+?)(?::([^:/@]+))?(?:@(.+))?$/.exec(image) ?? [];
  return { name, version: tag ?? digest ?? '' };
}

function archivePath(digest: string): string {
  return `${folder}/${digest.replace(':', '-')}.tar`;
}

function table(node: Node, carried: readonly OwnImage[]): string {
  const { layout } = node;
  const rows = [
    record('ctr', layout.programs.containerd.replace(/[^/]+$/, 'ctr')),
    record('address', layout.runtimeSocket),
    ...carried.flatMap(({ name, digest }) => imageRows(name, archivePath(digest), digest)),
  ];
  return rows.map((row) => `${row}\n`).join('');
}

/** An archive has an image by its tag where it has one; containerd looks for what is asked for by digest under that alone. */
function imageRows(name: string, archive: string, digest: string): string[] {
  const stored = storedName(name);
  const [tagged = name] = stored === name ? [name] : name.split('@');
  return [
    record('image', tagged, digest, archive),
    ...(stored.includes('@') ? [record('digest', stored, tagged)] : []),
  ];
}
