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

export type HostPathType = 'DirectoryOrCreate' | 'FileOrCreate' | 'File' | 'Directory';

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
