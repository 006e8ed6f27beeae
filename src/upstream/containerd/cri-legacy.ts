import { bool, duration, int, list, map, oneOf, string, struct } from '../schema.ts';
import { imageDecryption, registry, streamingKeyPair } from './registry.ts';
import { legacyRuntime } from './runtimes.ts';

/**
 * The one CRI table of containerd 1.x: `plugins.cri` in version 1, `plugins."io.containerd.grpc.v1.cri"` in version 2.
 * containerd 2.x reads it too and spreads it over its three plugins, less what was removed.
 * Source: containerd/cri pkg/config/config.go (to 1.4), containerd pkg/cri/config/config.go (1.5 to 1.7), and the
 * printed defaults of 1.4.13, 1.5, 1.6.20 and 1.7.24; removals from containerd RELEASES.md.
 */
export const legacyCri = struct({
  disable_tcp_service: bool({ since: '1.3' }),
  stream_server_address: string(),
  stream_server_port: string(),
  stream_idle_timeout: duration({ since: '1.3' }),
  enable_selinux: bool(),
  selinux_category_range: int({ since: '1.4' }),
  sandbox_image: string(),
  stats_collect_period: int(),
  systemd_cgroup: bool({ until: '2.0' }),
  enable_tls_streaming: bool(),
  max_container_log_line_size: int({ since: '1.2' }),
  disable_cgroup: bool({ since: '1.3', until: '2.0' }),
  disable_apparmor: bool({ since: '1.3' }),
  restrict_oom_score_adj: bool({ since: '1.3' }),
  max_concurrent_downloads: int({ since: '1.3' }),
  disable_proc_mount: bool({ since: '1.3' }),
  unset_seccomp_profile: string({ since: '1.4' }),
  tolerate_missing_hugetlb_controller: bool({ since: '1.4' }),
  disable_hugetlb_controller: bool({ since: '1.4' }),
  ignore_image_defined_volumes: bool({ since: '1.4' }),
  netns_mounts_under_state_dir: bool({ since: '1.5' }),
  device_ownership_from_security_context: bool({ since: '1.6' }),
  enable_unprivileged_ports: bool({ since: '1.6' }),
  enable_unprivileged_icmp: bool({ since: '1.6' }),
  enable_cdi: bool({ since: '1.7' }),
  cdi_spec_dirs: list(string(), { since: '1.7' }),
  image_pull_progress_timeout: duration({ since: '1.7' }),
  image_pull_with_sync_fs: bool({ since: '1.7' }),
  drain_exec_sync_io_timeout: duration({ since: '1.7' }),
  ignore_deprecation_warnings: list(string(), { since: '1.7' }),
  containerd: struct({
    snapshotter: string(),
    default_runtime_name: string({ since: '1.3' }),
    default_runtime: { ...legacyRuntime, life: { until: '2.0', source: 'containerd RELEASES.md' } },
    untrusted_workload_runtime: {
      ...legacyRuntime,
      life: { until: '2.0', source: 'containerd RELEASES.md' },
    },
    runtimes: map(legacyRuntime, { since: '1.2' }),
    no_pivot: bool({ since: '1.2', until: '2.0' }),
    disable_snapshot_annotations: bool({ since: '1.4' }),
    discard_unpacked_layers: bool({ since: '1.4' }),
    ignore_rdt_not_enabled_errors: bool({ since: '1.6' }),
    ignore_blockio_not_enabled_errors: bool({ since: '1.7' }),
  }),
  cni: struct({
    bin_dir: string(),
    conf_dir: string(),
    max_conf_num: int({ since: '1.3' }),
    conf_template: string(),
    ip_pref: oneOf(['', 'ipv4', 'ipv6', 'cni'], { since: '1.6' }),
    setup_serially: bool({ since: '1.7' }),
  }),
  registry,
  image_decryption: imageDecryption,
  x509_key_pair_streaming: streamingKeyPair,
});
