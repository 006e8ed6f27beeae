/**
 * Flags kube-apiserver no longer has, and those that it only still accepts without showing them.
 * Of those without `until`, 1.32 is the last release in which they were seen; they do nothing.
 * `#N` is a pull request of kubernetes/kubernetes, CHANGELOG-1.N its CHANGELOG/CHANGELOG-1.N.md.
 */
import { type Flag, flag } from '../flag.ts';

export const goneFlags = {
  address: flag('ip', { until: '1.24', deprecated: '1.10', hidden: '1.10', source: 'CHANGELOG-1.24' }),
  'apiserver-count': flag('int', { deprecated: '1.24', hidden: '1.24', source: '#108062' }),
  'cloud-config': flag('string', {
    until: '1.33',
    deprecated: '1.29',
    hidden: '1.29',
    source: 'CHANGELOG-1.33',
  }),
  'cloud-provider': flag('string', {
    until: '1.33',
    deprecated: '1.29',
    hidden: '1.29',
    source: 'CHANGELOG-1.33',
  }),
  'cloud-provider-gce-l7lb-src-cidrs': flag('cidrs', { until: '1.31', source: 'CHANGELOG-1.31' }),
  'default-watch-cache-size': flag('int', {
    deprecated: '1.31',
    hidden: '1.31',
    source: 'the reference of 1.31',
  }),
  'deserialization-cache-size': flag('int', {
    until: '1.24',
    deprecated: '1.13',
    hidden: '1.13',
    source: '#108448',
  }),
  'experimental-encryption-provider-config': flag('string', {
    until: '1.24',
    deprecated: '1.13',
    hidden: '1.13',
    source: '#108423',
  }),
  'identity-lease-duration-seconds': flag('int', { since: '1.20', until: '1.26', source: '#95533, #113629' }),
  'identity-lease-renew-interval-seconds': flag('int', {
    since: '1.20',
    until: '1.26',
    source: '#95533, #113629',
  }),
  'insecure-bind-address': flag('ip', {
    until: '1.24',
    deprecated: '1.10',
    hidden: '1.10',
    source: 'CHANGELOG-1.24',
  }),
  'insecure-port': flag('int', {
    until: '1.24',
    deprecated: '1.10',
    hidden: '1.10',
    source: 'CHANGELOG-1.24',
  }),
  'kubelet-https': flag('bool', { until: '1.22', deprecated: '1.19', hidden: '1.19', source: '#101178' }),
  'kubelet-port': flag('uint', { deprecated: '1.10', hidden: '1.10' }),
  'kubelet-read-only-port': flag('uint', { deprecated: '1.10', hidden: '1.10' }),
  'master-service-namespace': flag('string', {
    until: '1.27',
    deprecated: '1.10',
    hidden: '1.26',
    source: '#112797',
  }),
  port: flag('int', { until: '1.24', deprecated: '1.10', hidden: '1.10', source: 'CHANGELOG-1.24' }),
  'service-account-api-audiences': flag('strings', {
    until: '1.25',
    deprecated: '1.13',
    hidden: '1.13',
    source: 'CHANGELOG-1.25',
  }),
  'target-ram-mb': flag('int', { until: '1.24', deprecated: '1.19', hidden: '1.19', source: '#108457' }),
} satisfies Readonly<Record<string, Flag>>;
