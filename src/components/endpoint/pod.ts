/** A static pod in the node's own network: what stands in front of the API must be there before the API is. */
import { toYaml } from '../../shared/emit.ts';

export interface Mount {
  readonly name: string;
  /** A file of the machine's. */
  readonly file: string;
  /** Its place in the container; absent: the same. */
  readonly as?: string;
}

/** core/v1 EnvVar, as far as it is used. */
export type EnvVar =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly valueFrom: { readonly fieldRef: { readonly fieldPath: string } } };

export interface HostPod {
  readonly name: string;
  readonly image: string;
  /** Absent: the image's own program. */
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly EnvVar[];
  /** Absent: root, in its container. */
  readonly uid?: number;
  /** Those it needs; all others are taken away. */
  readonly capabilities?: readonly string[];
  readonly mounts: readonly Mount[];
  /** What the mounts hold, as `readsAnnotations` says it. */
  readonly annotations: Readonly<Record<string, string>>;
  readonly hostAliases?: readonly { readonly ip: string; readonly hostnames: readonly string[] }[];
}

export function hostPodYaml(pod: HostPod): string {
  const { name, image, command, args, env, uid, capabilities = [], mounts, annotations, hostAliases } = pod;
  return toYaml({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'kube-system',
      labels: { component: name, tier: 'control-plane' },
      annotations,
    },
    spec: {
      containers: [
        {
          name,
          image,
          imagePullPolicy: 'IfNotPresent',
          ...(command && { command }),
          ...(args && { args }),
          ...(env && { env }),
          resources: { requests: { cpu: '25m', memory: '32Mi' } },
          securityContext: {
            allowPrivilegeEscalation: false,
            ...(uid !== undefined && { runAsNonRoot: true, runAsUser: uid }),
            capabilities: { ...(capabilities.length > 0 && { add: capabilities }), drop: ['ALL'] },
          },
          volumeMounts: mounts.map((mount) => ({
            name: mount.name,
            mountPath: mount.as ?? mount.file,
            readOnly: true,
          })),
        },
      ],
      ...(hostAliases && { hostAliases }),
      hostNetwork: true,
      priorityClassName: 'system-node-critical',
      securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
      volumes: mounts.map(({ name: volume, file }) => ({
        name: volume,
        hostPath: { path: file, type: 'File' },
      })),
    },
  });
}
