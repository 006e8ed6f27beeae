/** The command line of each program of the control plane: nodeseed's flags, less those the release lacks, plus the profile's. */
import type { Cluster, Node } from '../../cluster/cluster.ts';
import type { ControlPlane } from '../../cluster/control-plane.ts';
import type { ExtraArgs, UnitPatch } from '../../profile/schema/profile.ts';
import { flagsOf } from '../../upstream/control-plane-flags.ts';
import { apiServerFlags } from './api-server.ts';
import { controllerManagerFlags, schedulerFlags } from './controllers.ts';
import { etcdFlags } from './etcd.ts';

export const controlPlanePrograms = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
] as const;
export type ControlPlaneProgram = (typeof controlPlanePrograms)[number];

export interface ControlPlaneCommand {
  readonly program: ControlPlaneProgram;
  /** `--NAME=VALUE`, sorted. */
  readonly args: readonly string[];
  readonly unit: UnitPatch | undefined;
}

/** What runs on this node, in the order in which it starts. `encrypts`: there is an EncryptionConfiguration. */
export function controlPlaneCommands(
  cluster: Cluster,
  plane: ControlPlane,
  node: Node,
  encrypts: boolean,
): ControlPlaneCommand[] {
  const { settings } = plane;
  const member = plane.etcd.find((one) => one.node.name === node.name);
  const command = (
    program: ControlPlaneProgram,
    flags: Record<string, string>,
    own: { extraArgs?: ExtraArgs | undefined; unit?: UnitPatch | undefined } | undefined,
  ): ControlPlaneCommand => ({
    program,
    args: args(flagsOf(program, cluster.version.release, flags), own?.extraArgs),
    unit: own?.unit,
  });
  return [
    ...(member ? [command('etcd', etcdFlags(plane, member), settings.etcd)] : []),
    ...(node.role === 'control-plane'
      ? [
          command('kube-apiserver', apiServerFlags(cluster, plane, node, encrypts), settings.apiServer),
          command('kube-controller-manager', controllerManagerFlags(cluster), settings.controllerManager),
          command('kube-scheduler', schedulerFlags(plane), settings.scheduler),
        ]
      : []),
  ];
}

function args(flags: Readonly<Record<string, string>>, extra: ExtraArgs | undefined): string[] {
  const all: Record<string, string | null> = { ...flags, ...extra };
  return Object.entries(all)
    .flatMap(([name, value]) => (value === null ? [] : [`--${name}=${value}`]))
    .sort();
}
