/** The control plane as static pods, in kubeadm's layout (cmd/kubeadm/app/phases/controlplane and util/staticpod). */
import type { Cluster, Node } from '../../cluster/cluster.ts';
import type { ControlPlane } from '../../cluster/control-plane.ts';
import { controlPlaneImage } from '../../cluster/images.ts';
import { controlPlanePaths as paths } from '../../cluster/paths.ts';
import { Bug } from '../../shared/fault.ts';
import { kubeadmProbeTimes, probesOf, staticPodRequests } from '../../upstream/control-plane.ts';
import { authenticationConfigVersion } from '../../upstream/kubeadm.ts';
import type { ControlPlaneCommand, ControlPlaneProgram } from './commands.ts';

/** core/v1, as far as static pods use it. */
export interface Pod {
  readonly apiVersion: 'v1';
  readonly kind: 'Pod';
  readonly metadata: {
    readonly name: string;
    readonly namespace: 'kube-system';
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly spec: PodSpec;
}

interface PodSpec {
  readonly containers: readonly Container[];
  readonly hostNetwork: true;
  readonly priority?: number;
  readonly priorityClassName: 'system-node-critical';
  readonly securityContext: { readonly seccompProfile: { readonly type: 'RuntimeDefault' } };
  readonly volumes: readonly {
    readonly name: string;
    readonly hostPath: { readonly path: string; readonly type: HostPathType };
  }[];
}

type HostPathType = 'DirectoryOrCreate' | 'FileOrCreate' | 'File' | 'Directory';

interface Container {
  readonly name: string;
  readonly image: string;
  readonly imagePullPolicy: 'IfNotPresent';
  readonly command: readonly string[];
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly startupProbe?: Probe;
  readonly resources: { readonly requests: Readonly<Record<string, string>> };
  readonly volumeMounts: readonly {
    readonly name: string;
    readonly mountPath: string;
    readonly readOnly?: boolean;
  }[];
}

interface Probe {
  readonly httpGet: {
    readonly host: string;
    readonly path: string;
    readonly port: number;
    readonly scheme: 'HTTP' | 'HTTPS';
  };
  readonly failureThreshold: number;
  readonly initialDelaySeconds?: number;
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
}

export function staticPod(
  cluster: Cluster,
  plane: ControlPlane,
  node: Node,
  { program, args }: ControlPlaneCommand,
  {
    encrypts,
    annotations,
  }: { readonly encrypts: boolean; readonly annotations: Readonly<Record<string, string>> },
): Pod {
  const probes = probesOf(program, cluster.version.release);
  if (!probes) throw new Bug(`no probes are known for ${program} of Kubernetes ${cluster.version.release}`);
  const ask = (path: string) => ({ httpGet: { host, path, port: probes.port, scheme: probes.scheme } });
  const host = program === 'kube-apiserver' ? (node.ips[0] ?? '') : '127.0.0.1';
  const mounts = mountsOf(cluster, plane, program, encrypts);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: program,
      namespace: 'kube-system',
      labels: { component: program, tier: 'control-plane' },
      annotations,
    },
    spec: {
      containers: [
        {
          name: program,
          image: controlPlaneImage(cluster, program),
          imagePullPolicy: 'IfNotPresent',
          command: [program, ...args],
          livenessProbe: { ...ask(probes.liveness), ...kubeadmProbeTimes.liveness },
          ...(probes.readiness && {
            readinessProbe: { ...ask(probes.readiness), ...kubeadmProbeTimes.readiness },
          }),
          startupProbe: { ...ask(probes.startup), ...kubeadmProbeTimes.startup },
          resources: { requests: staticPodRequests[program] },
          volumeMounts: mounts.map(({ name, path, writable }) => ({
            name,
            mountPath: path,
            ...(!writable && { readOnly: true }),
          })),
        },
      ],
      hostNetwork: true,
      priorityClassName: 'system-node-critical',
      securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
      volumes: mounts.map(({ name, path, type }) => ({ name, hostPath: { path, type } })),
    },
  };
}

interface Mount {
  readonly name: string;
  readonly path: string;
  readonly type: HostPathType;
  readonly writable?: boolean;
}

const certificates: Mount = { name: 'ca-certs', path: '/etc/ssl/certs', type: 'DirectoryOrCreate' };
const pki: Mount = { name: 'k8s-certs', path: paths.pki, type: 'DirectoryOrCreate' };
const kubeconfig = (path: string): Mount => ({ name: 'kubeconfig', path, type: 'FileOrCreate' });

function mountsOf(
  cluster: Cluster,
  plane: ControlPlane,
  program: ControlPlaneProgram,
  encrypts: boolean,
): Mount[] {
  const { settings } = plane;
  switch (program) {
    case 'etcd':
      return [
        {
          name: 'etcd-data',
          path: settings.etcd?.dataDirectory ?? paths.etcdData,
          type: 'DirectoryOrCreate',
          writable: true,
        },
        { name: 'etcd-certs', path: `${paths.pki}/etcd`, type: 'DirectoryOrCreate', writable: true },
      ];
    case 'kube-apiserver':
      return [
        certificates,
        pki,
        ...(encrypts
          ? [{ name: 'encryption-config', path: paths.encryptionConfig, type: 'File' } as const]
          : []),
        ...(settings.audit !== 'none'
          ? [
              { name: 'audit-policy', path: paths.auditPolicy, type: 'File' } as const,
              {
                name: 'audit-log',
                path: paths.auditLog.replace(/\/[^/]+$/, ''),
                type: 'DirectoryOrCreate',
                writable: true,
              } as const,
            ]
          : []),
        ...(authenticationConfigVersion(cluster.version.release)
          ? [{ name: 'authentication-config', path: paths.authenticationConfig, type: 'File' } as const]
          : []),
      ];
    case 'kube-controller-manager':
      return [certificates, pki, kubeconfig(paths.controllerManagerConf)];
    case 'kube-scheduler':
      return [
        kubeconfig(paths.schedulerConf),
        ...(settings.scheduler?.config
          ? [{ name: 'scheduler-config', path: paths.schedulerConfig, type: 'File' } as const]
          : []),
      ];
  }
}
