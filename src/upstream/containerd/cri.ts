import { bool, duration, int, list, map, oneOf, string, struct } from '../schema.ts';
import { imageDecryption, registry, streamingKeyPair } from './registry.ts';
import { runtime } from './runtimes.ts';

/**
 * The three plugins that are the CRI in containerd 2.x.
 * Source: containerd internal/cri/config/config.go at 2.1.9, the printed defaults of 2.0 to 2.3, and for
 * `enable_criu` and its neighbour containerd#13795 and #13937 (patch releases of 2.2; 2.1.9 does not know them).
 */
export const criImages = struct({
  snapshotter: string(),
  disable_snapshot_annotations: bool(),
  discard_unpacked_layers: bool(),
  pinned_images: map(string()),
  runtime_platforms: map(struct({ platform: string(), snapshotter: string() })),
  registry,
  image_decryption: imageDecryption,
  max_concurrent_downloads: int(),
  concurrent_layer_fetch_buffer: int({ since: '2.1' }),
  image_pull_progress_timeout: duration(),
  image_pull_with_sync_fs: bool(),
  stats_collect_period: int(),
  use_local_image_pull: bool({ since: '2.1' }),
});

export const criRuntime = struct({
  enable_selinux: bool(),
  selinux_category_range: int(),
  max_container_log_line_size: int(),
  disable_apparmor: bool(),
  restrict_oom_score_adj: bool(),
  disable_proc_mount: bool(),
  unset_seccomp_profile: string(),
  tolerate_missing_hugetlb_controller: bool(),
  disable_hugetlb_controller: bool(),
  device_ownership_from_security_context: bool(),
  ignore_image_defined_volumes: bool(),
  netns_mounts_under_state_dir: bool(),
  enable_unprivileged_ports: bool(),
  enable_unprivileged_icmp: bool(),
  enable_cdi: bool(),
  cdi_spec_dirs: list(string()),
  drain_exec_sync_io_timeout: duration(),
  ignore_deprecation_warnings: list(string()),
  // Text, not a duration: 2.3 prints both empty.
  stats_collect_period: string({ since: '2.3' }),
  stats_retention_period: string({ since: '2.3' }),
  enable_criu: bool({ since: '2.2' }),
  enable_experimental_restore_via_create: bool({ since: '2.2' }),
  containerd: struct({
    default_runtime_name: string(),
    runtimes: map(runtime),
    ignore_blockio_not_enabled_errors: bool(),
    ignore_rdt_not_enabled_errors: bool(),
  }),
  cni: struct({
    bin_dir: string(),
    bin_dirs: list(string(), { since: '2.1', source: 'containerd RELEASES.md: bin_dir deprecated in 2.1' }),
    conf_dir: string(),
    max_conf_num: int(),
    setup_serially: bool(),
    conf_template: string(),
    ip_pref: oneOf(['', 'ipv4', 'ipv6', 'cni']),
    use_internal_loopback: bool(),
  }),
});

export const criServer = struct({
  disable_tcp_service: bool(),
  stream_server_address: string(),
  stream_server_port: string(),
  stream_idle_timeout: duration(),
  enable_tls_streaming: bool(),
  x509_key_pair_streaming: streamingKeyPair,
});
