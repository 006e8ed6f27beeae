/** Flags, configuration and units of the control plane's programs, held against what that version of them knows. */
import type { Fault, Faults, Path } from '../../shared/fault.ts';
import { controlPlaneFlags } from '../../upstream/control-plane-flags.ts';
import { etcdFlagsAsOf } from '../../upstream/etcd/flags.ts';
import { kubeSchedulerConfiguration } from '../../upstream/kube-scheduler/configuration.ts';
import type { Cluster } from '../cluster.ts';
import { etcdVersionOf } from '../etcd.ts';
import { flagFaults, type Program, patchFaults } from './patches.ts';

const programs = [
  { key: 'apiServer', program: 'kube-apiserver' },
  { key: 'controllerManager', program: 'kube-controller-manager' },
  { key: 'scheduler', program: 'kube-scheduler' },
] as const;

export function checkControlPlaneSettings(cluster: Cluster, faults: Faults): void {
  const settings = cluster.controlPlane?.settings;
  if (!settings) return;
  const { release } = cluster.version;
  const named = (what: string): Program => ({ what, release, version: `Kubernetes ${release}` });
  // A control plane is the cluster's: what is said of it stands where it is said.
  const here = (path: readonly (string | number)[]) => path;
  for (const { key, program } of programs) {
    const path = ['controlPlane', key, 'extraArgs'];
    const args = settings[key]?.extraArgs;
    faults.addAll(flagFaults(controlPlaneFlags[program], args, path, here, named(program), () => undefined));
  }
  faults.addAll(etcdFaults(cluster));
  const config = ['controlPlane', 'scheduler', 'config'];
  faults.addAll(
    patchFaults(
      kubeSchedulerConfiguration,
      settings.scheduler?.config,
      config,
      here,
      named('KubeSchedulerConfiguration'),
    ),
  );
  faults.addAll([...unitFaults(cluster), ...imageFaults(cluster)]);
}

/** Members may be of two versions only while they are pods here and units there: each is asked. */
function etcdFaults({ controlPlane: plane, version }: Cluster): Fault[] {
  const args = plane?.settings.etcd?.extraArgs;
  if (!plane || !args) return [];
  return plane.etcd.flatMap(({ node }) => {
    const own = etcdVersionOf(version, plane, node);
    if (!own) return [];
    const program = { what: 'etcd', release: own.release, version: `version ${own.text}` };
    const path = ['controlPlane', 'etcd', 'extraArgs'];
    return flagFaults(
      etcdFlagsAsOf(own),
      args,
      path,
      (at) => at,
      program,
      (name) => etcdOwned[name],
    );
  });
}

/** With a configuration file etcd reads no other flag (etcd.io, "Configuration options"). */
const etcdOwned: Readonly<Record<string, string>> = {
  'data-dir': 'controlPlane.etcd.dataDirectory',
  'config-file': 'flags alone: with a file etcd reads no other flag',
};

/** An image of what is no pod. Stacked or not, etcd on nodes of its own is a unit. */
function imageFaults({ controlPlane: plane, nodes }: Cluster): Fault[] {
  const keys = ['etcd', 'apiServer', 'controllerManager', 'scheduler'] as const;
  const isPod = (key: (typeof keys)[number]) =>
    plane?.run === 'static-pods' && (key !== 'etcd' || !nodes.some(({ role }) => role === 'etcd'));
  return keys
    .filter((key) => plane?.settings[key]?.image !== undefined && !isPod(key))
    .map((key) => imageFault(['controlPlane', key, 'image']));
}

function imageFault(path: Path): Fault {
  return {
    code: 'image-of-a-unit',
    message: 'this image would be used by nobody: it runs as a unit',
    expected: 'static-pods, or no image here',
    path,
    atKey: true,
  };
}

/** A patch of a unit that there is not, or of the one line that follows from everything else. */
function unitFaults({ controlPlane }: Cluster): Fault[] {
  const keys = ['etcd', 'apiServer', 'controllerManager', 'scheduler'] as const;
  return keys.flatMap((key): Fault[] => {
    const unit = controlPlane?.settings[key]?.unit;
    if (!unit) return [];
    const path = ['controlPlane', key, 'unit'];
    const ownEtcd = key === 'etcd' && controlPlane.etcd.some((member) => member.node.role === 'etcd');
    if (controlPlane.run === 'static-pods' && !ownEtcd) {
      return [
        {
          code: 'unit-of-a-pod',
          message: 'there is no unit to change: it runs as a static pod',
          expected: 'run: systemd, or no unit here',
          path,
          atKey: true,
        },
      ];
    }
    return Object.hasOwn(unit.Service ?? {}, 'ExecStart')
      ? [
          {
            code: 'unit-key-owned',
            message: 'ExecStart= follows from other settings',
            expected: 'extraArgs',
            path: [...path, 'Service', 'ExecStart'],
            atKey: true,
          },
        ]
      : [];
  });
}
