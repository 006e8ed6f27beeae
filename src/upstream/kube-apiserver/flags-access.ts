/**
 * Who may do what: authentication, authorization, service accounts, admission.
 * Upstream: pkg/kubeapiserver/options. `#N` is a pull request of kubernetes/kubernetes.
 */
import { type Flag, flag } from '../flag.ts';

export const accessFlags = {
  // authentication
  'anonymous-auth': flag('bool'),
  'api-audiences': flag('strings'),
  'authentication-config': flag('string', { since: '1.29', source: 'KEP-3331' }),
  'authentication-token-webhook-config-file': flag('string'),
  'authentication-token-webhook-version': flag('string'),
  'enable-bootstrap-token-auth': flag('bool'),
  'oidc-ca-file': flag('string'),
  'oidc-client-id': flag('string'),
  'oidc-groups-claim': flag('string'),
  'oidc-groups-prefix': flag('string'),
  'oidc-issuer-url': flag('string'),
  'oidc-required-claim': flag('mapStringString'),
  'oidc-signing-algs': flag('strings'),
  'oidc-username-claim': flag('string'),
  'oidc-username-prefix': flag('string'),
  'token-auth-file': flag('string'),

  // authorization
  'authorization-config': flag('string', { since: '1.29', source: 'KEP-3221' }),
  'authorization-mode': flag('strings'),
  'authorization-policy-file': flag('string'),
  'authorization-webhook-config-file': flag('string'),
  'authorization-webhook-version': flag('string'),

  // service accounts and their tokens
  'service-account-extend-token-expiration': flag('bool', { since: '1.20', source: 'CHANGELOG-1.20' }),
  'service-account-issuer': flag('stringArray'),
  'service-account-jwks-uri': flag('string'),
  'service-account-key-file': flag('stringArray'),
  'service-account-lookup': flag('bool'),
  'service-account-max-token-expiration': flag('duration'),
  'service-account-signing-endpoint': flag('string', { since: '1.32', source: 'KEP-740' }),
  'service-account-signing-key-file': flag('string'),

  // admission
  'admission-control': flag('strings', { deprecated: '1.10', source: 'CHANGELOG-1.10' }),
  'admission-control-config-file': flag('string'),
  'default-not-ready-toleration-seconds': flag('int'),
  'default-unreachable-toleration-seconds': flag('int'),
  'disable-admission-plugins': flag('strings'),
  'enable-admission-plugins': flag('strings'),
} satisfies Readonly<Record<string, Flag>>;
