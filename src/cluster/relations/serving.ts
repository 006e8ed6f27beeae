/** Does the kubelet get the certificate that it is told to serve with? */
import type { Fault, Faults } from '../../shared/fault.ts';
import type { Cluster, Node } from '../cluster.ts';

export function checkServing(cluster: Cluster, faults: Faults): void {
  for (const node of cluster.nodes) faults.addAll(servingFaults(node));
}

function servingFaults(node: Node): Fault[] {
  const { kubelet } = node.settings;
  if (kubelet?.servingCertificate !== 'client') return [];
  const client = kubelet.clientCertificate;
  const fault = (message: string, expected: string): Fault => ({
    code: 'serving-certificate',
    message,
    expected,
    path: node.origin(['kubelet', 'servingCertificate']),
  });
  if (client === 'bootstrap') {
    const message =
      'the client certificate is to serve too, but the kubelet gets it only after it has started';
    return [fault(message, 'a serving certificate of its own, or self-signed')];
  }
  if (client?.usages?.includes('server')) return [];
  const message = 'the client certificate is to serve too, but it is not made for servers';
  return [fault(message, 'clientCertificate.usages: [client, server]')];
}
