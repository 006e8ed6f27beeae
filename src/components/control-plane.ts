/** The control plane's part of a machine: credentials, configuration, and the programs as static pods or as units. */
import type { Cluster, Node } from '../cluster/cluster.ts';
import type { ControlPlane } from '../cluster/control-plane.ts';
import { runsAsPods } from '../cluster/etcd.ts';
import { controlPlanePaths as paths } from '../cluster/paths.ts';
import { programPath } from '../cluster/programs.ts';
import type { CredentialFile } from '../credentials/control-plane/file.ts';
import type { NodeCredentials } from '../credentials/node.ts';
import { isPublic } from '../model/content.ts';
import type { File, Origin, Unit } from '../model/machine.ts';
import { toYaml } from '../shared/emit.ts';
import { execLine } from '../shared/unit-text.ts';
import type { Contribution } from './contribution.ts';
import { type ControlPlaneCommand, controlPlaneCommands } from './control-plane/commands.ts';
import { policyFiles } from './control-plane/policies.ts';
import { staticPod } from './control-plane/static-pod.ts';
import { contentFile, directory, textFile, unitWithPatch } from './parts.ts';
import { readsAnnotations } from './pod-reads.ts';

export function controlPlane(cluster: Cluster, node: Node, credentials: NodeCredentials): Contribution {
  const plane = cluster.controlPlane;
  if (!plane || node.role === 'worker') return {};
  const origin: Origin = { component: 'control-plane', path: ['controlPlane'] };
  const encrypts = credentials.controlPlane.some(({ path }) => path === paths.encryptionConfig);
  const commands = controlPlaneCommands(cluster, plane, node, encrypts);
  const asPods = runsAsPods(plane, node);
  const read = [
    ...credentials.controlPlane.map((file) => credentialFile(file, origin)),
    ...(node.role === 'control-plane' ? policyFiles(cluster, plane, origin) : []),
  ];
  const pod = (command: ControlPlaneCommand) => {
    const annotations = readsAnnotations(read.filter(({ path }) => names(command, path)));
    const text = toYaml(staticPod(cluster, plane, node, command, { encrypts, annotations }));
    return textFile(`${paths.manifests}/${command.program}.yaml`, text, origin, 0o600);
  };
  return {
    files: [...read, ...(asPods ? commands.map(pod) : [])],
    directories: directories(plane, node, origin),
    units: asPods ? [] : commands.map((command) => unitOf(node, command, origin)),
  };
}

function credentialFile({ path, content, mode }: CredentialFile, origin: Origin): File {
  const file = contentFile(path, content, origin);
  return mode !== undefined && isPublic(file.content) ? { ...file, content: file.content, mode } : file;
}

/** Whether a flag has that file for its value. */
function names({ args }: ControlPlaneCommand, path: string): boolean {
  return args.some((arg) => arg.endsWith(`=${path}`));
}

/** etcd warns of a data folder that others can read, and refuses to from 3.6 on. */
function directories(plane: ControlPlane, node: Node, origin: Origin) {
  const isMember = plane.etcd.some((member) => member.node.name === node.name);
  return [
    ...(isMember ? [directory(plane.settings.etcd?.dataDirectory ?? paths.etcdData, origin, 0o700)] : []),
    ...(node.role === 'control-plane' && plane.settings.audit !== 'none'
      ? [directory(paths.auditLog.replace(/\/[^/]+$/, ''), origin, 0o700)]
      : []),
  ];
}

const afterNetwork = { After: 'network-online.target', Wants: 'network-online.target' };

const unitSections = {
  etcd: {
    Unit: { Description: 'etcd', Documentation: 'https://etcd.io/docs/', ...afterNetwork },
    Service: { Type: 'notify', LimitNOFILE: '65536' },
  },
  'kube-apiserver': {
    Unit: {
      Description: 'Kubernetes API server',
      Documentation: 'https://kubernetes.io/docs/',
      After: 'network-online.target etcd.service',
      Wants: 'network-online.target',
    },
    Service: { Type: 'notify', LimitNOFILE: '65536', TimeoutStartSec: '0' },
  },
  'kube-controller-manager': {
    Unit: {
      Description: 'Kubernetes controller manager',
      Documentation: 'https://kubernetes.io/docs/',
      After: 'kube-apiserver.service',
    },
    Service: {},
  },
  'kube-scheduler': {
    Unit: {
      Description: 'Kubernetes scheduler',
      Documentation: 'https://kubernetes.io/docs/',
      After: 'kube-apiserver.service',
    },
    Service: {},
  },
} as const;

function unitOf(node: Node, { program, args, unit }: ControlPlaneCommand, origin: Origin): Unit {
  const { Unit: head, Service } = unitSections[program];
  const entries = {
    Unit: head,
    Service: { ...Service, Restart: 'always', RestartSec: '5' },
    Install: { WantedBy: 'multi-user.target' },
  };
  return unitWithPatch(
    `${program}.service`,
    entries,
    execLine([programPath(node, program), ...args], { multiline: true }),
    unit,
    origin,
  );
}
