/**
 * What the programs of the control plane share of k8s.io/apiserver/pkg/server/options: the secure port and who may ask.
 * A row without `since` exists in 1.19. `#N` is a pull request of kubernetes/kubernetes.
 */
import { type Flag, flag } from '../flag.ts';

export const servingFlags = {
  'bind-address': flag('ip'),
  'secure-port': flag('int'),
  'cert-dir': flag('string'),
  'tls-cert-file': flag('string'),
  'tls-private-key-file': flag('string'),
  'tls-sni-cert-key': flag('namedCertKey'),
  'tls-cipher-suites': flag('strings'),
  'tls-min-version': flag('string'),
  'tls-curve-preferences': flag('int32Slice', { since: '1.36', source: '#137115' }),
  'http2-max-streams-per-connection': flag('int'),
  'disable-http2-serving': flag('bool', { since: '1.30', source: 'CHANGELOG-1.30' }),
  'permit-address-sharing': flag('bool', { since: '1.22', source: 'CHANGELOG-1.22' }),
  'permit-port-sharing': flag('bool', { since: '1.20', source: 'CHANGELOG-1.20' }),

  // who may ask
  'client-ca-file': flag('string'),
  'requestheader-allowed-names': flag('strings'),
  'requestheader-client-ca-file': flag('string'),
  'requestheader-extra-headers-prefix': flag('strings'),
  'requestheader-group-headers': flag('strings'),
  'requestheader-uid-headers': flag('strings', { since: '1.32', source: 'CHANGELOG-1.32' }),
  'requestheader-username-headers': flag('strings'),
  'authentication-token-webhook-cache-ttl': flag('duration'),
  'authorization-webhook-cache-authorized-ttl': flag('duration'),
  'authorization-webhook-cache-unauthorized-ttl': flag('duration'),

  // debugging
  'contention-profiling': flag('bool'),
  profiling: flag('bool'),
} satisfies Readonly<Record<string, Flag>>;

/** Of a server that leaves authentication and authorization to the API server. */
export const delegatedAccessFlags = {
  'authentication-kubeconfig': flag('string'),
  'authentication-skip-lookup': flag('bool'),
  'authentication-tolerate-lookup-failure': flag('bool'),
  'authorization-always-allow-paths': flag('strings'),
  'authorization-kubeconfig': flag('string'),
} satisfies Readonly<Record<string, Flag>>;
