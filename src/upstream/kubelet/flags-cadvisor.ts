/**
 * The flags of the cAdvisor library inside the kubelet, nearly all registered by mistake and deprecated (#57613).
 * Upstream: cmd/kubelet/app/options/globalflags_linux.go.
 */
import { type Flag, flag } from '../flag.ts';

export const cadvisorFlags = {
  // its docker client, gone with dockershim; --docker is not --docker-endpoint
  docker: flag('string', { until: '1.24', deprecated: '1.10', source: 'CHANGELOG-1.24' }),
  'docker-env-metadata-whitelist': flag('string', {
    until: '1.24',
    deprecated: '1.10',
    source: 'CHANGELOG-1.24',
  }),
  'docker-only': flag('bool', { until: '1.24', deprecated: '1.10', source: 'CHANGELOG-1.24' }),
  'docker-root': flag('string', { until: '1.24', deprecated: '1.10', source: 'CHANGELOG-1.24' }),
  'docker-tls': flag('bool', { until: '1.24', deprecated: '1.10', source: 'CHANGELOG-1.24' }),
  'docker-tls-ca': flag('string', { until: '1.24', deprecated: '1.10', source: 'CHANGELOG-1.24' }),
  'docker-tls-cert': flag('string', { until: '1.24', deprecated: '1.10', source: 'CHANGELOG-1.24' }),
  'docker-tls-key': flag('string', { until: '1.24', deprecated: '1.10', source: 'CHANGELOG-1.24' }),

  // its containerd client and the rest
  'application-metrics-count-limit': flag('int', { until: '1.37', deprecated: '1.10', source: '#139870' }),
  'boot-id-file': flag('string', { until: '1.37', deprecated: '1.10', source: '#139870' }),
  'container-hints': flag('string', { until: '1.37', deprecated: '1.10', source: '#139870' }),
  containerd: flag('string', { until: '1.37', deprecated: '1.10', source: '#139870' }),
  'containerd-namespace': flag('string', {
    since: '1.18',
    until: '1.37',
    deprecated: '1.18',
    source: '#139870',
  }),
  'enable-load-reader': flag('bool', { until: '1.37', deprecated: '1.10', source: '#139870' }),
  'event-storage-age-limit': flag('string', { until: '1.37', deprecated: '1.10', source: '#139870' }),
  'event-storage-event-limit': flag('string', { until: '1.37', deprecated: '1.10', source: '#139870' }),
  'global-housekeeping-interval': flag('duration', { until: '1.37', deprecated: '1.10', source: '#139870' }),
  'log-cadvisor-usage': flag('bool', { until: '1.37', deprecated: '1.10', source: '#139870' }),
  'machine-id-file': flag('string', { until: '1.37', deprecated: '1.10', source: '#139870' }),
  'storage-driver-buffer-duration': flag('duration', {
    until: '1.37',
    deprecated: '1.10',
    source: '#139870',
  }),
  'storage-driver-db': flag('string', { until: '1.37', deprecated: '1.10', source: '#139870' }),
  'storage-driver-host': flag('string', { until: '1.37', deprecated: '1.10', source: '#139870' }),
  'storage-driver-password': flag('string', { until: '1.37', deprecated: '1.10', source: '#139870' }),
  'storage-driver-secure': flag('bool', { until: '1.37', deprecated: '1.10', source: '#139870' }),
  'storage-driver-table': flag('string', { until: '1.37', deprecated: '1.10', source: '#139870' }),
  'storage-driver-user': flag('string', { until: '1.37', deprecated: '1.10', source: '#139870' }),

  // --housekeeping-interval alone was kept
  'housekeeping-interval': flag('duration'),
  'max-housekeeping-interval': flag('duration', { since: '1.35', until: '1.37', source: '#139870' }),
} satisfies Readonly<Record<string, Flag>>;
