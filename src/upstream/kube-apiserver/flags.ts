/**
 * Flags of kube-apiserver, Kubernetes 1.19 to 1.37.
 * A row without `since` exists in 1.19; without `until` it is still there in 1.37.
 * `#N` is a pull request of kubernetes/kubernetes, CHANGELOG-1.N its CHANGELOG/CHANGELOG-1.N.md.
 * Upstream: cmd/kube-apiserver/app/options, pkg/controlplane/apiserver/options.
 */
import { commonFlags } from '../component-base/common-flags.ts';
import { servingFlags } from '../component-base/serving-flags.ts';
import { type Flag, flag } from '../flag.ts';
import { accessFlags } from './flags-access.ts';
import { auditFlags } from './flags-audit.ts';
import { goneFlags } from './flags-gone.ts';
import { storageFlags } from './flags-storage.ts';

export const kubeApiserverFlags = {
  ...commonFlags,
  // The other programs followed a release later.
  'emulated-version': flag('strings', { since: '1.31', source: 'KEP-4330' }),
  ...servingFlags,
  ...accessFlags,
  ...auditFlags,
  ...storageFlags,
  ...goneFlags,

  // towards kubelets, services and other API servers
  'advertise-address': flag('ip'),
  'aggregator-reject-forwarding-redirect': flag('bool', { since: '1.26', source: 'CHANGELOG-1.26' }),
  'allow-privileged': flag('bool'),
  'egress-selector-config-file': flag('string'),
  'enable-aggregator-routing': flag('bool'),
  'endpoint-reconciler-type': flag('string'),
  'external-hostname': flag('string'),
  'kubelet-certificate-authority': flag('string'),
  'kubelet-client-certificate': flag('string'),
  'kubelet-client-key': flag('string'),
  'kubelet-preferred-address-types': flag('strings'),
  'kubelet-timeout': flag('duration'),
  'kubernetes-service-node-port': flag('int'),
  'peer-advertise-ip': flag('string', { since: '1.28', source: 'KEP-4020' }),
  'peer-advertise-port': flag('string', { since: '1.28', source: 'KEP-4020' }),
  'peer-ca-file': flag('string', { since: '1.28', source: 'KEP-4020' }),
  'proxy-client-cert-file': flag('string'),
  'proxy-client-key-file': flag('string'),
  'service-cluster-ip-range': flag('string'),
  'service-node-port-range': flag('portRange'),

  // how requests are served
  'cors-allowed-origins': flag('strings'),
  'debug-socket-path': flag('string', { since: '1.28', source: 'CHANGELOG-1.28' }),
  'enable-logs-handler': flag('bool', { deprecated: '1.15', source: 'CHANGELOG-1.15' }),
  'enable-priority-and-fairness': flag('bool'),
  'goaway-chance': flag('float'),
  'livez-grace-period': flag('duration'),
  'max-connection-bytes-per-sec': flag('int'),
  'max-mutating-requests-inflight': flag('int'),
  'max-requests-inflight': flag('int'),
  'min-request-timeout': flag('int'),
  'request-timeout': flag('duration'),
  'shutdown-delay-duration': flag('duration'),
  'shutdown-send-retry-after': flag('bool', { since: '1.22', source: 'CHANGELOG-1.22' }),
  'shutdown-watch-termination-grace-period': flag('duration', { since: '1.27', source: 'CHANGELOG-1.27' }),
  'strict-transport-security-directives': flag('strings', { since: '1.21', source: 'CHANGELOG-1.21' }),
  'tracing-config-file': flag('string', { since: '1.22', source: 'KEP-647' }),

  // which APIs
  'coordinated-leadership-lease-duration': flag('duration', { since: '1.33', source: 'KEP-4355' }),
  'coordinated-leadership-renew-deadline': flag('duration', { since: '1.33', source: 'KEP-4355' }),
  'coordinated-leadership-retry-period': flag('duration', { since: '1.33', source: 'KEP-4355' }),
  'emulation-forward-compatible': flag('bool', { since: '1.33', source: '#130354' }),
  'runtime-config': flag('mapStringString'),
  'runtime-config-emulation-forward-compatible': flag('bool', { since: '1.33', source: '#130354' }),
} satisfies Readonly<Record<string, Flag>>;

export type KubeApiserverFlag = keyof typeof kubeApiserverFlags;
