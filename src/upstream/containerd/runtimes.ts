import { bool, int, list, oneOf, string, struct } from '../schema.ts';

/**
 * What a runtime's `options` may hold. Their type follows `runtime_type`, so this is the union of
 * runc's (containerd api/types/runc/options/oci.proto; crun takes the same), of the v1 shim's (runctypes) and of the
 * generic ones that kata and gVisor read (api/types/runtimeoptions/v1).
 */
const runtimeOptions = struct({
  BinaryName: string(),
  Root: string(),
  SystemdCgroup: bool(),
  ShimCgroup: string(),
  NoPivotRoot: bool(),
  NoNewKeyring: bool(),
  IoUid: int(),
  IoGid: int(),
  CriuPath: string({ until: '2.0', source: 'containerd RELEASES.md' }),
  CriuImagePath: string({ since: '1.4' }),
  CriuWorkPath: string({ since: '1.4' }),
  TaskApiAddress: string({ since: '2.0' }),
  TaskApiVersion: int({ since: '2.0' }),
  Runtime: string({ until: '2.0' }),
  RuntimeRoot: string({ until: '2.0' }),
  TypeUrl: string(),
  ConfigPath: string(),
  ConfigBody: string({ since: '1.7' }),
});

const sharedFields = {
  runtime_type: string(),
  runtime_path: string({ since: '1.6' }),
  pod_annotations: list(string(), { since: '1.3' }),
  container_annotations: list(string(), { since: '1.3' }),
  privileged_without_host_devices: bool({ since: '1.3' }),
  privileged_without_host_devices_all_devices_allowed: bool({ since: '1.7' }),
  base_runtime_spec: string({ since: '1.4' }),
  cni_conf_dir: string({ since: '1.6' }),
  cni_max_conf_num: int({ since: '1.6' }),
  snapshotter: string({ since: '1.7' }),
  sandboxer: oneOf(['', 'podsandbox', 'shim'], { since: '2.0' }),
  io_type: oneOf(['', 'fifo', 'streaming'], { since: '2.0' }),
  cgroup_writable: bool({ since: '2.1' }),
  options: runtimeOptions,
} as const;

/** A runtime below `io.containerd.cri.v1.runtime`. Source: containerd internal/cri/config/config.go. */
export const runtime = struct(sharedFields);

/** A runtime below the 1.x CRI table. Source: containerd pkg/cri/config/config.go, RELEASES.md for the removals. */
export const legacyRuntime = struct({
  ...sharedFields,
  runtime_engine: string({ until: '2.0' }),
  runtime_root: string({ until: '2.0' }),
  sandbox_mode: oneOf(['', 'podsandbox', 'shim'], { since: '1.7', until: '2.0' }),
});
