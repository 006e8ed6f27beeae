import { bool, duration, float, int, list, oneOf, string, struct } from '../schema.ts';

/**
 * The configurable plugins beside the CRI. Each exists in every version it is listed for; the names differ by
 * configuration version, see config.ts. Source: the `toml` tags of each plugin in containerd 1.7.24 and 2.1.9, and the
 * printed defaults of 1.4 to 2.3.
 */
export const gcScheduler = struct({
  pause_threshold: float(),
  deletion_threshold: int(),
  mutation_threshold: int(),
  schedule_delay: duration(),
  startup_delay: duration(),
});

export const optPath = struct({ path: string() });
export const restartMonitor = struct({ interval: duration() });
export const cgroupsMonitor = struct({ no_prometheus: bool() });

export const metadataBolt = struct(
  { content_sharing_policy: oneOf(['shared', 'isolated']), no_sync: bool({ since: '2.0' }) },
  { since: '1.3' },
);

/** The shim of runtime v1, for `runtime_type = "io.containerd.runtime.v1.linux"`. */
export const runtimeV1 = struct(
  { shim: string(), runtime: string(), runtime_root: string(), no_shim: bool(), shim_debug: bool() },
  { until: '2.0', source: 'containerd docs/containerd-2.0.md' },
);

export const runtimeV2 = struct(
  { platforms: list(string()), sched_core: bool({ since: '1.6', until: '2.0' }) },
  { since: '1.3' },
);

export const diffService = struct({ default: list(string()), sync_fs: bool({ since: '2.0' }) });
export const tasksService = struct(
  { rdt_config_file: string(), blockio_config_file: string({ since: '1.7' }) },
  { since: '1.6' },
);
export const shimManager = struct({ env: list(string()), socket_dir: string({ since: '2.3' }) });

const rootPath = { root_path: string() };
// Up to 1.4 these and aufs took no configuration; devmapper always did.
export const snapshotterAufs = struct(rootPath, {
  since: '1.5',
  until: '2.0',
  source: 'containerd docs/containerd-2.0.md',
});
export const snapshotterPlain = struct(rootPath, { since: '1.5' });
export const snapshotterOverlayfs = struct(
  {
    ...rootPath,
    upperdir_label: bool({ since: '1.6' }),
    sync_remove: bool({ since: '1.7' }),
    slow_chown: bool({ since: '2.0' }),
    mount_options: list(string(), { since: '1.7' }),
  },
  { since: '1.5' },
);
export const snapshotterDevmapper = struct(
  {
    ...rootPath,
    pool_name: string(),
    base_image_size: string(),
    async_remove: bool({ since: '1.4' }),
    discard_blocks: bool({ since: '1.6' }),
    fs_type: oneOf(['', 'ext4', 'xfs', 'ext2'], { since: '1.6' }),
    fs_options: string({ since: '1.6' }),
  },
  { since: '1.3' },
);
export const snapshotterBlockfile = struct(
  {
    ...rootPath,
    scratch_file: string(),
    fs_type: string(),
    mount_options: list(string()),
    recreate_scratch: bool({ since: '2.0' }),
  },
  { since: '1.7' },
);
export const snapshotterErofs = struct(
  {
    ...rootPath,
    ovl_mount_options: list(string()),
    enable_fsverity: bool(),
    set_immutable: bool(),
    default_size: string({ since: '2.2' }),
    dmverity_mode: string({ since: '2.3' }),
  },
  { since: '2.1' },
);
export const differErofs = struct(
  {
    mkfs_options: list(string()),
    enable_tar_index: bool({ since: '2.2' }),
    enable_dmverity: bool({ since: '2.3' }),
  },
  { since: '2.1' },
);

export const tracing = struct({ service_name: string(), sampling_ratio: float() }, { since: '1.6' });
export const otlp = struct({ endpoint: string(), protocol: string(), insecure: bool() }, { since: '1.6' });

export const nri = struct(
  {
    disable: bool(),
    socket_path: string(),
    plugin_path: string(),
    plugin_config_path: string(),
    plugin_registration_timeout: duration(),
    plugin_request_timeout: duration(),
    disable_connections: bool(),
    default_validator: struct(
      {
        enable: bool(),
        reject_oci_hook_adjustment: bool(),
        reject_runtime_default_seccomp_adjustment: bool(),
        reject_unconfined_seccomp_adjustment: bool(),
        reject_custom_seccomp_adjustment: bool(),
        reject_namespace_adjustment: bool(),
        reject_sysctl_adjustment: bool(),
        required_plugins: list(string()),
        tolerate_missing_plugins_annotation: string(),
      },
      { since: '2.2' },
    ),
  },
  { since: '1.7' },
);

export const imageVerifier = struct(
  { bin_dir: string(), max_verifiers: int(), per_verifier_timeout: duration() },
  { since: '2.0' },
);

export const transferLocal = struct(
  {
    max_concurrent_downloads: int(),
    max_concurrent_uploaded_layers: int(),
    max_concurrent_unpacks: int({ since: '2.2' }),
    concurrent_layer_fetch_buffer: int({ since: '2.1' }),
    check_platform_supported: bool({ since: '2.1' }),
    config_path: string(),
    unpack_config: list(
      struct({
        platform: string(),
        snapshotter: string(),
        differ: string(),
        config_type: string({ since: '2.1' }),
        layer_types: list(string(), { since: '2.1' }),
      }),
    ),
  },
  { since: '1.7' },
);
