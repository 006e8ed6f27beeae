/** Do kubelet, container runtime and operating system go together? */
import type { Fault, Faults, Path } from '../../shared/fault.ts';
import { type NodeRuntime, type RuntimeProblem, runtimeProblems } from '../../upstream/compatibility.ts';
import { configVersionsReadBy } from '../../upstream/containerd/index.ts';
import type { Cluster, Node } from '../cluster.ts';
import { containerdForm, runtimeRelease, runtimeSource, runtimeType } from '../runtime.ts';
import { lifeInWords } from './patches.ts';

export function checkRuntime(cluster: Cluster, faults: Faults): void {
  for (const node of cluster.nodes) {
    checkSource(node, faults);
    checkForm(cluster, node, faults);
    checkTogether(cluster, node, faults);
    checkCgroupDrivers(node, faults);
  }
}

function checkSource(node: Node, faults: Faults): void {
  const source = runtimeSource(node);
  const path = node.origin(['containerRuntime', 'source']);
  if (source === 'system' && (runtimeType(node) !== 'containerd' || !node.system.containerd)) {
    faults.add({
      code: 'runtime-not-in-system',
      message: `${node.systemName} has no ${runtimeType(node)} of its own`,
      expected: 'source: upstream or package',
      path,
    });
  }
  if (source === 'package' && !node.system.packageManager) {
    faults.add({
      code: 'no-package-manager',
      message: `${node.systemName} has no packages to install`,
      expected: 'source: upstream or system',
      path,
    });
  }
  if (source === 'upstream' && runtimeType(node) === 'docker') {
    faults.add({
      code: 'runtime-source',
      message: 'docker is installed from a package',
      expected: 'source: package',
      path,
    });
  }
  const given = node.settings.containerRuntime?.package;
  if (
    runtimeType(node) === 'docker' &&
    given === undefined &&
    node.system.packageManager &&
    !node.system.dockerPackage
  ) {
    const at = node.origin(['containerRuntime', 'type']);
    faults.add({
      code: 'runtime-source',
      message: `${node.systemName} has no package of docker`,
      expected: 'containerRuntime.package, and a repository that has it',
      path: at,
    });
  }
}

function checkForm(cluster: Cluster, node: Node, faults: Faults): void {
  const release = runtimeRelease(cluster.version, node);
  if (runtimeType(node) !== 'containerd' || release === undefined) return;
  const form = containerdForm(cluster.version, node);
  const read = configVersionsReadBy(release);
  if (read.includes(form)) return;
  faults.add({
    code: 'containerd-config-version',
    message: `containerd ${release} does not read configuration version ${form}`,
    expected: `one of ${read.join(', ')}`,
    path: node.origin(['containerRuntime', 'configVersion']),
  });
}

/** What a package without a version is taken for: the last release that reads the form of configuration it gets. */
const assumed = { 1: '1.2', 2: '1.7', 3: '2.3' } as const;

function checkTogether(cluster: Cluster, node: Node, faults: Faults): void {
  const kubelet = cluster.version.release;
  const given = runtimeRelease(cluster.version, node);
  const form = containerdForm(cluster.version, node);
  const shim = runtimeTypeIn(node);
  const runtime: NodeRuntime =
    runtimeType(node) === 'docker'
      ? { name: 'docker', release: given ?? '20.10', through: 'dockershim' }
      : { name: 'containerd', release: given ?? assumed[form], ...(shim && { runtimeType: shim }) };
  const fail = node.settings.kubelet?.config?.['failCgroupV1'];
  const problems = runtimeProblems({
    kubelet,
    runtime,
    cgroup: node.system.cgroup === 'v1' ? 1 : 2,
    ...(typeof fail === 'boolean' && { failCgroupV1: fail }),
  });
  faults.addAll(problems.map((problem) => problemFault(problem, cluster, node, runtime)));
}

/** The shim that a patch of containerd's configuration names for the default runtime. */
function runtimeTypeIn(node: Node): string | undefined {
  return findKey(node.settings.containerRuntime?.config, 'runtime_type')?.value as string | undefined;
}

function problemFault(problem: RuntimeProblem, cluster: Cluster, node: Node, runtime: NodeRuntime): Fault {
  const kubelet = `kubelet ${cluster.version.release}`;
  const named = `${runtime.name} ${runtime.release}`;
  const atRuntime = node.origin(['containerRuntime', 'version']);
  const atSystem: Path = [...node.poolPath, 'os'];
  switch (problem.kind) {
    case 'dockershim-gone':
      return {
        code: 'dockershim-gone',
        message: `${kubelet} cannot use docker: that went in ${problem.until}`,
        expected: 'type: containerd',
        path: node.origin(['containerRuntime', 'type']),
      };
    case 'no-common-cri':
      return {
        code: 'runtime-interface',
        message: `${kubelet} speaks CRI ${problem.kubelet.join(' and ')}, ${named} speaks ${problem.runtime.join(' and ') || 'none'}`,
        expected: 'versions that have one in common',
        path: atRuntime,
      };
    case 'shim-unavailable':
      return {
        code: 'shim-unavailable',
        message: `${named} has no ${problem.runtimeType}: ${lifeInWords(problem.life)}`,
        expected: 'io.containerd.runc.v2',
        path: shimPath(node),
      };
    case 'shim-without-cgroup-v2':
      return {
        code: 'cgroup-version',
        message: `${problem.runtimeType} cannot do with cgroup v2, which ${node.systemName} has`,
        expected: 'a system with cgroup v1, or io.containerd.runc.v2',
        path: shimPath(node),
      };
    case 'cgroup-v2-unsupported': {
      const who = problem.by === 'kubelet' ? kubelet : named;
      return {
        code: 'cgroup-version',
        message: `${who} cannot do with cgroup v2, which ${node.systemName} has; that came in ${problem.since}`,
        expected: 'a system of its time, with cgroup v1',
        path: atSystem,
      };
    }
    case 'cgroup-v1-refused': {
      const since = problem.byDefaultSince ? `, by default since ${problem.byDefaultSince}` : '';
      return {
        code: 'cgroup-version',
        message: `${kubelet} does not start on cgroup v1${since}, and ${node.systemName} has no other`,
        expected: 'a system with cgroup v2',
        path: atSystem,
      };
    }
  }
}

function shimPath(node: Node): Path {
  const found = findKey(node.settings.containerRuntime?.config, 'runtime_type');
  return node.origin(['containerRuntime', 'config', ...(found?.path ?? [])]);
}

/** kubelet and runtime must put containers into cgroups by the same driver; a patch may not say otherwise. */
function checkCgroupDrivers(node: Node, faults: Faults): void {
  const driver = node.settings.cgroupDriver ?? 'systemd';
  const kubelet = node.settings.kubelet?.config?.['cgroupDriver'];
  if (typeof kubelet === 'string' && kubelet !== driver) {
    faults.add({
      code: 'cgroup-driver',
      message: `the kubelet is given the cgroup driver ${kubelet}, the container runtime ${driver}`,
      expected: `cgroupDriver: ${kubelet} for both`,
      path: node.origin(['kubelet', 'config', 'cgroupDriver']),
    });
  }
  for (const key of ['SystemdCgroup', 'systemd_cgroup']) {
    const found = findKey(node.settings.containerRuntime?.config, key);
    if (typeof found?.value !== 'boolean' || found.value === (driver === 'systemd')) continue;
    faults.add({
      code: 'cgroup-driver',
      message: `${key} is ${found.value}, but the cgroup driver is ${driver}`,
      expected: `cgroupDriver: ${found.value ? 'systemd' : 'cgroupfs'} for both`,
      path: node.origin(['containerRuntime', 'config', ...found.path]),
    });
  }
}

/** The first entry of that name, however deep. */
function findKey(value: unknown, key: string, path: Path = []): { value: unknown; path: Path } | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    if (name === key) return { value: inner, path: [...path, name] };
    const found = findKey(inner, key, [...path, name]);
    if (found) return found;
  }
  return undefined;
}
