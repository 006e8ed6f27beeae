/** The kubelet: its configuration, its credentials, its unit. */
import type { Cluster, Node } from '../cluster/cluster.ts';
import { carriedImages } from '../cluster/images.ts';
import { protectsKernelDefaults } from '../cluster/kernel.ts';
import { runtimeType } from '../cluster/runtime.ts';
import type { KeyPair, NodeCredentials } from '../credentials/node.ts';
import type { File, Origin, Unit } from '../model/machine.ts';
import { toYaml } from '../shared/emit.ts';
import { execLine } from '../shared/unit-text.ts';
import { protectedSysctls } from '../upstream/kubelet/hardening.ts';
import type { Contribution, Sysctl } from './contribution.ts';
import { imagesUnit } from './images.ts';
import { kubeletArguments, lowerKubelet } from './kubelet/arguments.ts';
import { kubeletSettings } from './kubelet/configuration.ts';
import { contentFile, directory, textFile, unitWithPatch } from './parts.ts';

export function kubelet(cluster: Cluster, node: Node, credentials: NodeCredentials): Contribution {
  const origin: Origin = { component: 'kubelet', path: node.origin(['kubelet']) };
  const lowered = lowerKubelet(cluster, node);
  const header = { apiVersion: 'kubelet.config.k8s.io/v1beta1', kind: 'KubeletConfiguration' };
  const withFile = Object.keys(lowered.file).length > 0;
  const manifests = kubeletSettings(cluster, node)['staticPodPath'];
  return {
    files: [
      ...(withFile
        ? [textFile(node.layout.kubeletConfig, toYaml({ ...header, ...lowered.file }), origin)]
        : []),
      ...credentialFiles(node, credentials, origin),
    ],
    directories: typeof manifests === 'string' && manifests !== '' ? [directory(manifests, origin)] : [],
    sysctls: kernelDefaults(cluster, node, origin),
    units: [kubeletUnit(node, kubeletArguments(cluster, node, lowered), origin)],
  };
}

/** The kubelet does not set them any more, so they are set beforehand. */
function kernelDefaults(cluster: Cluster, node: Node, origin: Origin): Sysctl[] {
  if (!protectsKernelDefaults(cluster, node)) return [];
  return Object.entries(protectedSysctls()).map(([key, { value }]) => ({ key, value, origin }));
}

function credentialFiles(node: Node, credentials: NodeCredentials, origin: Origin): File[] {
  const { layout } = node;
  const pair = (paths: { certificate: string; key: string }, keyPair: KeyPair) => [
    contentFile(paths.certificate, keyPair.certificate, origin),
    contentFile(paths.key, keyPair.key, origin),
  ];
  const authorities = new Map([
    [layout.clusterAuthority, credentials.authorities.cluster],
    [layout.kubeletAuthority, credentials.authorities.kubelet],
  ]);
  return [
    ...[...authorities]
      .filter(([path]) => !credentials.controlPlane.some((file) => file.path === path))
      .map(([path, content]) => contentFile(path, content, origin)),
    ...(credentials.clientBundle
      ? [contentFile(layout.clientFiles.certificate, credentials.clientBundle, origin)]
      : []),
    ...(credentials.clientFiles ? pair(layout.clientFiles, credentials.clientFiles) : []),
    ...(credentials.servingFiles ? pair(layout.servingFiles, credentials.servingFiles) : []),
    ...(credentials.kubeconfig ? [contentFile(layout.kubeconfig, credentials.kubeconfig, origin)] : []),
    ...(credentials.bootstrapKubeconfig
      ? [contentFile(layout.bootstrapKubeconfig, credentials.bootstrapKubeconfig, origin)]
      : []),
  ];
}

function kubeletUnit(node: Node, argv: readonly string[], origin: Origin): Unit {
  const runtime = runtimeType(node) === 'docker' ? 'docker.service' : 'containerd.service';
  const hasImages = carriedImages(node).length > 0;
  const entries = {
    Unit: {
      Description: 'Kubernetes Kubelet',
      Documentation: 'https://kubernetes.io/docs/',
      After: hasImages ? `${runtime} ${imagesUnit}` : runtime,
      Requires: runtime,
      ...(hasImages && { Wants: imagesUnit }),
    },
    Service: { Restart: 'always', RestartSec: '5' },
    Install: { WantedBy: 'multi-user.target' },
  };
  return unitWithPatch(
    'kubelet.service',
    entries,
    execLine(argv, { multiline: true }),
    node.settings.kubelet?.unit,
    origin,
  );
}
