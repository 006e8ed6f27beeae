import { any, bool, duration, type Infer, list, map, oneOf, string, struct } from '../schema.ts';

/**
 * `<config_path>/<registry>/hosts.toml` (`_default` for every registry), read by containerd 1.5 and later.
 * Source: containerd core/remotes/docker/config/hosts.go and docs/hosts.md. `ca` is one path or a list; `client` is one
 * path, a list, or a list of pairs; a header's value is a text or a list of them.
 */
const host = {
  capabilities: list(oneOf(['pull', 'resolve', 'push'])),
  ca: any(),
  client: any(),
  skip_verify: bool(),
  header: map(any()),
  override_path: bool({ since: '1.6' }),
  dial_timeout: duration({ since: '2.1', source: 'absent from 1.7.24, there in 2.1.9' }),
} as const;

export const hostsConfig = struct({
  /** The registry itself, tried after every host below. */
  server: string(),
  ...host,
  /** By URL, tried in the order in which they are written. */
  host: map(struct(host)),
});

export type HostsConfig = Infer<typeof hostsConfig>;
