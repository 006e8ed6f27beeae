/** The control plane as static pods, in kubeadm's layout (cmd/kubeadm/app/phases/controlplane and util/staticpod). */
import type { Cluster, Node } from '../../cluster/cluster.ts';
import type { ControlPlane } from '../../cluster/control-plane.ts';
import { controlPlaneImage } from '../../cluster/images.ts';
import { Bug } from '../../shared/fault.ts';
import { kubeadmProbeTimes, probesOf, staticPodRequests } from '../../upstream/control-plane.ts';
import type { ControlPlaneCommand } from './commands.ts';
import { mountsOf } from './mounts.ts';
import type { Pod } from './pod.ts';

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
