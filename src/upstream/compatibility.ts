/**
 * Which kubelet, container runtime and cgroup version work together. Tables first, then pure questions to them;
 * answers are typed reasons, putting them into words is the caller's.
 */
import { compareReleases, parseVersion, type Release, type Version } from './release.ts';
import { type Life, livesIn } from './schema.ts';

export type CriVersion = 'v1alpha2' | 'v1';
export type CgroupVersion = 1 | 2;

const criSpokenByKubelet: { readonly [V in CriVersion]: Life } = {
  v1alpha2: {
    since: '1.10',
    until: '1.26',
    source: 'kubernetes.io: Container Runtime Interface, 1.26 and later',
  },
  v1: { since: '1.23', source: 'kubernetes.io: Container Runtime Interface, stable in 1.23' },
};

const criSpokenByContainerd: { readonly [V in CriVersion]: Life } = {
  v1alpha2: { since: '1.1', until: '2.0', source: 'containerd RELEASES.md, docs/containerd-2.0.md' },
  v1: { since: '1.6', source: 'containerd RELEASES.md; kubernetes CHANGELOG-1.26.md: 1.5 is not supported' },
};

const dockershim = { until: '1.24', source: 'kubernetes CHANGELOG-1.24.md' } as const;

const cgroupV2 = {
  kubelet: { since: '1.19', source: 'KEP-2254: alpha; beta in 1.22, stable in 1.25' },
  containerd: { since: '1.4', source: 'kubernetes.io: About cgroup v2' },
  docker: { since: '20.10', source: 'Docker Engine 20.10 release notes' },
} as const;

const failCgroupV1ByDefault = { since: '1.35', source: 'kubernetes CHANGELOG-1.35.md; KEP-5573' } as const;

/** The shims containerd shipped itself; a `runtime_type` not listed here belongs to somebody else. */
const shims: { readonly [runtimeType: string]: { readonly cgroups: readonly CgroupVersion[] } & Life } = {
  'io.containerd.runtime.v1.linux': {
    cgroups: [1],
    until: '2.0',
    source: 'containerd docs/containerd-2.0.md',
  },
  // It starts on cgroup v2, but "cgroup v2 not implemented for Stats" (runtime/v2/runc/v1/service.go): no metrics.
  'io.containerd.runc.v1': { cgroups: [1], until: '2.0', source: 'containerd docs/containerd-2.0.md' },
  'io.containerd.runc.v2': { cgroups: [1, 2], since: '1.3', source: 'containerd 1.3 release notes' },
};

/**
 * The oldest patch upstream recommends of each containerd release. 1.30 to 1.33 from containerd RELEASES.md of 2.1,
 * later ones from the same table at containerd.io/releases.
 */
const recommended: { readonly [kubernetes: Release]: readonly string[] } = {
  '1.30': ['2.1.0', '2.0.0', '1.7.13', '1.6.28'],
  '1.31': ['2.1.0', '2.0.0', '1.7.20', '1.6.34'],
  '1.32': ['2.1.0', '2.0.1', '1.7.24', '1.6.36'],
  '1.33': ['2.1.0', '2.0.4', '1.7.24', '1.6.36'],
  '1.34': ['2.1.3', '1.7.28'],
  '1.35': ['2.2.0', '1.7.28'],
  '1.36': ['2.3.0', '2.2.0'],
};

export type NodeRuntime =
  | { readonly name: 'containerd'; readonly release: Release; readonly runtimeType?: string }
  | { readonly name: 'docker'; readonly release: Release; readonly through: 'dockershim' | 'cri-dockerd' };

export interface RuntimeSetup {
  readonly kubelet: Release;
  readonly runtime: NodeRuntime;
  /** Absent: not known, and nothing is said of it. */
  readonly cgroup?: CgroupVersion;
  /** The kubelet's own setting; absent: its default in that release. */
  readonly failCgroupV1?: boolean;
}

export type RuntimeProblem =
  | {
      readonly kind: 'no-common-cri';
      readonly kubelet: readonly CriVersion[];
      readonly runtime: readonly CriVersion[];
    }
  | { readonly kind: 'dockershim-gone'; readonly until: Release }
  | { readonly kind: 'shim-unavailable'; readonly runtimeType: string; readonly life: Life }
  | { readonly kind: 'shim-without-cgroup-v2'; readonly runtimeType: string }
  | {
      readonly kind: 'cgroup-v2-unsupported';
      readonly by: 'kubelet' | 'containerd' | 'docker';
      readonly since: Release;
    }
  | { readonly kind: 'cgroup-v1-refused'; readonly byDefaultSince?: Release };

/** Everything that keeps this kubelet and this runtime from working together, in the order of the tables above. */
export function runtimeProblems(setup: RuntimeSetup): readonly RuntimeProblem[] {
  return [...criProblems(setup), ...shimProblems(setup), ...cgroupProblems(setup)];
}

function criProblems({ kubelet, runtime }: RuntimeSetup): readonly RuntimeProblem[] {
  if (runtime.name === 'docker' && runtime.through === 'dockershim') {
    return livesIn(dockershim, kubelet) ? [] : [{ kind: 'dockershim-gone', until: dockershim.until }];
  }
  const asked = spoken(criSpokenByKubelet, kubelet);
  const offered =
    runtime.name === 'docker' ? (['v1'] as const) : spoken(criSpokenByContainerd, runtime.release);
  return asked.some((version) => offered.includes(version))
    ? []
    : [{ kind: 'no-common-cri', kubelet: asked, runtime: offered }];
}

function shimProblems({ runtime, cgroup }: RuntimeSetup): readonly RuntimeProblem[] {
  if (runtime.name !== 'containerd' || !runtime.runtimeType) return [];
  const { runtimeType, release } = runtime;
  const shim = Object.hasOwn(shims, runtimeType) ? shims[runtimeType] : undefined;
  if (!shim) return [];
  const { cgroups, ...life } = shim;
  if (!livesIn(life, release)) return [{ kind: 'shim-unavailable', runtimeType, life }];
  return cgroup === 2 && !cgroups.includes(2) ? [{ kind: 'shim-without-cgroup-v2', runtimeType }] : [];
}

function cgroupProblems({ kubelet, runtime, cgroup, failCgroupV1 }: RuntimeSetup): readonly RuntimeProblem[] {
  if (cgroup === 1) {
    const byDefault = livesIn(failCgroupV1ByDefault, kubelet);
    if (!(failCgroupV1 ?? byDefault)) return [];
    const own = failCgroupV1 === undefined ? { byDefaultSince: failCgroupV1ByDefault.since } : {};
    return [{ kind: 'cgroup-v1-refused', ...own }];
  }
  if (cgroup === undefined) return [];
  const parts = [
    ['kubelet', kubelet],
    [runtime.name, runtime.release],
  ] as const;
  return parts.flatMap(([by, release]) =>
    livesIn(cgroupV2[by], release)
      ? []
      : [{ kind: 'cgroup-v2-unsupported' as const, by, since: cgroupV2[by].since }],
  );
}

const criVersions: readonly CriVersion[] = ['v1alpha2', 'v1'];

const spoken = (table: { readonly [V in CriVersion]: Life }, release: Release): readonly CriVersion[] =>
  criVersions.filter((version) => livesIn(table[version], release));

/**
 * Whether upstream recommends this containerd for that Kubernetes: its release is in the row at that patch or a later
 * one, or is newer than the whole row. `unknown` when upstream's table has no row.
 */
export function containerdPairing(
  kubernetes: Release,
  containerd: Version,
):
  | { readonly verdict: 'recommended' | 'unknown' }
  | { readonly verdict: 'untested'; readonly tested: readonly string[] } {
  const tested = recommended[kubernetes];
  if (!tested) return { verdict: 'unknown' };
  const rows = tested.flatMap((text) => parseVersion(text) ?? []);
  const sameRelease = rows.find(({ release }) => release === containerd.release);
  const good = sameRelease
    ? containerd.patch >= sameRelease.patch
    : rows.every(({ release }) => compareReleases(containerd.release, release) > 0);
  return good ? { verdict: 'recommended' } : { verdict: 'untested', tested };
}
