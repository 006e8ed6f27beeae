/** containerd's config.toml, one table per version of the file. A plugin that is not listed is refused. */
import { bool, type Infer, int, string, struct } from '../schema.ts';
import { criImages, criRuntime, criServer } from './cri.ts';
import { legacyCri } from './cri-legacy.ts';
import * as plugins from './plugins.ts';
import { serverFields } from './server.ts';

/** The form without `version`: plugins by their short names (cmd/containerd/server/config: v1MigratePluginName). */
export const containerdConfigV1 = struct({
  ...serverFields,
  plugins: struct({
    cri: legacyCri,
    cgroups: plugins.cgroupsMonitor,
    linux: plugins.runtimeV1,
    task: plugins.runtimeV2,
    scheduler: plugins.gcScheduler,
    bolt: plugins.metadataBolt,
    opt: plugins.optPath,
    restart: plugins.restartMonitor,
    tracing: plugins.tracing,
    otlp: plugins.otlp,
    'diff-service': plugins.diffService,
    'tasks-service': plugins.tasksService,
    aufs: plugins.snapshotterAufs,
    btrfs: plugins.snapshotterPlain,
    devmapper: plugins.snapshotterDevmapper,
    native: plugins.snapshotterPlain,
    overlayfs: plugins.snapshotterOverlayfs,
    zfs: plugins.snapshotterPlain,
  }),
});

const pluginsOfBoth = {
  'io.containerd.gc.v1.scheduler': plugins.gcScheduler,
  'io.containerd.internal.v1.opt': plugins.optPath,
  'io.containerd.internal.v1.tracing': plugins.tracing,
  'io.containerd.metadata.v1.bolt': plugins.metadataBolt,
  'io.containerd.nri.v1.nri': plugins.nri,
  'io.containerd.runtime.v2.task': plugins.runtimeV2,
  'io.containerd.service.v1.diff-service': plugins.diffService,
  'io.containerd.service.v1.tasks-service': plugins.tasksService,
  'io.containerd.snapshotter.v1.blockfile': plugins.snapshotterBlockfile,
  'io.containerd.snapshotter.v1.btrfs': plugins.snapshotterPlain,
  'io.containerd.snapshotter.v1.devmapper': plugins.snapshotterDevmapper,
  'io.containerd.snapshotter.v1.native': plugins.snapshotterPlain,
  'io.containerd.snapshotter.v1.overlayfs': plugins.snapshotterOverlayfs,
  'io.containerd.snapshotter.v1.zfs': plugins.snapshotterPlain,
  'io.containerd.tracing.processor.v1.otlp': plugins.otlp,
  'io.containerd.transfer.v1.local': plugins.transferLocal,
} as const;

/** `version = 2`: plugins by their full names, the CRI still one table. */
export const containerdConfigV2 = struct({
  ...serverFields,
  plugins: struct({
    ...pluginsOfBoth,
    'io.containerd.grpc.v1.cri': legacyCri,
    'io.containerd.internal.v1.restart': plugins.restartMonitor,
    'io.containerd.monitor.v1.cgroups': plugins.cgroupsMonitor,
    'io.containerd.runtime.v1.linux': plugins.runtimeV1,
    'io.containerd.snapshotter.v1.aufs': plugins.snapshotterAufs,
  }),
});

const messageSizes = { max_recv_message_size: int(), max_send_message_size: int() };

/** `version = 3`: the CRI split in three. The `server.v1` plugins are 2.3's; a version 3 file may name them there. */
export const containerdConfigV3 = struct({
  ...serverFields,
  plugins: struct({
    ...pluginsOfBoth,
    'io.containerd.cri.v1.images': criImages,
    'io.containerd.cri.v1.runtime': criRuntime,
    'io.containerd.grpc.v1.cri': criServer,
    'io.containerd.differ.v1.erofs': plugins.differErofs,
    'io.containerd.image-verifier.v1.bindir': plugins.imageVerifier,
    'io.containerd.metrics.v1.grpc-prometheus': struct({ grpc_histogram: bool() }, { since: '2.3' }),
    'io.containerd.monitor.container.v1.restart': plugins.restartMonitor,
    'io.containerd.monitor.task.v1.cgroups': plugins.cgroupsMonitor,
    'io.containerd.mount-handler.v1.erofs': struct({}, { since: '2.2' }),
    'io.containerd.server.v1.debug': struct({ address: string(), uid: int(), gid: int() }, { since: '2.3' }),
    'io.containerd.server.v1.grpc': struct(
      { address: string(), uid: int(), gid: int(), ...messageSizes },
      { since: '2.3' },
    ),
    'io.containerd.server.v1.grpc-tcp': struct(
      {
        address: string(),
        tls_ca: string(),
        tls_cert: string(),
        tls_key: string(),
        tls_common_name: string(),
        ...messageSizes,
      },
      { since: '2.3' },
    ),
    'io.containerd.server.v1.metrics': struct({ address: string() }, { since: '2.3' }),
    'io.containerd.server.v1.ttrpc': struct({ address: string(), uid: int(), gid: int() }, { since: '2.3' }),
    'io.containerd.shim.v1.manager': plugins.shimManager,
    'io.containerd.snapshotter.v1.erofs': plugins.snapshotterErofs,
  }),
});

export type ContainerdConfigV1 = Infer<typeof containerdConfigV1>;
export type ContainerdConfigV2 = Infer<typeof containerdConfigV2>;
export type ContainerdConfigV3 = Infer<typeof containerdConfigV3>;
