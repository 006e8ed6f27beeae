/**
 * The kinds of the Kubernetes API that nodeseed applies, as far as it uses them: a key that upstream does not have cannot be
 * written. Upstream: staging/src/k8s.io/api (core/v1, rbac/v1, apps/v1).
 */

export interface Named {
  readonly name: string;
}
export interface Namespaced extends Named {
  readonly namespace: 'kube-system';
  readonly labels?: Labels;
}
export type Labels = Readonly<Record<string, string>>;

type RbacGroup = 'rbac.authorization.k8s.io';

export interface ClusterRole {
  readonly apiVersion: 'rbac.authorization.k8s.io/v1';
  readonly kind: 'ClusterRole';
  readonly metadata: Named;
  readonly rules: readonly {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly verbs: readonly string[];
  }[];
}

export type Subject =
  | { readonly apiGroup: RbacGroup; readonly kind: 'User' | 'Group'; readonly name: string }
  | { readonly kind: 'ServiceAccount'; readonly name: string; readonly namespace: 'kube-system' };

export interface ClusterRoleBinding {
  readonly apiVersion: 'rbac.authorization.k8s.io/v1';
  readonly kind: 'ClusterRoleBinding';
  readonly metadata: Named;
  readonly roleRef: { readonly apiGroup: RbacGroup; readonly kind: 'ClusterRole'; readonly name: string };
  readonly subjects: readonly Subject[];
}

export interface ServiceAccount {
  readonly apiVersion: 'v1';
  readonly kind: 'ServiceAccount';
  readonly metadata: Namespaced;
}

export interface ConfigMap {
  readonly apiVersion: 'v1';
  readonly kind: 'ConfigMap';
  readonly metadata: Namespaced;
  readonly data: Readonly<Record<string, string>>;
}

export interface Service {
  readonly apiVersion: 'v1';
  readonly kind: 'Service';
  readonly metadata: Namespaced;
  readonly spec: {
    readonly selector: Labels;
    readonly clusterIP: string;
    readonly clusterIPs?: readonly string[];
    readonly ipFamilies?: readonly ('IPv4' | 'IPv6')[];
    readonly ipFamilyPolicy?: 'SingleStack' | 'PreferDualStack' | 'RequireDualStack';
    readonly ports: readonly {
      readonly name: string;
      readonly port: number;
      readonly protocol: 'TCP' | 'UDP';
      readonly targetPort: number;
    }[];
  };
}

export interface Deployment {
  readonly apiVersion: 'apps/v1';
  readonly kind: 'Deployment';
  readonly metadata: Namespaced;
  readonly spec: {
    readonly replicas: number;
    readonly strategy: {
      readonly type: 'RollingUpdate';
      readonly rollingUpdate: { readonly maxUnavailable: number };
    };
    readonly selector: { readonly matchLabels: Labels };
    readonly template: PodTemplate;
  };
}

export interface DaemonSet {
  readonly apiVersion: 'apps/v1';
  readonly kind: 'DaemonSet';
  readonly metadata: Namespaced;
  readonly spec: {
    readonly updateStrategy: { readonly type: 'RollingUpdate' };
    readonly selector: { readonly matchLabels: Labels };
    readonly template: PodTemplate;
  };
}

export interface PodTemplate {
  readonly metadata: { readonly labels: Labels; readonly annotations?: Labels };
  readonly spec: {
    readonly serviceAccountName: string;
    readonly priorityClassName: 'system-cluster-critical' | 'system-node-critical';
    readonly hostNetwork?: true;
    readonly dnsPolicy?: 'Default';
    readonly nodeSelector: Labels;
    readonly affinity?: Affinity;
    readonly tolerations: readonly Toleration[];
    readonly securityContext?: { readonly seccompProfile: { readonly type: 'RuntimeDefault' } };
    readonly containers: readonly Container[];
    readonly volumes: readonly Volume[];
  };
}

export interface Toleration {
  readonly key?: string;
  readonly operator: 'Exists';
  readonly effect?: 'NoSchedule';
}

export interface Affinity {
  readonly nodeAffinity?: {
    readonly requiredDuringSchedulingIgnoredDuringExecution: {
      readonly nodeSelectorTerms: readonly {
        readonly matchFields: readonly {
          readonly key: 'metadata.name';
          readonly operator: 'NotIn';
          /** The scheduler takes one name a requirement. */
          readonly values: readonly [string];
        }[];
      }[];
    };
  };
  readonly podAntiAffinity?: {
    readonly preferredDuringSchedulingIgnoredDuringExecution: readonly {
      readonly weight: number;
      readonly podAffinityTerm: {
        readonly labelSelector: { readonly matchLabels: Labels };
        readonly topologyKey: string;
      };
    }[];
  };
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly imagePullPolicy: 'IfNotPresent';
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly {
    readonly name: string;
    readonly valueFrom: { readonly fieldRef: { readonly apiVersion: 'v1'; readonly fieldPath: string } };
  }[];
  readonly ports?: readonly {
    readonly name: string;
    readonly containerPort: number;
    readonly protocol: 'TCP' | 'UDP';
  }[];
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly resources?: {
    readonly requests?: Readonly<Record<'cpu' | 'memory', string>>;
    readonly limits?: Readonly<Partial<Record<'cpu' | 'memory', string>>>;
  };
  readonly securityContext: {
    readonly privileged?: boolean;
    readonly allowPrivilegeEscalation?: boolean;
    readonly capabilities?: { readonly add: readonly string[]; readonly drop: readonly string[] };
    readonly readOnlyRootFilesystem?: boolean;
  };
  readonly volumeMounts: readonly {
    readonly name: string;
    readonly mountPath: string;
    readonly readOnly?: boolean;
  }[];
}

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: number; readonly scheme: 'HTTP' };
  readonly initialDelaySeconds?: number;
  readonly timeoutSeconds?: number;
  readonly failureThreshold?: number;
}

export interface Volume {
  readonly name: string;
  readonly configMap?: {
    readonly name: string;
    readonly items?: readonly { readonly key: string; readonly path: string }[];
  };
  readonly hostPath?: { readonly path: string; readonly type?: 'FileOrCreate' | 'Directory' };
}

export type KubernetesObject =
  | ClusterRole
  | ClusterRoleBinding
  | ServiceAccount
  | ConfigMap
  | Service
  | Deployment
  | DaemonSet;
