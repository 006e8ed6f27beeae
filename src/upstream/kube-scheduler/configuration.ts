/**
 * KubeSchedulerConfiguration of kubescheduler.config.k8s.io, Kubernetes 1.19 to 1.37, without `kind` and `apiVersion`.
 * A release may read several versions of the API; this is the newest it reads (`newestSchedulerApiVersion`), and
 * a field's life is its life there. `#N` is a pull request of kubernetes/kubernetes.
 * Upstream: staging/src/k8s.io/kube-scheduler/config.
 */
import { clientConnectionConfiguration } from '../component-base/client-connection.ts';
import { leaderElectionConfiguration } from '../component-base/leader-election.ts';
import { compareReleases, type Release } from '../release.ts';
import { any, bool, duration, type Infer, int, type Life, list, livesIn, string, struct } from '../schema.ts';

export interface SchedulerApiVersion extends Life {
  readonly deprecated?: Release;
}

/** From the oldest to the newest. */
export const schedulerApiVersions = {
  'kubescheduler.config.k8s.io/v1beta1': { since: '1.19', until: '1.23', source: 'KEP-785' },
  'kubescheduler.config.k8s.io/v1beta2': {
    since: '1.22',
    until: '1.28',
    deprecated: '1.25',
    source: '#117649',
  },
  'kubescheduler.config.k8s.io/v1beta3': {
    since: '1.23',
    until: '1.29',
    deprecated: '1.26',
    source: '#119994',
  },
  'kubescheduler.config.k8s.io/v1': { since: '1.25', source: 'KEP-785' },
} as const satisfies Readonly<Record<string, SchedulerApiVersion>>;

/** What a file for that release says as `apiVersion`; undefined before 1.19. */
export function newestSchedulerApiVersion(release: Release): keyof typeof schedulerApiVersions | undefined {
  const names = Object.keys(schedulerApiVersions) as (keyof typeof schedulerApiVersions)[];
  return names.findLast((name) => livesIn(schedulerApiVersions[name], release));
}

/** Whether that release warns about that version of the API. */
export function isDeprecatedSchedulerApiVersion(
  name: keyof typeof schedulerApiVersions,
  release: Release,
): boolean {
  const { deprecated }: SchedulerApiVersion = schedulerApiVersions[name];
  return deprecated !== undefined && compareReleases(release, deprecated) >= 0;
}

const plugins = list(struct({ name: string(), weight: int() }));
const pluginSet = (life?: Life) => struct({ enabled: plugins, disabled: plugins }, life);

const profile = struct({
  schedulerName: string(),
  percentageOfNodesToScore: int({ since: '1.25', source: 'CHANGELOG-1.25' }),
  plugins: struct({
    multiPoint: pluginSet({ since: '1.23', source: 'CHANGELOG-1.23' }),
    preEnqueue: pluginSet({ since: '1.26', source: 'KEP-3521' }),
    queueSort: pluginSet(),
    preFilter: pluginSet(),
    filter: pluginSet(),
    postFilter: pluginSet(),
    preScore: pluginSet(),
    score: pluginSet(),
    reserve: pluginSet(),
    permit: pluginSet(),
    preBind: pluginSet(),
    bind: pluginSet(),
    postBind: pluginSet(),
    placementGenerate: pluginSet({ since: '1.36', source: 'CHANGELOG-1.36' }),
    placementScore: pluginSet({ since: '1.36', source: 'CHANGELOG-1.36' }),
  }),
  pluginConfig: list(struct({ name: string(), args: any() })),
});

/** The data fields are base64. */
const extenderTls = struct({
  insecure: bool(),
  serverName: string(),
  certFile: string(),
  keyFile: string(),
  caFile: string(),
  certData: string(),
  keyData: string(),
  caData: string(),
});

const extender = struct({
  urlPrefix: string(),
  filterVerb: string(),
  preemptVerb: string(),
  prioritizeVerb: string(),
  bindVerb: string(),
  weight: int(),
  enableHTTPS: bool(),
  tlsConfig: extenderTls,
  httpTimeout: duration(),
  nodeCacheCapable: bool(),
  managedResources: list(struct({ name: string(), ignoredByScheduler: bool() })),
  ignorable: bool(),
});

export const kubeSchedulerConfiguration = struct({
  clientConnection: clientConnectionConfiguration,
  leaderElection: leaderElectionConfiguration,
  enableProfiling: bool(),
  enableContentionProfiling: bool(),
  // v1beta2 had them as long as it lasted, but nothing served there any more from 1.23 on (#96345).
  healthzBindAddress: string({ until: '1.23', source: 'KEP-785' }),
  metricsBindAddress: string({ until: '1.23', source: 'KEP-785' }),

  parallelism: int({ since: '1.20', source: 'CHANGELOG-1.20' }),
  percentageOfNodesToScore: int(),
  podInitialBackoffSeconds: int(),
  podMaxBackoffSeconds: int(),
  delayCacheUntilActive: bool({ since: '1.28', source: 'CHANGELOG-1.28' }),
  profiles: list(profile),
  extenders: list(extender),
});

export type KubeSchedulerConfiguration = Infer<typeof kubeSchedulerConfiguration>;
