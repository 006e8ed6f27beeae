/**
 * KubeletConfiguration of kubelet.config.k8s.io/v1beta1, Kubernetes 1.10 to 1.37, without `kind` and `apiVersion`.
 * No field has been taken away from the top level so far; those without a life exist since 1.10.
 * Upstream: staging/src/k8s.io/kubelet/config/v1beta1/types.go, at first pkg/kubelet/apis/kubeletconfig/v1beta1.
 * `#N` is a pull request of kubernetes/kubernetes.
 */
import { loggingConfiguration } from '../component-base/logging.ts';
import { tracingConfiguration } from '../component-base/tracing.ts';
import { bool, duration, float, type Infer, int, list, map, oneOf, string, struct } from '../schema.ts';
import { authentication, authorization } from './access.ts';
import {
  crashLoopBackOff,
  memoryReservation,
  memorySwap,
  shutdownGracePeriodByPodPriority,
  taint,
  userNamespaces,
} from './parts.ts';

export const kubeletConfiguration = struct({
  // pods it starts by itself
  staticPodPath: string(),
  staticPodURL: string(),
  staticPodURLHeader: map(list(string())),
  syncFrequency: duration(),
  fileCheckFrequency: duration(),
  httpCheckFrequency: duration(),
  runOnce: bool({ since: '1.19', source: '#89128' }),
  podCIDR: string(),

  // its server
  enableServer: bool({ since: '1.19', source: '#90494' }),
  address: string(),
  port: int(),
  readOnlyPort: int(),
  tlsCertFile: string(),
  tlsPrivateKeyFile: string(),
  tlsCipherSuites: list(string()),
  tlsMinVersion: string(),
  tlsCurvePreferences: list(int(), { since: '1.36', source: '#137115' }),
  rotateCertificates: bool({ since: '1.11', source: '#63912' }),
  serverTLSBootstrap: bool({ since: '1.11', source: '#62352' }),
  authentication,
  authorization,
  healthzPort: int(),
  healthzBindAddress: string(),
  streamingConnectionIdleTimeout: duration(),
  enableDebuggingHandlers: bool(),
  enableContentionProfiling: bool(),
  enableProfilingHandler: bool({ since: '1.21', source: '#98458' }),
  enableDebugFlagsHandler: bool({ since: '1.21', source: '#98458' }),
  enableSystemLogHandler: bool({ since: '1.19', source: '#87273' }),
  enableSystemLogQuery: bool({ since: '1.27', source: '#96120' }),
  showHiddenMetricsForVersion: string({ since: '1.18', source: '#85270' }),
  logging: struct(loggingConfiguration.fields, { since: '1.19', source: '#89683' }),
  tracing: struct(tracingConfiguration.fields, { since: '1.25', source: '#105126' }),

  // the API server and the node object
  contentType: string(),
  kubeAPIQPS: int(),
  kubeAPIBurst: int(),
  eventRecordQPS: int(),
  eventBurst: int(),
  registerNode: bool({ since: '1.23', source: '#105437' }),
  registerWithTaints: list(taint, { since: '1.23', source: '#105437' }),
  providerID: string({ since: '1.19', source: '#90494' }),
  nodeStatusUpdateFrequency: duration(),
  nodeStatusReportFrequency: duration({ since: '1.13', source: '#69753' }),
  nodeLeaseDurationSeconds: int({ since: '1.12', source: 'KEP-589' }),
  nodeStatusMaxImages: int({ since: '1.19', source: '#91275' }),
  configMapAndSecretChangeDetectionStrategy: oneOf(['Get', 'Cache', 'Watch'], {
    since: '1.12',
    source: 'CHANGELOG-1.12',
  }),
  enableControllerAttachDetach: bool(),

  // the runtime and images
  containerRuntimeEndpoint: string({ since: '1.27', source: '#112136' }),
  imageServiceEndpoint: string({ since: '1.27', source: '#112136' }),
  runtimeRequestTimeout: duration(),
  serializeImagePulls: bool(),
  maxParallelImagePulls: int({ since: '1.27', source: '#115220' }),
  registryPullQPS: int(),
  registryBurst: int(),
  imageMinimumGCAge: duration(),
  imageMaximumGCAge: duration({ since: '1.29', source: '#121275' }),
  imageGCHighThresholdPercent: int(),
  imageGCLowThresholdPercent: int(),
  imagePullCredentialsVerificationPolicy: oneOf(
    ['NeverVerify', 'NeverVerifyPreloadedImages', 'NeverVerifyAllowlistedImages', 'AlwaysVerify'],
    { since: '1.33', source: '#128152' },
  ),
  preloadedImagesVerificationAllowlist: list(string(), { since: '1.33', source: '#128152' }),

  // logs and volumes of pods
  podLogsDir: string({ since: '1.30', source: '#112957' }),
  containerLogMaxSize: string(),
  containerLogMaxFiles: int(),
  containerLogMaxWorkers: int({ since: '1.30', source: '#114301' }),
  containerLogMonitorInterval: duration({ since: '1.30', source: '#114301' }),
  volumePluginDir: string({ since: '1.19', source: '#88480' }),
  volumeStatsAggPeriod: duration(),
  localStorageCapacityIsolation: bool({ since: '1.25', source: '#111513' }),

  // network
  clusterDomain: string(),
  clusterDNS: list(string()),
  resolvConf: string(),
  hairpinMode: oneOf(['promiscuous-bridge', 'hairpin-veth', 'none']),
  makeIPTablesUtilChains: bool(),
  iptablesMasqueradeBit: int(),
  iptablesDropBit: int(),

  // what pods may have
  maxPods: int(),
  podsPerCore: int(),
  podPidsLimit: int(),
  seccompDefault: bool({ since: '1.22', source: '#101943' }),
  allowedUnsafeSysctls: list(string(), { since: '1.16', source: '#72974' }),
  userNamespaces: struct(userNamespaces.fields, { since: '1.33', source: '#130028' }),
  crashLoopBackOff: struct(crashLoopBackOff.fields, { since: '1.32', source: '#128374' }),

  // cgroups, CPU, memory
  cgroupDriver: oneOf(['cgroupfs', 'systemd']),
  cgroupRoot: string(),
  cgroupsPerQOS: bool(),
  kubeletCgroups: string(),
  systemCgroups: string(),
  failCgroupV1: bool({ since: '1.31', source: '#126031' }),
  failSwapOn: bool(),
  memorySwap: struct(memorySwap.fields, { since: '1.22', source: '#102823' }),
  singleProcessOOMKill: bool({ since: '1.32', source: '#126096' }),
  cpuCFSQuota: bool(),
  cpuCFSQuotaPeriod: duration({ since: '1.12', source: '#63437' }),
  cpuManagerPolicy: oneOf(['none', 'static']),
  cpuManagerPolicyOptions: map(string(), { since: '1.22', source: '#101432' }),
  cpuManagerReconcilePeriod: duration(),
  memoryManagerPolicy: oneOf(['None', 'Static'], { since: '1.21', source: '#95479' }),
  memoryReservationPolicy: oneOf(['None', 'TieredReservation'], { since: '1.36', source: 'KEP-2570' }),
  memoryThrottlingFactor: float({ since: '1.22', source: '#102970' }),
  topologyManagerPolicy: oneOf(['none', 'best-effort', 'restricted', 'single-numa-node'], {
    since: '1.16',
    source: 'KEP-693',
  }),
  topologyManagerPolicyOptions: map(string(), { since: '1.26', source: '#112914' }),
  topologyManagerScope: oneOf(['container', 'pod'], { since: '1.20', source: '#92967' }),
  qosReserved: map(string(), { since: '1.11', source: 'CHANGELOG-1.11' }),

  // node allocatable
  enforceNodeAllocatable: list(string()),
  systemReserved: map(string()),
  systemReservedCgroup: string(),
  kubeReserved: map(string()),
  kubeReservedCgroup: string(),
  reservedSystemCPUs: string({ since: '1.17', source: '#83592' }),
  reservedMemory: list(memoryReservation, { since: '1.21', source: '#95479' }),

  // eviction and shutdown
  evictionHard: map(string()),
  evictionSoft: map(string()),
  evictionSoftGracePeriod: map(string()),
  evictionPressureTransitionPeriod: duration(),
  evictionMaxPodGracePeriod: int(),
  evictionMinimumReclaim: map(string()),
  mergeDefaultEvictionSettings: bool({ since: '1.33', source: '#127577' }),
  kernelMemcgNotification: bool({ since: '1.19', source: '#91863' }),
  shutdownGracePeriod: duration({ since: '1.20', source: '#96129' }),
  shutdownGracePeriodCriticalPods: duration({ since: '1.20', source: '#96129' }),
  shutdownGracePeriodByPodPriority: list(shutdownGracePeriodByPodPriority, {
    since: '1.23',
    source: '#102915',
  }),

  // the process
  featureGates: map(bool()),
  oomScoreAdj: int(),
  maxOpenFiles: int(),
  protectKernelDefaults: bool(),
});

export type KubeletConfiguration = Infer<typeof kubeletConfiguration>;
