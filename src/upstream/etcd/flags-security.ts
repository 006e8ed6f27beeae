/** TLS and authentication between clients, members and peers. Sources as in flags.ts. */
import { type EtcdFlag, etcdFlag } from './flag.ts';

export const securityFlags = {
  // clients
  'auto-tls': etcdFlag('bool'),
  'ca-file': etcdFlag('string', { until: '3.4', deprecated: '3.3', source: 'CHANGELOG-3.4' }),
  'cert-file': etcdFlag('string'),
  'client-cert-allowed-hostname': etcdFlag('strings', { since: '3.4', source: 'etcd 3.4 --help' }),
  'client-cert-auth': etcdFlag('bool'),
  'client-cert-file': etcdFlag('string', { since: '3.5', source: '#12705' }),
  'client-crl-file': etcdFlag('string'),
  'client-key-file': etcdFlag('string', { since: '3.5', source: '#12705' }),
  'key-file': etcdFlag('string'),
  'trusted-ca-file': etcdFlag('string'),

  // peers
  'peer-auto-tls': etcdFlag('bool'),
  'peer-ca-file': etcdFlag('string', { until: '3.4', deprecated: '3.3', source: 'CHANGELOG-3.4' }),
  'peer-cert-allowed-cn': etcdFlag('strings'),
  'peer-cert-allowed-hostname': etcdFlag('strings', { since: '3.4', source: 'etcd 3.4 --help' }),
  'peer-cert-file': etcdFlag('string'),
  'peer-client-cert-auth': etcdFlag('bool'),
  'peer-client-cert-file': etcdFlag('string', { since: '3.5', source: '#12705' }),
  'peer-client-key-file': etcdFlag('string', { since: '3.5', source: '#12705' }),
  'peer-crl-file': etcdFlag('string'),
  'peer-key-file': etcdFlag('string'),
  'peer-skip-client-san-verification': etcdFlag('bool', { since: '3.6', source: 'etcd 3.6 upgrade guide' }),
  'peer-trusted-ca-file': etcdFlag('string'),

  // both
  'cipher-suites': etcdFlag('strings'),
  cors: etcdFlag('urls'),
  'host-whitelist': etcdFlag('strings'),
  'self-signed-cert-validity': etcdFlag('uint', { since: '3.5', source: '#12429' }),
  'tls-max-version': etcdFlag('string', {
    since: '3.6',
    backported: ['3.4.33', '3.5.8'],
    source: '#15156, #15483',
  }),
  'tls-min-version': etcdFlag('string', {
    since: '3.6',
    backported: ['3.4.33', '3.5.8'],
    source: '#15156, #15483',
  }),

  // users and tokens of etcd's own
  'auth-token': etcdFlag('string'),
  'auth-token-ttl': etcdFlag('uint', { since: '3.5', backported: ['3.4.23'], source: '#11980' }),
  'bcrypt-cost': etcdFlag('uint', { since: '3.4', source: 'etcd 3.4 --help' }),
} satisfies Readonly<Record<string, EtcdFlag>>;
