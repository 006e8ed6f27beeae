/** Does everything that a node needs get to it? */
import type { Fault, Faults } from '../../shared/fault.ts';
import type { Cluster, Node } from '../cluster.ts';
import { deliveryMode, hasNetwork } from '../delivery.ts';
import { carriedImages, neededImages, sandboxImage } from '../images.ts';
import { runtimeType } from '../runtime.ts';

export function checkDelivery(cluster: Cluster, faults: Faults): void {
  const before = faults.count;
  for (const node of cluster.nodes) faults.addAll([...wayFaults(cluster, node), ...carriedFaults(node)]);
  // What is missing is told once it is clear what there is.
  if (before > 0 || faults.count > 0) return;
  for (const node of cluster.nodes) if (!hasNetwork(node)) faults.addAll(missingFaults(cluster, node));
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

/** One fault for all of them: whoever collects images wants the whole list. */
function missingFaults(cluster: Cluster, node: Node): Fault[] {
  if (node.role === 'etcd' || deliveryMode(node) !== 'embed') return [];
  const path = node.origin(['delivery', 'network']);
  if (sandboxImage(cluster, node) === undefined)
    return [
      fault('image-missing', {
        message: `Kubernetes ${cluster.version.release} does not say which image of the pause container goes with it`,
        expected: 'containerRuntime.sandboxImage, and that image in images',
        path,
      }),
    ];
  const carried = new Set(carriedImages(node).map(({ name }) => name));
  const missing = neededImages(cluster, node).filter(({ image }) => !carried.has(image));
  if (missing.length === 0) return [];
  const list = missing.map(({ image, purpose }) => `${image} (${purpose})`).join(', ');
  return [
    fault('image-missing', {
      message: `pods on ${node.role} nodes need images that are not in images: ${list}`,
      expected: 'each of them with its archive and digest',
      path,
    }),
  ];
}

function fault(code: Fault['code'], rest: Omit<Fault, 'code'>): Fault {
  return { code, ...rest };
}
