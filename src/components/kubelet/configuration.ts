/** The kubelet's settings, before it is decided which are flags and which stand in its file. */
import type { Cluster, Node } from '../../cluster/cluster.ts';
import { runtimeType } from '../../cluster/runtime.ts';
import { Bug } from '../../shared/fault.ts';
import { mergePatch } from '../../shared/merge-patch.ts';
import { isTaintEffect, type TaintEffect } from '../../shared/names.ts';
import { controlPlaneTaint } from '../../upstream/kubeadm.ts';
import type { KubeletConfiguration } from '../../upstream/kubelet/configuration.ts';
import { nodeSwapGate } from '../../upstream/kubernetes.ts';
import { type JsonObject, livesIn } from '../../upstream/schema.ts';
import { hardening } from './hardening.ts';

/** kubeadm's place for static pods. */
const manifestsFolder = '/etc/kubernetes/manifests';

/** What nodeseed says, with the profile's patch applied to it. */
export function kubeletSettings(cluster: Cluster, node: Node): JsonObject {
  return mergePatch(defaults(cluster, node), node.settings.kubelet?.config ?? {}) as JsonObject;
}

function defaults(cluster: Cluster, node: Node): KubeletConfiguration & JsonObject {
  const { layout, settings, system } = node;
  const serving = servingFiles(node);
  const taints = nodeTaints(cluster, node);
  const configuration: KubeletConfiguration = {
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: layout.kubeletAuthority },
    },
    authorization: { mode: 'Webhook' },
    ...hardening(cluster),
    cgroupDriver: settings.cgroupDriver ?? 'systemd',
    clusterDomain: cluster.dnsDomain,
    clusterDNS: cluster.clusterDNS,
    ...(runtimeType(node) === 'containerd' && { containerRuntimeEndpoint: `unix://${layout.runtimeSocket}` }),
    resolvConf: system.resolverFile,
    staticPodPath: manifestsFolder,
    // The kubelet's own default lies below /usr, which image-based systems do not let it write.
    ...(system.boots === 'ignition' && { volumePluginDir: '/var/lib/kubelet/volumeplugins' }),
    ...(serving && { tlsCertFile: serving.certificate, tlsPrivateKeyFile: serving.key }),
    ...(settings.kubelet?.clientCertificate === 'bootstrap' && { rotateCertificates: true }),
    ...(taints.length > 0 && { registerWithTaints: taints }),
    ...(settings.host?.swap === 'limited' && {
      failSwapOn: false,
      memorySwap: { swapBehavior: 'LimitedSwap' },
      ...(livesIn(nodeSwapGate, cluster.version.release) && { featureGates: { NodeSwap: true } }),
    }),
    ...(settings.host?.swap === 'unmanaged' && { failSwapOn: false }),
  };
  return configuration as KubeletConfiguration & JsonObject;
}

/** Where the certificate is that the kubelet shows; undefined when it makes one itself. */
export function servingFiles(node: Node): { certificate: string; key: string } | undefined {
  const serving = node.settings.kubelet?.servingCertificate;
  if (serving === 'self-signed') return undefined;
  return serving === 'client' ? node.layout.clientFiles : node.layout.servingFiles;
}

/** The control plane's own taint, as long as it is to run nothing else, and the profile's. */
function nodeTaints(cluster: Cluster, node: Node): Taint[] {
  const given = (node.settings.taints ?? []).map(parseTaint);
  const keepsFree = node.role === 'control-plane' && cluster.controlPlane?.settings.schedulable !== true;
  if (!keepsFree) return given;
  const own: Taint = { key: controlPlaneTaint(cluster.version.release), value: '', effect: 'NoSchedule' };
  return [own, ...given.filter(({ key, effect }) => key !== own.key || effect !== own.effect)];
}

interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: TaintEffect;
}

/** KEY=VALUE:EFFECT or KEY:EFFECT. */
function parseTaint(text: string): Taint {
  const [keyAndValue = '', effect = ''] = text.split(':');
  const [key = '', value = ''] = keyAndValue.split('=');
  if (!isTaintEffect(effect)) throw new Bug(`the schema let the taint ${text} through`);
  return { key, value, effect };
}
