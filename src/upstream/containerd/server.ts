import { bool, duration, int, list, map, oneOf, string, struct } from '../schema.ts';

/**
 * The daemon's own tables, the same in every configuration version.
 * Source: containerd cmd/containerd/server/config/config.go (services/server/config before 2.0), and what
 * `containerd config default` of 1.4, 1.6, 1.7, 2.1, 2.2 and 2.3 prints.
 */
export const serverFields = {
  version: int({ since: '1.3' }),
  root: string(),
  state: string(),
  temp: string({ since: '1.6' }),
  plugin_dir: string({ until: '2.1', source: 'containerd RELEASES.md: Go plugins removed in 2.1' }),
  imports: list(string(), { since: '1.3' }),
  oom_score: int(),
  disabled_plugins: list(string()),
  required_plugins: list(string(), { since: '1.3' }),
  grpc: struct({
    address: string(),
    tcp_address: string({ since: '1.2' }),
    tcp_tls_ca: string({ since: '1.6' }),
    tcp_tls_cert: string({ since: '1.2' }),
    tcp_tls_key: string({ since: '1.2' }),
    tcp_tls_common_name: string({ since: '2.2' }),
    uid: int(),
    gid: int(),
    max_recv_message_size: int(),
    max_send_message_size: int(),
  }),
  ttrpc: struct({ address: string(), uid: int(), gid: int() }, { since: '1.3' }),
  debug: struct({
    address: string(),
    uid: int(),
    gid: int(),
    level: oneOf(['', 'trace', 'debug', 'info', 'warn', 'error', 'fatal', 'panic']),
    format: oneOf(['', 'text', 'json'], { since: '1.5' }),
    log_trace_id: bool({ since: '2.3' }),
  }),
  metrics: struct({ address: string(), grpc_histogram: bool() }),
  cgroup: struct({ path: string() }),
  timeouts: map(duration(), { since: '1.3' }),
  proxy_plugins: map(
    struct({
      type: oneOf([
        'snapshot',
        'content',
        'diff',
        'sandbox',
        'io.containerd.snapshotter.v1',
        'io.containerd.content.v1',
        'io.containerd.differ.v1',
        'io.containerd.sandbox.controller.v1',
      ]),
      address: string(),
      platform: string({ since: '1.7' }),
      exports: map(string(), { since: '1.7' }),
      capabilities: list(string(), { since: '1.7' }),
    }),
    { since: '1.2' },
  ),
  stream_processors: map(
    struct({
      accepts: list(string()),
      returns: string(),
      path: string(),
      args: list(string()),
      env: list(string(), { since: '1.5' }),
    }),
    { since: '1.3' },
  ),
} as const;
