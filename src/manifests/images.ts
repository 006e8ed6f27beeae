/** Where the images of what runs in pods come from. */
import type { Cluster } from '../cluster/cluster.ts';
import { Bug } from '../shared/fault.ts';
import { imageRepositoryOf } from '../upstream/control-plane.ts';
import { controlPlaneImages } from '../upstream/kubeadm.ts';

export function imageRepository(cluster: Cluster): string {
  return cluster.controlPlane?.settings.imageRepository ?? imageRepositoryOf(cluster.version.release);
}

/** As kubeadm names it: below a folder of its own upstream, directly in a repository of the user's. */
export function coreDNSImage(cluster: Cluster): string {
  const { release } = cluster.version;
  const image = controlPlaneImages(release)?.coreDNS;
  if (image === undefined)
    throw new Bug(`no CoreDNS image is known for Kubernetes ${release}, and no relation has said so`);
  const repository = imageRepository(cluster);
  const isUpstream = repository === imageRepositoryOf(release);
  return `${repository}/${isUpstream ? image : image.slice(image.lastIndexOf('/') + 1)}`;
}

export function kubeProxyImage(cluster: Cluster): string {
  return (
    cluster.profile.kubeProxy?.image ?? `${imageRepository(cluster)}/kube-proxy:v${cluster.version.text}`
  );
}
