/**
 * What was experimental up to 3.5: in 3.6 each got a plain name or a feature gate, and 3.7 dropped the old ones (#19959).
 * Upstream: the 3.5 to 3.6 and 3.6 to 3.7 upgrade guides.
 */
import { type EtcdFlag, type EtcdFlagFacts, type EtcdFlagType, etcdFlag } from './flag.ts';

const experimental = (type: EtcdFlagType, facts: EtcdFlagFacts = {}): EtcdFlag =>
  etcdFlag(type, { until: '3.7', deprecated: '3.6', source: '#19959', ...facts });

/** The feature gate of 3.6 that does what the flag of 3.5 did. */
export const experimentalFlagsAsGates = {
  'experimental-compact-hash-check-enabled': 'CompactHashCheck',
  'experimental-enable-lease-checkpoint': 'LeaseCheckpoint',
  'experimental-enable-lease-checkpoint-persist': 'LeaseCheckpointPersist',
  'experimental-initial-corrupt-check': 'InitialCorruptCheck',
  'experimental-stop-grpc-service-on-defrag': 'StopGRPCServiceOnDefrag',
  'experimental-txn-mode-write-with-shared-buffer': 'TxnModeWriteWithSharedBuffer',
} as const;

export const experimentalFlags = {
  'experimental-bootstrap-defrag-threshold-megabytes': experimental('uint', { since: '3.5' }),
  'experimental-compact-hash-check-enabled': experimental('bool', { since: '3.6', backported: ['3.5.5'] }),
  'experimental-compact-hash-check-time': experimental('duration', { since: '3.6', backported: ['3.5.5'] }),
  'experimental-compaction-batch-limit': experimental('int', { since: '3.5', backported: ['3.4.23'] }),
  'experimental-compaction-sleep-interval': experimental('duration', {
    since: '3.6',
    backported: ['3.4.33', '3.5.14'],
  }),
  'experimental-corrupt-check-time': experimental('duration'),
  'experimental-distributed-tracing-address': experimental('string', { since: '3.5' }),
  'experimental-distributed-tracing-instance-id': experimental('string', { since: '3.5' }),
  'experimental-distributed-tracing-sampling-rate': experimental('int', {
    since: '3.6',
    backported: ['3.5.14'],
  }),
  'experimental-distributed-tracing-service-name': experimental('string', { since: '3.5' }),
  'experimental-downgrade-check-time': experimental('duration', { since: '3.5' }),
  'experimental-enable-distributed-tracing': experimental('bool', { since: '3.5' }),
  'experimental-enable-lease-checkpoint': experimental('bool', { since: '3.4' }),
  'experimental-enable-lease-checkpoint-persist': experimental('bool', {
    since: '3.6',
    backported: ['3.4.23', '3.5.2'],
  }),
  'experimental-initial-corrupt-check': experimental('bool'),
  'experimental-memory-mlock': experimental('bool', { since: '3.5' }),
  'experimental-peer-skip-client-san-verification': experimental('bool', {
    since: '3.5',
    backported: ['3.4.23'],
  }),
  'experimental-snapshot-catchup-entries': experimental('uint64', { since: '3.6' }),
  'experimental-stop-grpc-service-on-defrag': experimental('bool', { since: '3.6', backported: ['3.5.14'] }),
  'experimental-txn-mode-write-with-shared-buffer': experimental('bool', { since: '3.5' }),
  'experimental-warning-apply-duration': experimental('duration', { since: '3.5', backported: ['3.4.23'] }),
  'experimental-warning-unary-request-duration': experimental('duration', { since: '3.6' }),
  'experimental-watch-progress-notify-interval': experimental('duration', {
    since: '3.5',
    backported: ['3.4.23'],
  }),

  // their plain names
  'bootstrap-defrag-threshold-megabytes': etcdFlag('uint', { since: '3.6' }),
  'compact-hash-check-time': etcdFlag('duration', { since: '3.6' }),
  'compaction-batch-limit': etcdFlag('int', { since: '3.6' }),
  'compaction-sleep-interval': etcdFlag('duration', { since: '3.6' }),
  'corrupt-check-time': etcdFlag('duration', { since: '3.6' }),
  'distributed-tracing-address': etcdFlag('string', { since: '3.6' }),
  'distributed-tracing-instance-id': etcdFlag('string', { since: '3.6' }),
  'distributed-tracing-sampling-rate': etcdFlag('int', { since: '3.6' }),
  'distributed-tracing-service-name': etcdFlag('string', { since: '3.6' }),
  'downgrade-check-time': etcdFlag('duration', { since: '3.6' }),
  'enable-distributed-tracing': etcdFlag('bool', { since: '3.6' }),
  'max-learners': etcdFlag('int', { since: '3.6', source: '#13377' }),
  'memory-mlock': etcdFlag('bool', { since: '3.6' }),
  'snapshot-catchup-entries': etcdFlag('uint64', { since: '3.6' }),
  'warning-apply-duration': etcdFlag('duration', { since: '3.6' }),
  'warning-unary-request-duration': etcdFlag('duration', { since: '3.6' }),
  'watch-progress-notify-interval': etcdFlag('duration', { since: '3.6' }),

  // these went their own ways
  'experimental-backend-bbolt-freelist-type': etcdFlag('string', {
    since: '3.4',
    until: '3.5',
    source: 'CHANGELOG-3.5',
  }),
  'experimental-enable-v2v3': etcdFlag('string', { until: '3.6', deprecated: '3.5', source: '#12940' }),
} satisfies Readonly<Record<string, EtcdFlag>>;
