/** Pools whose machines come and go have one configuration, so nothing in it may depend on who a machine is. */
import type { Fault, Faults, Path } from '../../shared/fault.ts';
import type { Cluster, Node } from '../cluster.ts';

export function checkDynamicPools(cluster: Cluster, faults: Faults): void {
  for (const node of cluster.nodes.filter(({ dynamic }) => dynamic)) faults.addAll(dynamicFaults(node));
}

function dynamicFaults(node: Node): Fault[] {
  const { kubelet, kubeProxy, podNetwork } = node.settings;
  const fault = (message: string, expected: string, path: Path): Fault => ({
    code: 'dynamic-pool',
    message: `${message}, but the machines of ${node.pool} are not known beforehand`,
    expected,
    path,
  });
  const setting = (wrong: boolean, message: string, expected: string, path: Path): Fault[] =>
    wrong ? [fault(message, expected, node.origin(path))] : [];
  const ofPool = (wrong: boolean, message: string, expected: string, key: string): Fault[] =>
    wrong ? [fault(message, expected, [...node.poolPath, key])] : [];
  return [
    ...ofPool(
      node.role !== 'worker',
      `a node of the role ${node.role} has certificates of its own`,
      'role: worker',
      'role',
    ),
    ...ofPool(
      Object.keys(node.network).length > 0,
      'a network card is to be configured',
      'no network: the image’s own network is left alone',
      'network',
    ),
    ...setting(
      (podNetwork?.type ?? 'bridge') === 'bridge',
      'a bridge has pod addresses of the node’s own',
      'podNetwork: { type: none }, and manifests of a network add-on',
      ['podNetwork', 'type'],
    ),
    ...setting(
      kubelet?.clientCertificate !== 'bootstrap',
      'a client certificate is for one node alone',
      'clientCertificate: bootstrap',
      ['kubelet', 'clientCertificate'],
    ),
    ...setting(
      kubelet?.servingCertificate !== 'self-signed',
      'a serving certificate is for one node alone',
      'servingCertificate: self-signed',
      ['kubelet', 'servingCertificate'],
    ),
    ...setting(
      kubelet?.hostnameOverride === true,
      'the kubelet is to be given its node’s name',
      'hostnameOverride: false',
      ['kubelet', 'hostnameOverride'],
    ),
    ...setting(kubelet?.nodeIP === true, 'the kubelet is to be given its node’s address', 'nodeIP: false', [
      'kubelet',
      'nodeIP',
    ]),
    ...setting(
      kubeProxy?.run === 'unit' && kubeProxy.hostnameOverride === true,
      'kube-proxy is to be given its node’s name',
      'hostnameOverride: false',
      ['kubeProxy', 'hostnameOverride'],
    ),
  ];
}
