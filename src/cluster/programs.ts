/** Which version of each program a node gets, and where its bytes come from. */
import type { Settings } from '../profile/schema/profile.ts';
import type { Path } from '../shared/fault.ts';
import type { Program } from '../upstream/binaries.ts';
import { companionsOf } from '../upstream/kubernetes.ts';
import type { Version } from '../upstream/release.ts';
import { parseVersion } from '../upstream/release.ts';
import type { Node } from './cluster.ts';
import type { ControlPlane } from './control-plane.ts';

export interface WantedProgram {
  readonly program: Program;
  /** Absent: neither the profile nor the Kubernetes release says. */
  readonly version?: string;
  /** Path of a digest or a version in the settings, for faults. */
  readonly path: Path;
  /** Folder on the node. */
  readonly directory: string;
  readonly digest?: string;
}

/** What is placed on the node, in the order of installation. */
export function wantedPrograms(kubernetes: Version, node: Node, plane?: ControlPlane): WantedProgram[] {
  const { settings, layout } = node;
  const companions = companionsOf(kubernetes.release);
  const runtime = settings.containerRuntime;
  const upstreamContainerd =
    (runtime?.type ?? 'containerd') === 'containerd' && (runtime?.source ?? 'upstream') === 'upstream';
  const wanted: WantedProgram[] = [];
  const add = (
    program: Program,
    version: string | undefined,
    key: keyof NonNullable<Settings['binaries']>,
    target: string,
  ) => {
    const own = settings.binaries?.[key];
    const digest = typeof own === 'object' && 'digest' in own ? own.digest : undefined;
    const text = version === undefined ? undefined : (parseVersion(version)?.text ?? version);
    wanted.push({
      program,
      ...(text && { version: text }),
      path: ['binaries', key],
      directory: folderOf(target),
      ...(digest && { digest }),
    });
  };
  if (node.role !== 'etcd') {
    if (upstreamContainerd) {
      add('containerd', runtime?.version ?? companions.containerd, 'containerd', layout.programs.containerd);
      add('runc', settings.binaries?.runc?.version ?? companions.runc, 'runc', layout.programs.runc);
    }
    add(
      'cni-plugins',
      settings.binaries?.cniPlugins?.version ?? companions.cniPlugins,
      'cniPlugins',
      `${layout.cniBinaries}/bridge`,
    );
    const crictl = settings.binaries?.crictl?.version ?? companions.crictl;
    if (crictl !== undefined) add('crictl', crictl, 'crictl', layout.programs.crictl);
    add('kubelet', kubernetes.text, 'kubelet', layout.programs.kubelet);
    if (settings.kubeProxy?.run === 'unit')
      add('kube-proxy', kubernetes.text, 'kubeProxy', layout.programs.kubeProxy);
  }
  for (const program of controlPlanePrograms(plane, node)) {
    add(program, versionOf(program, kubernetes, plane), settingOf[program], programPath(node, program));
  }
  return wanted;
}

function versionOf(
  program: Program,
  kubernetes: Version,
  plane: ControlPlane | undefined,
): string | undefined {
  const companion = companionsOf(kubernetes.release).etcd;
  if (program === 'etcd') return plane?.settings.etcd?.version ?? companion;
  // Of an image's tag the number behind the dash counts builds of the image.
  if (program === 'etcdctl') return companion ?? plane?.settings.etcd?.version?.replace(/-\d+$/, '');
  return kubernetes.text;
}

/** The programs of a control plane, and where in `binaries` a profile speaks of them. */
const settingOf = {
  etcd: 'etcd',
  etcdctl: 'etcd',
  'kube-apiserver': 'kubeApiserver',
  'kube-controller-manager': 'kubeControllerManager',
  'kube-scheduler': 'kubeScheduler',
  kubectl: 'kubectl',
} as const;

export type ControlPlaneBinary = keyof typeof settingOf;

/** Where such a program lies on a node. */
export function programPath(node: Node, program: ControlPlaneBinary): string {
  const { binaries } = node.settings;
  const directory =
    binaries?.[settingOf[program]]?.directory ?? binaries?.directory ?? node.system.binaryDirectory;
  return `${directory}/${program}`;
}

/** kubectl for the reconciler, and the control plane itself where it runs as units. */
function controlPlanePrograms(plane: ControlPlane | undefined, node: Node): ControlPlaneBinary[] {
  if (!plane || node.role === 'worker') return [];
  const member = plane.etcd.find((one) => one.node.name === node.name);
  const asUnits = plane.run === 'systemd';
  const etcdAsUnit = asUnits || node.role === 'etcd';
  return [
    ...(member && etcdAsUnit ? (['etcd'] as const) : []),
    ...(member?.joins && !etcdAsUnit ? (['etcdctl'] as const) : []),
    ...(node.role === 'control-plane' && asUnits
      ? (['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const)
      : []),
    ...(node.role === 'control-plane' ? (['kubectl'] as const) : []),
  ];
}

/** What must be in the machine's image already, as paths: of each program what something will start. */
export function preinstalledPrograms(
  kubernetes: Version,
  node: Node,
  plane?: ControlPlane,
): PreinstalledProgram[] {
  return wantedPrograms(kubernetes, node, plane).flatMap(({ program, path, directory }) =>
    startedNames(node, program).map((name) => ({ file: `${directory}/${name}`, path })),
  );
}

export interface PreinstalledProgram {
  readonly file: string;
  /** In the settings. */
  readonly path: Path;
}

function startedNames(node: Node, program: Program): readonly string[] {
  switch (program) {
    case 'cni-plugins':
      return pluginsOf(node);
    // For people; nothing else asks for it.
    case 'crictl':
      return [];
    case 'etcd':
      return node.etcdJoin === 'existing' ? ['etcd', 'etcdctl'] : ['etcd'];
    default:
      return [program];
  }
}

/** Those that the files in /etc/cni/net.d name; of a network add-on's own nobody knows here. */
function pluginsOf({ settings: { podNetwork } }: Node): readonly string[] {
  const list = podNetwork?.list ?? true;
  const bridge = ['bridge', 'host-local', list ? 'portmap' : 'loopback'];
  return { bridge, loopback: ['loopback'], none: [] }[podNetwork?.type ?? 'bridge'];
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/'));
}
