/** What is behind the API: etcd, encryption at rest, the watch cache. Upstream: k8s.io/apiserver/pkg/server/options/etcd.go. */
import { type Flag, flag } from '../flag.ts';

export const storageFlags = {
  'delete-collection-workers': flag('int'),
  'enable-garbage-collector': flag('bool'),
  'encryption-provider-config': flag('string'),
  'encryption-provider-config-automatic-reload': flag('bool', { since: '1.26', source: 'CHANGELOG-1.26' }),
  'etcd-cafile': flag('string'),
  'etcd-certfile': flag('string'),
  'etcd-compaction-interval': flag('duration'),
  'etcd-count-metric-poll-period': flag('duration'),
  'etcd-db-metric-poll-interval': flag('duration'),
  'etcd-healthcheck-timeout': flag('duration', { since: '1.20', source: 'CHANGELOG-1.20' }),
  'etcd-keyfile': flag('string'),
  'etcd-prefix': flag('string'),
  'etcd-readycheck-timeout': flag('duration', { since: '1.26', source: 'CHANGELOG-1.26' }),
  'etcd-servers': flag('strings'),
  'etcd-servers-overrides': flag('strings'),
  'event-ttl': flag('duration'),
  'lease-reuse-duration-seconds': flag('int', { since: '1.21', source: 'CHANGELOG-1.21' }),
  'storage-backend': flag('string'),
  'storage-initialization-timeout': flag('duration', { since: '1.31', source: 'the reference of 1.31' }),
  'storage-media-type': flag('string'),
  'watch-cache': flag('bool'),
  'watch-cache-sizes': flag('strings'),
} satisfies Readonly<Record<string, Flag>>;
