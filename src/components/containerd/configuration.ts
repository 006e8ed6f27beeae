/** containerd's configuration in each of its three forms. */
import type { Cluster, Node } from '../../cluster/cluster.ts';
import { sandboxImage } from '../../cluster/images.ts';
import { containerdForm, runtimeRelease } from '../../cluster/runtime.ts';
import { mergePatch } from '../../shared/merge-patch.ts';
import {
  type ContainerdConfigV1,
  type ContainerdConfigV2,
  type ContainerdConfigV3,
  containerdConfigV3,
} from '../../upstream/containerd/index.ts';
import { fieldLives, type JsonObject } from '../../upstream/schema.ts';

const builders = { 1: formOne, 2: formTwo, 3: formThree } as const;

/** What nodeseed says, with the profile's patch applied to it. */
export function containerdConfiguration(cluster: Cluster, node: Node): JsonObject {
  const own = builders[containerdForm(cluster.version, node)](cluster, node) as JsonObject;
  return mergePatch(own, node.settings.containerRuntime?.config ?? {}) as JsonObject;
}

interface Common {
  readonly snapshotter: string;
  readonly sandboxImage: string | undefined;
  readonly systemdCgroup: boolean;
  readonly runc: string;
  readonly hasRegistries: boolean;
}

function common(cluster: Cluster, node: Node): Common {
  const { containerRuntime, cgroupDriver } = node.settings;
  const placed = (containerRuntime?.source ?? 'upstream') === 'upstream';
  return {
    snapshotter: containerRuntime?.snapshotter ?? 'overlayfs',
    sandboxImage: sandboxImage(cluster, node),
    systemdCgroup: (cgroupDriver ?? 'systemd') === 'systemd',
    runc: placed ? node.layout.programs.runc : '',
    hasRegistries: Object.keys(containerRuntime?.registries ?? {}).length > 0,
  };
}

/** Before 1.3, and still read up to 1.7: no version, the CRI plugin is called `cri`. */
function formOne(cluster: Cluster, node: Node): ContainerdConfigV1 {
  const { snapshotter, sandboxImage, systemdCgroup, runc, hasRegistries } = common(cluster, node);
  return {
    ...address(node),
    plugins: {
      cri: {
        ...(sandboxImage && { sandbox_image: sandboxImage }),
        ...(systemdCgroup && { systemd_cgroup: true }),
        ...(hasRegistries && { registry: { config_path: node.layout.registryHosts } }),
        containerd: {
          snapshotter,
          default_runtime: {
            runtime_type: 'io.containerd.runtime.v1.linux',
            runtime_engine: runc,
            runtime_root: '',
          },
        },
      },
    },
  };
}

function formTwo(cluster: Cluster, node: Node): ContainerdConfigV2 {
  const { snapshotter, sandboxImage, systemdCgroup, runc, hasRegistries } = common(cluster, node);
  return {
    version: 2,
    ...address(node),
    plugins: {
      'io.containerd.grpc.v1.cri': {
        ...(sandboxImage && { sandbox_image: sandboxImage }),
        ...(hasRegistries && { registry: { config_path: node.layout.registryHosts } }),
        cni: { bin_dir: node.layout.cniBinaries, conf_dir: node.layout.cniConfiguration },
        containerd: {
          snapshotter,
          default_runtime_name: 'runc',
          runtimes: { runc: runtime(systemdCgroup, runc) },
        },
      },
    },
  };
}

function formThree(cluster: Cluster, node: Node): ContainerdConfigV3 {
  const { snapshotter, sandboxImage, systemdCgroup, runc, hasRegistries } = common(cluster, node);
  const release = runtimeRelease(cluster.version, node) ?? '2.3';
  const { cniBinaries, cniConfiguration, registryHosts } = node.layout;
  // 2.1 and later refuse a file that has both.
  const many = fieldLives(
    containerdConfigV3,
    ['plugins', 'io.containerd.cri.v1.runtime', 'cni', 'bin_dirs'],
    release,
  );
  return {
    version: 3,
    ...address(node),
    plugins: {
      'io.containerd.cri.v1.images': {
        snapshotter,
        ...(sandboxImage && { pinned_images: { sandbox: sandboxImage } }),
        ...(hasRegistries && { registry: { config_path: registryHosts } }),
      },
      'io.containerd.cri.v1.runtime': {
        cni: {
          ...(many ? { bin_dirs: [cniBinaries] } : { bin_dir: cniBinaries }),
          conf_dir: cniConfiguration,
        },
        containerd: { default_runtime_name: 'runc', runtimes: { runc: runtime(systemdCgroup, runc) } },
      },
    },
  };
}

/** containerd's own default needs no mention, by whichever of its two names. */
function address(node: Node): { grpc?: { address: string } } {
  const { runtimeSocket } = node.layout;
  return /^(\/var)?\/run\/containerd\/containerd\.sock$/.test(runtimeSocket)
    ? {}
    : { grpc: { address: runtimeSocket } };
}

function runtime(systemdCgroup: boolean, runc: string) {
  return {
    runtime_type: 'io.containerd.runc.v2',
    options: { SystemdCgroup: systemdCgroup, ...(runc && { BinaryName: runc }) },
  };
}
