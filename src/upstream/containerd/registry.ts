import { bool, list, map, string, struct } from '../schema.ts';

/**
 * Where images come from, in the CRI plugin's table. `config_path` excludes the others, all of which upstream means to
 * remove; `tls` went in 2.0 already. Source: containerd internal/cri/config/config.go, RELEASES.md.
 */
export const registry = struct({
  config_path: string({ since: '1.5' }),
  mirrors: map(struct({ endpoint: list(string()) })),
  configs: map(
    struct({
      auth: struct({ username: string(), password: string(), auth: string(), identitytoken: string() }),
      tls: struct(
        {
          insecure_skip_verify: bool({ since: '1.4' }),
          ca_file: string(),
          cert_file: string(),
          key_file: string(),
        },
        { until: '2.0' },
      ),
    }),
    { since: '1.3' },
  ),
  auths: map(struct({ username: string(), password: string(), auth: string(), identitytoken: string() })),
  headers: map(list(string()), { since: '1.5' }),
});

export const imageDecryption = struct({ key_model: string() }, { since: '1.4' });

export const streamingKeyPair = struct({ tls_cert_file: string(), tls_key_file: string() }, { since: '1.2' });
