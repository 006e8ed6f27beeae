/**
 * Flags of etcd, 3.3 to 3.7. A row without `since` exists in 3.3; without `until` it is still there in 3.7.
 * `#N` is a pull request of etcd-io/etcd, CHANGELOG-3.N its CHANGELOG/CHANGELOG-3.N.md.
 * Upstream: etcdmain/config.go, from 3.5 on server/etcdmain/config.go and (3.6) server/embed/config.go.
 */
import { compareReleases, parseVersion, type Version } from '../release.ts';
import type { Life } from '../schema.ts';
import { type EtcdFlag, etcdFlag } from './flag.ts';
import { experimentalFlags } from './flags-experimental.ts';
import { securityFlags } from './flags-security.ts';

export const etcdFlags = {
  // the member
  'config-file': etcdFlag('string'),
  'data-dir': etcdFlag('string'),
  name: etcdFlag('string'),
  'wal-dir': etcdFlag('string'),
  'listen-client-http-urls': etcdFlag('urls', {
    since: '3.6',
    backported: ['3.4.33', '3.5.8'],
    source: '#15589',
  }),
  'listen-client-urls': etcdFlag('urls'),
  'listen-metrics-urls': etcdFlag('urls'),
  'listen-peer-urls': etcdFlag('urls'),
  'max-snapshots': etcdFlag('uint', { deprecated: '3.6' }),
  'max-wals': etcdFlag('uint'),
  'snapshot-count': etcdFlag('uint64', { deprecated: '3.6' }),
  version: etcdFlag('bool'),

  // the cluster
  'advertise-client-urls': etcdFlag('urls'),
  'initial-advertise-peer-urls': etcdFlag('urls'),
  'initial-cluster': etcdFlag('string'),
  'initial-cluster-state': etcdFlag('choice'),
  'initial-cluster-token': etcdFlag('string'),
  'election-timeout': etcdFlag('uint'),
  'heartbeat-interval': etcdFlag('uint'),
  'initial-election-tick-advance': etcdFlag('bool'),
  'pre-vote': etcdFlag('bool', { since: '3.4', source: 'etcd 3.4 --help' }),
  'strict-reconfig-check': etcdFlag('bool'),
  'raft-read-timeout': etcdFlag('duration', {
    since: '3.6',
    backported: ['3.5.14'],
    source: 'etcd 3.5 --help',
  }),
  'raft-write-timeout': etcdFlag('duration', {
    since: '3.6',
    backported: ['3.5.4'],
    source: 'CHANGELOG-3.5',
  }),
  'force-new-cluster': etcdFlag('bool'),
  'unsafe-no-fsync': etcdFlag('bool', { since: '3.5', backported: ['3.4.23'], source: 'CHANGELOG-3.5' }),

  // discovery
  // 3.7 has no code for v2 discovery any more (#20109).
  discovery: etcdFlag('string', { deprecated: '3.7' }),
  'discovery-fallback': etcdFlag('choice', { deprecated: '3.7' }),
  'discovery-proxy': etcdFlag('string', { deprecated: '3.7' }),
  'discovery-srv': etcdFlag('string'),
  'discovery-srv-name': etcdFlag('string', { since: '3.4', source: 'etcd 3.4 --help' }),
  'discovery-cacert': etcdFlag('string', { since: '3.6', source: '#13635' }),
  'discovery-cert': etcdFlag('string', { since: '3.6', source: '#13635' }),
  'discovery-dial-timeout': etcdFlag('duration', { since: '3.6', source: '#13635' }),
  'discovery-endpoints': etcdFlag('strings', { since: '3.6', source: '#13635' }),
  'discovery-insecure-skip-tls-verify': etcdFlag('bool', { since: '3.6', source: '#13635' }),
  'discovery-insecure-transport': etcdFlag('bool', { since: '3.6', source: '#13635' }),
  'discovery-keepalive-time': etcdFlag('duration', { since: '3.6', source: '#13635' }),
  'discovery-keepalive-timeout': etcdFlag('duration', { since: '3.6', source: '#13635' }),
  'discovery-key': etcdFlag('string', { since: '3.6', source: '#13635' }),
  'discovery-password': etcdFlag('string', { since: '3.6', source: '#13635' }),
  'discovery-request-timeout': etcdFlag('duration', { since: '3.6', source: '#13635' }),
  'discovery-token': etcdFlag('string', { since: '3.6', source: '#13635' }),
  'discovery-user': etcdFlag('string', { since: '3.6', source: '#13635' }),

  // the store
  'auto-compaction-mode': etcdFlag('string'),
  'auto-compaction-retention': etcdFlag('string'),
  'backend-batch-interval': etcdFlag('duration', { since: '3.4', source: 'etcd 3.4 --help' }),
  'backend-batch-limit': etcdFlag('int', { since: '3.4', source: 'etcd 3.4 --help' }),
  'backend-bbolt-freelist-type': etcdFlag('string', { since: '3.5', source: 'CHANGELOG-3.5' }),
  'max-request-bytes': etcdFlag('uint'),
  'max-txn-ops': etcdFlag('uint'),
  'quota-backend-bytes': etcdFlag('int64'),
  'enable-v2': etcdFlag('bool', { until: '3.6', deprecated: '3.5', source: '#12940' }),
  'v2-deprecation': etcdFlag('choice', { since: '3.5', deprecated: '3.6', source: 'CHANGELOG-3.5' }),

  // serving
  'enable-grpc-gateway': etcdFlag('bool', { since: '3.4', source: 'etcd 3.4.23' }),
  'grpc-keepalive-interval': etcdFlag('duration'),
  'grpc-keepalive-min-time': etcdFlag('duration'),
  'grpc-keepalive-timeout': etcdFlag('duration'),
  'max-concurrent-streams': etcdFlag('uint32', {
    since: '3.6',
    backported: ['3.4.23', '3.5.5'],
    source: '#14169, #14219',
  }),
  'socket-reuse-address': etcdFlag('bool', { since: '3.5', source: '#12702' }),
  'socket-reuse-port': etcdFlag('bool', { since: '3.5', source: '#12702' }),
  'feature-gates': etcdFlag('featureGates', { since: '3.6', source: 'etcd 3.6 upgrade guide' }),

  // watching it
  'enable-pprof': etcdFlag('bool'),
  metrics: etcdFlag('string'),
  debug: etcdFlag('bool', { until: '3.5', deprecated: '3.4', source: 'CHANGELOG-3.5' }),
  'enable-log-rotation': etcdFlag('bool', { since: '3.5', source: 'CHANGELOG-3.5' }),
  'log-format': etcdFlag('string', { since: '3.6', source: '#13339' }),
  'log-level': etcdFlag('string', { since: '3.4', source: 'etcd 3.4 --help' }),
  'log-output': etcdFlag('strings', { until: '3.5', deprecated: '3.4', source: 'CHANGELOG-3.5' }),
  'log-outputs': etcdFlag('strings', { since: '3.4', source: 'etcd 3.4 --help' }),
  'log-package-levels': etcdFlag('string', { until: '3.5', deprecated: '3.4', source: 'CHANGELOG-3.5' }),
  'log-rotation-config-json': etcdFlag('string', { since: '3.5', source: 'CHANGELOG-3.5' }),
  logger: etcdFlag('string', { since: '3.4', source: 'etcd 3.4 --help' }),

  // the v2 proxy
  proxy: etcdFlag('choice', { until: '3.6', source: 'etcd 3.6 upgrade guide' }),
  'proxy-dial-timeout': etcdFlag('uint', { until: '3.6', source: 'etcd 3.6 upgrade guide' }),
  'proxy-failure-wait': etcdFlag('uint', { until: '3.6', source: 'etcd 3.6 upgrade guide' }),
  'proxy-read-timeout': etcdFlag('uint', { until: '3.6', source: 'etcd 3.6 upgrade guide' }),
  'proxy-refresh-interval': etcdFlag('uint', { until: '3.6', source: 'etcd 3.6 upgrade guide' }),
  'proxy-write-timeout': etcdFlag('uint', { until: '3.6', source: 'etcd 3.6 upgrade guide' }),

  ...securityFlags,
  ...experimentalFlags,
} satisfies Readonly<Record<string, EtcdFlag>>;

export type EtcdFlagName = keyof typeof etcdFlags;

/** The lives as that very version sees them: what was brought to its patch release is there. */
export function etcdFlagsAsOf(version: Version): Readonly<Record<string, { readonly life?: Life }>> {
  const rows: [string, EtcdFlag][] = Object.entries(etcdFlags);
  return Object.fromEntries(rows.map(([name, row]) => [name, wasBackported(row, version) ? {} : row]));
}

function wasBackported({ backported = [] }: EtcdFlag, version: Version): boolean {
  return backported
    .map(parseVersion)
    .some(
      (since) =>
        since && compareReleases(since.release, version.release) === 0 && since.patch <= version.patch,
    );
}
