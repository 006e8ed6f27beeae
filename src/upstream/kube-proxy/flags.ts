/**
 * Flags of kube-proxy on Linux, Kubernetes 1.10 to 1.37. With --config given, most of the others are ignored.
 * A row without `since` exists in 1.10; without `until` it is still there in 1.37.
 * Upstream: cmd/kube-proxy/app (options.go, before 1.31 server.go); its help does not show deprecated flags.
 * `#N` is a pull request of kubernetes/kubernetes.
 */
import { klogFlags } from '../component-base/klog-flags.ts';
import { type Flag, flag } from '../flag.ts';

export const kubeProxyFlags = {
  // what to do
  config: flag('string'),
  'write-config-to': flag('string'),
  cleanup: flag('bool'),
  'cleanup-iptables': flag('bool', { until: '1.16', deprecated: '1.10', hidden: '1.10', source: '#78344' }),
  'cleanup-ipvs': flag('bool', { until: '1.21', deprecated: '1.17', hidden: '1.17', source: '#83832' }),
  'init-only': flag('bool', { since: '1.29', source: '#120864' }),
  help: flag('bool'),
  version: flag('version'),

  // the process
  kubeconfig: flag('string', { field: 'clientConnection.kubeconfig' }),
  master: flag('string'),
  'kube-api-burst': flag('int32', { field: 'clientConnection.burst' }),
  'kube-api-content-type': flag('string', { field: 'clientConnection.contentType' }),
  'kube-api-qps': flag('float32', { field: 'clientConnection.qps' }),
  'config-sync-period': flag('duration', { field: 'configSyncPeriod' }),
  'feature-gates': flag('mapStringBool', { field: 'featureGates' }),
  'hostname-override': flag('string', { field: 'hostnameOverride' }),
  'oom-score-adj': flag('int32', { field: 'oomScoreAdj' }),
  'resource-container': flag('string', {
    field: 'resourceContainer',
    until: '1.16',
    deprecated: '1.10',
    hidden: '1.10',
    source: '#78294',
  }),
  // Leaked from the cAdvisor library.
  'boot-id-file': flag('string', { since: '1.21', until: '1.37', source: '#139870' }),
  'machine-id-file': flag('string', { since: '1.21', until: '1.37', source: '#139870' }),

  // where it listens
  'bind-address': flag('ip', { field: 'bindAddress' }),
  'bind-address-hard-fail': flag('bool', { field: 'bindAddressHardFail', since: '1.19', source: '#89350' }),
  'healthz-bind-address': flag('ipport', { field: 'healthzBindAddress' }),
  'healthz-port': flag('int32', { deprecated: '1.18', hidden: '1.18', source: '#88512' }),
  'metrics-bind-address': flag('ipport', { field: 'metricsBindAddress' }),
  'metrics-port': flag('int32', {
    since: '1.14',
    deprecated: '1.18',
    hidden: '1.18',
    source: '#72682, #88512',
  }),
  profiling: flag('bool', { field: 'enableProfiling' }),
  'show-hidden-metrics-for-version': flag('string', {
    field: 'showHiddenMetricsForVersion',
    since: '1.18',
    source: '#85279',
  }),

  // services
  'proxy-mode': flag('proxyMode', { field: 'mode' }),
  'cluster-cidr': flag('string', { field: 'clusterCIDR' }),
  'detect-local-mode': flag('localMode', { field: 'detectLocalMode', since: '1.18', source: '#87748' }),
  'pod-bridge-interface': flag('string', {
    field: 'detectLocal.bridgeInterface',
    since: '1.24',
    source: '#95400',
  }),
  'pod-interface-name-prefix': flag('string', {
    field: 'detectLocal.interfaceNamePrefix',
    since: '1.24',
    source: '#95400',
  }),
  'nodeport-addresses': flag('strings', { field: 'nodePortAddresses' }),
  'proxy-port-range': flag('portRange', { field: 'portRange', deprecated: '1.26', hidden: '1.26' }),
  'udp-timeout': flag('duration', { field: 'udpIdleTimeout', until: '1.26', source: '#112133' }),

  // conntrack
  'conntrack-max': flag('int32', {
    field: 'conntrack.max',
    until: '1.16',
    deprecated: '1.10',
    hidden: '1.10',
    source: '#78399',
  }),
  'conntrack-max-per-core': flag('int32', { field: 'conntrack.maxPerCore' }),
  'conntrack-min': flag('int32', { field: 'conntrack.min' }),
  'conntrack-tcp-be-liberal': flag('bool', { field: 'conntrack.tcpBeLiberal', since: '1.29' }),
  'conntrack-tcp-timeout-close-wait': flag('duration', { field: 'conntrack.tcpCloseWaitTimeout' }),
  'conntrack-tcp-timeout-established': flag('duration', { field: 'conntrack.tcpEstablishedTimeout' }),
  'conntrack-udp-timeout': flag('duration', { field: 'conntrack.udpTimeout', since: '1.29' }),
  'conntrack-udp-timeout-stream': flag('duration', { field: 'conntrack.udpStreamTimeout', since: '1.29' }),

  // iptables; --masquerade-all and --iptables-masquerade-bit go for all modes that masquerade
  'masquerade-all': flag('bool', { field: 'iptables.masqueradeAll' }),
  'iptables-localhost-nodeports': flag('bool', { field: 'iptables.localhostNodePorts', since: '1.26' }),
  'iptables-masquerade-bit': flag('int32', { field: 'iptables.masqueradeBit' }),
  'iptables-min-sync-period': flag('duration', { field: 'iptables.minSyncPeriod' }),
  'iptables-sync-period': flag('duration', { field: 'iptables.syncPeriod' }),

  // ipvs
  'ipvs-exclude-cidrs': flag('strings', { field: 'ipvs.excludeCIDRs', since: '1.11' }),
  'ipvs-min-sync-period': flag('duration', { field: 'ipvs.minSyncPeriod' }),
  'ipvs-scheduler': flag('string', { field: 'ipvs.scheduler' }),
  'ipvs-strict-arp': flag('bool', { field: 'ipvs.strictARP', since: '1.14', source: '#75719' }),
  'ipvs-sync-period': flag('duration', { field: 'ipvs.syncPeriod' }),
  'ipvs-tcp-timeout': flag('duration', { field: 'ipvs.tcpTimeout', since: '1.18' }),
  'ipvs-tcpfin-timeout': flag('duration', { field: 'ipvs.tcpFinTimeout', since: '1.18' }),
  'ipvs-udp-timeout': flag('duration', { field: 'ipvs.udpTimeout', since: '1.18' }),

  // logging
  ...klogFlags,
  'log-flush-frequency': flag('duration', { field: 'logging.flushFrequency' }),
  'log-json-info-buffer-size': flag('quantity', {
    field: 'logging.options.json.infoBufferSize',
    since: '1.28',
    source: '#117800',
  }),
  'log-json-split-stream': flag('bool', {
    field: 'logging.options.json.splitStream',
    since: '1.28',
    source: '#117800',
  }),
  'log-text-info-buffer-size': flag('quantity', {
    field: 'logging.options.text.infoBufferSize',
    since: '1.30',
  }),
  'log-text-split-stream': flag('bool', { field: 'logging.options.text.splitStream', since: '1.30' }),
  'logging-format': flag('string', { field: 'logging.format', since: '1.28', source: '#117800' }),
  v: flag('level', { field: 'logging.verbosity' }),
  vmodule: flag('moduleSpec', { field: 'logging.vmodule' }),
} satisfies Readonly<Record<string, Flag>>;

export type KubeProxyFlag = keyof typeof kubeProxyFlags;
