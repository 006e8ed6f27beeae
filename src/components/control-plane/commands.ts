/** The command line of each program of the control plane: nodeseed's flags, less those the release lacks, plus the profile's. */
import type { Cluster, Node } from '../../cluster/cluster.ts';
import type { ControlPlane, EtcdMember } from '../../cluster/control-plane.ts';
import { etcdVersionOf } from '../../cluster/etcd.ts';
import type { ExtraArgs, UnitPatch } from '../../profile/schema/profile.ts';
import { Bug } from '../../shared/fault.ts';
import { controlPlaneFlags, flagsIn } from '../../upstream/control-plane-flags.ts';
import { etcdFlagsAsOf } from '../../upstream/etcd/flags.ts';
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
    args: args(flags, own?.extraArgs),
    unit: own?.unit,
  });
  const known = (program: keyof typeof controlPlaneFlags, flags: Record<string, string>) =>
    flagsIn(controlPlaneFlags[program], cluster.version.release, flags);
  return [
    ...(member ? [command('etcd', knownToEtcd(cluster, plane, member), settings.etcd)] : []),
    ...(node.role === 'control-plane'
      ? [
          command(
            'kube-apiserver',
            known('kube-apiserver', apiServerFlags(cluster, plane, node, encrypts)),
            settings.apiServer,
          ),
          command(
            'kube-controller-manager',
            known('kube-controller-manager', controllerManagerFlags(cluster)),
            settings.controllerManager,
          ),
          command('kube-scheduler', known('kube-scheduler', schedulerFlags(plane)), settings.scheduler),
        ]
      : []),
  ];
}

function knownToEtcd(cluster: Cluster, plane: ControlPlane, member: EtcdMember): Record<string, string> {
  const version = etcdVersionOf(cluster.version, plane, member.node);
  if (!version) throw new Bug(`no relation has said that nobody knows the version of etcd`);
  return flagsIn(etcdFlagsAsOf(version), version.release, etcdFlags(plane, member));
}

function args(flags: Readonly<Record<string, string>>, extra: ExtraArgs | undefined): string[] {
  const all: Record<string, string | null> = { ...flags, ...extra };
  return Object.entries(all)
    .flatMap(([name, value]) => (value === null ? [] : [`--${name}=${value}`]))
    .sort();
}
