/** What a kubelet is told for safety's sake on clusters that are ours from end to end. The profile's patch has the last word; `null` takes one away. */
import type { Cluster } from '../../cluster/cluster.ts';
import type { KubeletConfiguration } from '../../upstream/kubelet/configuration.ts';
import { hasSeccompDefault } from '../../upstream/kubelet/hardening.ts';
import { tlsCipherSuites } from '../control-plane/tls.ts';

/** Source: CIS Kubernetes Benchmark, section 4.2. eventRecordQPS stays what the kubelet itself takes for it. */
export function hardening(cluster: Cluster): KubeletConfiguration {
  if (!cluster.controlPlane) return {};
  return {
    readOnlyPort: 0,
    protectKernelDefaults: true,
    rotateCertificates: true,
    tlsMinVersion: 'VersionTLS12',
    tlsCipherSuites,
    ...(hasSeccompDefault(cluster.version.release) && { seccompDefault: true }),
  };
}
