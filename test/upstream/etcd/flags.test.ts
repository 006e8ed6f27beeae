import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { EtcdFlag } from '../../../src/upstream/etcd/flag.ts';
import { etcdFlags } from '../../../src/upstream/etcd/flags.ts';
import { experimentalFlagsAsGates } from '../../../src/upstream/etcd/flags-experimental.ts';
import type { Release } from '../../../src/upstream/release.ts';
import { livesIn } from '../../../src/upstream/schema.ts';

const table: Readonly<Record<string, EtcdFlag>> = etcdFlags;
const alive = (release: Release) =>
  Object.keys(table)
    .filter((name) => livesIn(table[name]?.life, release))
    .sort();

/** What the program of that version says yes to: Debian's etcd-server 3.4.23, each flag tried. */
const flagsOf3_4_23 = `
  advertise-client-urls auth-token auth-token-ttl auto-compaction-mode auto-compaction-retention auto-tls
  backend-batch-interval backend-batch-limit bcrypt-cost cert-file cipher-suites client-cert-allowed-hostname
  client-cert-auth client-crl-file config-file cors data-dir debug discovery discovery-fallback discovery-proxy
  discovery-srv discovery-srv-name election-timeout enable-grpc-gateway enable-pprof enable-v2
  experimental-backend-bbolt-freelist-type experimental-compaction-batch-limit experimental-corrupt-check-time
  experimental-enable-lease-checkpoint experimental-enable-lease-checkpoint-persist experimental-enable-v2v3
  experimental-initial-corrupt-check experimental-peer-skip-client-san-verification
  experimental-warning-apply-duration experimental-watch-progress-notify-interval force-new-cluster
  grpc-keepalive-interval grpc-keepalive-min-time grpc-keepalive-timeout heartbeat-interval host-whitelist
  initial-advertise-peer-urls initial-cluster initial-cluster-state initial-cluster-token
  initial-election-tick-advance key-file listen-client-urls listen-metrics-urls listen-peer-urls log-level
  log-output log-outputs log-package-levels logger max-concurrent-streams max-request-bytes max-snapshots
  max-txn-ops max-wals metrics name peer-auto-tls peer-cert-allowed-cn peer-cert-allowed-hostname peer-cert-file
  peer-client-cert-auth peer-crl-file peer-key-file peer-trusted-ca-file pre-vote proxy proxy-dial-timeout
  proxy-failure-wait proxy-read-timeout proxy-refresh-interval proxy-write-timeout quota-backend-bytes
  snapshot-count strict-reconfig-check trusted-ca-file unsafe-no-fsync version wal-dir
`
  .trim()
  .split(/\s+/);

test('3.4.23: the flags of 3.4 and those brought back into it, and no other', () => {
  const backported = Object.keys(table).filter((name) => table[name]?.backported?.includes('3.4.23'));
  assert.equal([...alive('3.4'), ...backported].sort(), flagsOf3_4_23);
});

test('3.6 has both names, 3.7 only the plain ones', () => {
  assert.ok(alive('3.6').includes('experimental-watch-progress-notify-interval'));
  assert.ok(alive('3.6').includes('watch-progress-notify-interval'));
  assert.equal(
    alive('3.7').filter((name) => name.startsWith('experimental-')),
    [],
  );
  for (const name of Object.keys(experimentalFlagsAsGates)) {
    assert.ok(alive('3.6').includes(name), name);
    assert.not(alive('3.7').includes(name), name);
  }
});

test('the flags that stopped members on upgrades', () => {
  const gone = (name: keyof typeof etcdFlags, last: Release, first: Release) => {
    assert.ok(alive(last).includes(name), `--${name} in ${last}`);
    assert.not(alive(first).includes(name), `--${name} in ${first}`);
  };
  gone('ca-file', '3.3', '3.4');
  gone('debug', '3.4', '3.5');
  gone('enable-v2', '3.5', '3.6');
  gone('proxy', '3.5', '3.6');
});

test.run();
