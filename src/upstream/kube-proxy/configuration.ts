/**
 * KubeProxyConfiguration of kubeproxy.config.k8s.io/v1alpha1, Kubernetes 1.10 to 1.37, without `kind` and
 * `apiVersion`. Upstream: staging/src/k8s.io/kube-proxy/config/v1alpha1/types.go, at first
 * pkg/proxy/apis/kubeproxyconfig/v1alpha1.
 * Fields without a life exist since 1.10. `#N` is a pull request of kubernetes/kubernetes.
 */
import { clientConnectionConfiguration } from '../component-base/client-connection.ts';
import { loggingConfiguration } from '../component-base/logging.ts';
import { bool, duration, type Infer, int, list, map, oneOf, string, struct } from '../schema.ts';

const iptables = struct({
  masqueradeAll: bool(),
  masqueradeBit: int(),
  localhostNodePorts: bool({ since: '1.26', source: '#108250' }),
  syncPeriod: duration(),
  minSyncPeriod: duration(),
});

const ipvs = struct({
  scheduler: string(),
  syncPeriod: duration(),
  minSyncPeriod: duration(),
  excludeCIDRs: list(string(), { since: '1.11', source: 'CHANGELOG-1.11' }),
  strictARP: bool({ since: '1.14', source: '#75719' }),
  tcpTimeout: duration({ since: '1.18', source: 'CHANGELOG-1.18' }),
  tcpFinTimeout: duration({ since: '1.18', source: 'CHANGELOG-1.18' }),
  udpTimeout: duration({ since: '1.18', source: 'CHANGELOG-1.18' }),
});

const nftables = struct(
  {
    masqueradeAll: bool(),
    masqueradeBit: int(),
    syncPeriod: duration(),
    minSyncPeriod: duration(),
  },
  { since: '1.29', source: 'KEP-3866' },
);

const conntrack = struct({
  max: int({ until: '1.16', source: '#78399' }),
  maxPerCore: int(),
  min: int(),
  tcpEstablishedTimeout: duration(),
  tcpCloseWaitTimeout: duration(),
  tcpBeLiberal: bool({ since: '1.29', source: 'CHANGELOG-1.29' }),
  udpTimeout: duration({ since: '1.29', source: 'CHANGELOG-1.29' }),
  udpStreamTimeout: duration({ since: '1.29', source: 'CHANGELOG-1.29' }),
});

/** Windows only. */
const winkernel = struct(
  {
    networkName: string(),
    sourceVip: string(),
    enableDSR: bool(),
    rootHnsEndpointName: string({ since: '1.24', source: '#99287' }),
    forwardHealthCheckVip: bool({ since: '1.24', source: '#99287' }),
  },
  { since: '1.14', source: '#70896' },
);

export const kubeProxyConfiguration = struct({
  // the process
  clientConnection: clientConnectionConfiguration,
  configSyncPeriod: duration(),
  featureGates: map(bool()),
  hostnameOverride: string(),
  logging: struct(loggingConfiguration.fields, { since: '1.28', source: '#117800' }),
  oomScoreAdj: int(),
  resourceContainer: string({ until: '1.16', source: '#78294' }),
  windowsRunAsService: bool({ since: '1.31', source: '#126072' }),

  // where it listens
  bindAddress: string(),
  bindAddressHardFail: bool({ since: '1.19', source: '#89350' }),
  healthzBindAddress: string(),
  metricsBindAddress: string(),
  enableProfiling: bool(),
  showHiddenMetricsForVersion: string({ since: '1.18', source: '#85279' }),

  // what it does with services; which mode exists when stands in modes.ts
  mode: oneOf(['', 'userspace', 'iptables', 'ipvs', 'nftables', 'kernelspace']),
  clusterCIDR: string(),
  detectLocalMode: string({ since: '1.18', source: '#87748' }),
  detectLocal: struct(
    { bridgeInterface: string(), interfaceNamePrefix: string() },
    { since: '1.24', source: '#95400' },
  ),
  nodePortAddresses: list(string()),
  portRange: string(),
  udpIdleTimeout: duration({ until: '1.26', source: '#112133' }),

  conntrack,
  iptables,
  ipvs,
  nftables,
  winkernel,
});

export type KubeProxyConfiguration = Infer<typeof kubeProxyConfiguration>;
