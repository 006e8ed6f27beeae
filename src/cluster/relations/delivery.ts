/** Does everything that a node needs get to it? */
import type { Fault, Faults, Path } from '../../shared/fault.ts';
import { storedName } from '../../shared/image-name.ts';
import type { Cluster, Node } from '../cluster.ts';
import { deliveryMode, hasNetwork } from '../delivery.ts';
import { carriedImages, type NeededImage, neededImages, sandboxImage } from '../images.ts';
import { runtimeType } from '../runtime.ts';

export function checkDelivery(cluster: Cluster, faults: Faults): void {
  const before = faults.count;
  for (const node of cluster.nodes) faults.addAll([...wayFaults(cluster, node), ...carriedFaults(node)]);
  // What is missing is told once it is clear what there is.
  if (before > 0 || faults.count > 0) return;
  faults.addAll(missingFaults(cluster, cluster.nodes.filter(needsImages)));
}

/** Of a node that reaches nothing and is to download. */
function wayFaults(cluster: Cluster, node: Node): Fault[] {
  if (hasNetwork(node)) return [];
  const fetched = cluster.profile.manifests?.own ?? [];
  return [
    ...(deliveryMode(node) === 'fetch'
      ? [
          fault('delivery-network', {
            message: 'a machine without a network cannot download its programs',
            expected: 'mode: embed or preinstalled',
            path: node.origin(['delivery', 'network']),
          }),
        ]
      : []),
    ...(node.role === 'control-plane'
      ? fetched.flatMap((own, i) =>
          'url' in own
            ? fault('delivery-network', {
                message: `${own.name} cannot be downloaded by control-plane nodes without a network`,
                expected: 'contents: with the manifest itself',
                path: ['manifests', 'own', i, 'url'],
              })
            : [],
        )
      : []),
  ];
}

function carriedFaults(node: Node): Fault[] {
  const images = node.settings.images ?? [];
  if (images.length === 0 || node.role === 'etcd') return [];
  const unfit =
    deliveryMode(node) !== 'embed'
      ? 'delivery.mode: embed, in which they travel'
      : runtimeType(node) !== 'containerd'
        ? 'containerRuntime.type: containerd'
        : undefined;
  if (unfit !== undefined)
    return [
      fault('images-undelivered', {
        message: 'these images do not get to the machine',
        expected: unfit,
        path: node.origin(['images', 0]),
      }),
    ];
  return images.flatMap(({ name, digest }, i) =>
    images.slice(0, i).some((other) => other.name === name && other.digest !== digest)
      ? fault('duplicate-image', {
          message: `${name} is given twice, with different digests`,
          expected: 'one archive for each image',
          path: node.origin(['images', i, 'name']),
        })
      : [],
  );
}

/** One fault for all that share a line of the profile: whoever collects images wants the whole list. */
function missingFaults(cluster: Cluster, nodes: readonly Node[]): Fault[] {
  const places = new Map<string, { path: Path; images: Map<string, string> }>();
  for (const node of nodes) {
    const path = node.origin(['delivery', 'network']);
    const { images } = places.get(path.join('/')) ?? { images: new Map<string, string>() };
    for (const { image, purpose } of missingImages(cluster, node)) images.set(image, purpose);
    places.set(path.join('/'), { path, images });
  }
  return [...places.values()].flatMap(({ path, images }) => {
    const list = [...images].sort().map(([image, purpose]) => `${image} (${purpose})`);
    return list.length === 0
      ? []
      : fault('image-missing', {
          message: `pods need images that are not in images: ${list.join(', ')}`,
          expected: 'each of them with its archive and digest',
          path,
        });
  });
}

function missingImages(cluster: Cluster, node: Node): NeededImage[] {
  const carried = new Set(carriedImages(node).map(({ name }) => storedName(name)));
  const pause =
    sandboxImage(cluster, node) === undefined
      ? [{ image: 'containerRuntime.sandboxImage, whichever that is', purpose: 'every pod' }]
      : [];
  return [...pause, ...neededImages(cluster, node).filter(({ image }) => !carried.has(storedName(image)))];
}

/** What is preinstalled is whoever's makes the image. */
function needsImages(node: Node): boolean {
  return node.role !== 'etcd' && deliveryMode(node) === 'embed' && !hasNetwork(node);
}

function fault(code: Fault['code'], rest: Omit<Fault, 'code'>): Fault {
  return { code, ...rest };
}
