/**
 * A real control plane: etcd and Kubernetes v1.20.2, started from the generated units with the generated files on a machine of a
 * network of its own. The API is ready, the reconciler brings its objects there once and then finds nothing to do, and a kubelet
 * registers its node.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Machine } from '../../src/model/machine.ts';
import { protectedSysctls } from '../../src/upstream/kubelet/hardening.ts';
import { pinned } from '../support/debian.ts';
import { available, missing, type Ran, run } from '../support/judges.ts';
import { kubernetes, kubernetesPrograms, kubernetesVersion } from '../support/kubernetes.ts';
import { argvOf, textAt } from '../support/machine-parts.ts';
import { machinesFrom, minimalProfile } from '../support/profile.ts';
import { Lab, type LabMachine, type Service, until } from './support/lab.ts';

const digest = (number: number) => ({ digest: `sha256:${String(number).padStart(64, '0')}` });

/** Nothing is fetched: the digests stand for files that nobody has published. */
const profile = minimalProfile({
  kubernetesVersion,
  controlPlaneEndpoint: '10.8.0.11:6443',
  controlPlane: { run: 'systemd', schedulable: true },
  containerRuntime: { version: 'v1.6.20' },
  binaries: {
    kubelet: digest(1),
    kubeApiserver: digest(2),
    kubeControllerManager: digest(3),
    kubeScheduler: digest(4),
    kubectl: digest(5),
    containerd: digest(6),
    runc: { version: 'v1.1.5', ...digest(7) },
    cniPlugins: { version: 'v1.1.1', ...digest(8) },
  },
  pools: [
    {
      name: 'control',
      role: 'control-plane',
      os: 'debian-12',
      labels: { tier: 'control' },
      nodes: [{ name: 'cp-1', address: '10.8.0.11/24' }],
    },
  ],
  // The lab's: its cgroups are the host's, which no kubelet of a test is to arrange.
  cgroupDriver: 'cgroupfs',
  kubelet: { config: { cgroupsPerQOS: false, enforceNodeAllocatable: [], failSwapOn: false } },
});

/** Certificates are looked at by the clock. */
const now = `${new Date().toISOString().slice(0, 19)}Z`;

interface Control {
  readonly lab: LabMachine;
  readonly machine: Machine;
  readonly services: Map<string, Service>;
}

const units = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'containerd',
  'kubelet',
];

function start(control: Control, unit: string): void {
  control.services.set(unit, control.lab.start(argvOf(control.machine, `${unit}.service`)));
}

function logs({ services }: Control): string {
  return [...services]
    .map(([name, { log, status }]) => `--- ${name} ${status}\n${log.slice(-3000)}`)
    .join('\n');
}

/** As an administrator on the machine itself. */
function kubectl({ lab }: Control, ...args: readonly string[]): Ran {
  return lab.run(['/usr/local/bin/kubectl', '--kubeconfig', '/etc/kubernetes/admin.conf', ...args]);
}

function awaiting(control: Control, seconds: number, what: () => boolean): Promise<true> {
  return until(
    seconds,
    () => {
      const ended = [...control.services].filter(([, service]) => service.ended).map(([name]) => name);
      if (ended.length > 0) throw new Error(`ended: ${ended.join(', ')}\n${logs(control)}`);
      return what() || undefined;
    },
    () => logs(control),
  );
}

/** What makes each object what it is; nothing that its kubelet or a controller reports of it. */
function state(control: Control): string {
  const kinds = [
    'clusterrolebindings',
    'clusterroles',
    'configmaps',
    'serviceaccounts',
    'services',
    'deployments',
    'daemonsets',
  ];
  const columns =
    'K:.kind,S:.metadata.namespace,N:.metadata.name,U:.metadata.uid,G:.metadata.generation,V:.metadata.resourceVersion';
  const lines = kubectl(
    control,
    'get',
    kinds.join(),
    '--all-namespaces',
    '--no-headers',
    `--output=custom-columns=${columns}`,
  );
  assert.is(lines.status, 0, lines.stderr);
  // A workload's version moves with its status, its generation with its specification.
  return lines.stdout.replaceAll(/^((?:Deployment|DaemonSet) .*) \d+$/gm, '$1');
}

function reconcile({ lab, machine }: Control): string[] {
  const done = lab.run(argvOf(machine, 'nodeseed-apply.service'));
  assert.is(done.status, 0, done.stdout + done.stderr);
  return done.stdout.trim().split('\n');
}

function canSeparate(): boolean {
  const command = ['--mount', '--net', '--pid', '--fork', 'ip', 'link', 'add', 'lan', 'type', 'bridge'];
  const works = run('unshare', command).status === 0;
  if (!works) missing('namespaces and a bridge for machines of a test cannot be made here (needs root)');
  return works;
}

function prepare(lab: Lab, built: string, client: string): Control {
  const { machines } = machinesFrom(profile, now);
  const machine = machines[0]?.machine;
  if (!machine) throw new Error('there is one machine');
  const placed = Object.fromEntries(
    kubernetesPrograms.map((name) => [`/usr/local/bin/${name}`, join('/opt/built', name)]),
  );
  const programs = {
    ...placed,
    '/usr/local/bin/kubectl': '/opt/client/kubectl',
    '/usr/local/bin/etcd': '/usr/bin/etcd',
    '/usr/local/bin/containerd': '/usr/bin/containerd',
    '/usr/local/bin/runc': '/usr/sbin/runc',
  };
  const made = lab.machine('cp-1', ['10.8.0.11/24'], machine.files, programs);
  made.lend(built, '/opt/built');
  made.lend(join(client, 'usr/bin'), '/opt/client');
  for (const { path } of machine.directories) mkdirSync(join(made.root, path), { recursive: true });
  for (const [name, { value }] of Object.entries(protectedSysctls())) made.parameter(name, String(value));
  writeFileSync(join(made.root, 'etc/hosts'), '127.0.0.1 localhost\n');
  return { lab: made, machine, services: new Map() };
}

async function comesUp(control: Control): Promise<void> {
  for (const unit of units.slice(0, 4)) start(control, unit);
  await awaiting(control, 120, () => kubectl(control, 'get', '--raw', '/readyz').stdout === 'ok');
  const version = JSON.parse(kubectl(control, 'get', '--raw', '/version').stdout);
  assert.is(version.gitVersion, kubernetesVersion);
  await awaiting(control, 60, () => leaders(control) === 2);
}

/** Controller manager and scheduler that have got through to the API. */
function leaders(control: Control): number {
  const leases = ['kube-controller-manager', 'kube-scheduler'].map(
    (name) => kubectl(control, '--namespace=kube-system', 'get', 'lease', name, '--output=name').status,
  );
  return leases.filter((status) => status === 0).length;
}

async function registers(control: Control): Promise<void> {
  for (const unit of units.slice(4)) start(control, unit);
  await awaiting(control, 60, () => kubectl(control, 'get', 'node', 'cp-1').status === 0);
  const node = JSON.parse(kubectl(control, 'get', 'node', 'cp-1', '--output=json').stdout);
  assert.is(node.status.nodeInfo.kubeletVersion, kubernetesVersion);
  assert.is(node.metadata.labels.tier, 'control');
  assert.is(node.status.addresses[0].address, '10.8.0.11');
}

/** The objects reach the real API; another run finds each as it should be and leaves every version as it was. */
async function reconciles(control: Control): Promise<void> {
  const first = reconcile(control);
  assert.match(first.at(-1) ?? '', /^ended well, changes: \d+$/, first.join('\n'));
  // The controller manager gives each account of its own a token when it comes to it.
  const accounts = ['--namespace=kube-system', 'get', 'serviceaccounts', '--output=json'];
  await awaiting(control, 60, () => {
    const { status, stdout } = kubectl(control, ...accounts);
    const all: { secrets?: object[] }[] = status === 0 ? JSON.parse(stdout).items : [{}];
    return all.every(({ secrets }) => secrets !== undefined);
  });
  const before = state(control);
  for (const name of [
    'kubeadm:apiserver-kubelet-client',
    'kubeadm:node-autoapprove-certificate-rotation',
    'coredns',
    'kube-proxy',
  ])
    assert.ok(before.includes(name), `${name} is not among\n${before}`);
  const second = reconcile(control);
  assert.is(second.at(-1), 'ended well, nothing changed', second.join('\n'));
  const steps = textAt(control.machine, '/etc/nodeseed/apply.table').match(/^(?:apply|node) /gm) ?? [];
  const held = second.filter((line) => line.endsWith(': as it should be'));
  assert.is(held.length, steps.length, second.join('\n'));
  assert.is(state(control), before);
  const node = JSON.parse(kubectl(control, 'get', 'node', 'cp-1', '--output=json').stdout);
  assert.equal(node.spec.podCIDRs, ['10.244.0.0/24']);
  assert.ok('node-role.kubernetes.io/master' in node.metadata.labels);
}

interface Programs {
  readonly built: string;
  readonly client: string;
}

/** What of it is missing is said aloud. */
function programs(): Programs | undefined {
  const ours = { etcd: 'etcd-server', containerd: 'containerd', runc: 'runc', ip: 'iproute2' };
  if (!Object.entries(ours).every(([name, debianPackage]) => available(name, debianPackage)))
    return undefined;
  if (!canSeparate()) return undefined;
  const built = kubernetes();
  const client = built && pinned('kubectl 1.20');
  return built && client ? { built, client } : undefined;
}

const found = programs();
if (found) {
  const { built, client } = found;
  test('a control plane of v1.20.2 comes up, a kubelet registers, the reconciler changes things once', async () => {
    const lab = await Lab.open();
    try {
      const control = prepare(lab, built, client);
      await comesUp(control);
      await registers(control);
      await reconciles(control);
    } finally {
      await lab.close();
    }
  });
}

test.run();
