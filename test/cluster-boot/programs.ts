/** Real programs in upstream's archive layouts, at upstream's own paths: Debian's, and Kubernetes as it was built from Debian's source. */
import { mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { must } from '../../src/boot/command.ts';
import { digestOf } from '../boot/upstream.ts';
import { pinned } from '../support/debian.ts';
import { kubernetes, kubernetesVersion } from '../support/kubernetes.ts';

/** As upstream lays them out, from listings of the real archives; not from what nodeseed thinks of them. */
interface Archive {
  /** The key below `binaries` in a profile. */
  readonly key: string;
  /** Without the scheme. */
  readonly place: string;
  /** The folder that the programs are in, inside the archive. */
  readonly folder: string;
  readonly programs: readonly string[];
}

const releases = 'github.com/%/releases/download';
const of = (repository: string) => releases.replace('%', repository);

const archives: readonly Archive[] = [
  {
    key: 'containerd',
    place: `${of('containerd/containerd')}/v1.6.20/containerd-1.6.20-linux-amd64.tar.gz`,
    folder: 'bin',
    programs: [
      'containerd',
      'containerd-shim',
      'containerd-shim-runc-v1',
      'containerd-shim-runc-v2',
      'ctr',
    ].map((name) => `/usr/bin/${name}`),
  },
  {
    key: 'cniPlugins',
    place: `${of('containernetworking/plugins')}/v1.1.1/cni-plugins-linux-amd64-v1.1.1.tgz`,
    folder: '.',
    programs:
      'bandwidth bridge dhcp firewall host-device host-local ipvlan loopback macvlan portmap ptp sbr static tuning vlan vrf'
        .split(' ')
        .map((name) => `/usr/lib/cni/${name}`),
  },
  {
    key: 'etcd',
    place: `${of('etcd-io/etcd')}/v3.4.23/etcd-v3.4.23-linux-amd64.tar.gz`,
    folder: 'etcd-v3.4.23-linux-amd64',
    programs: ['/usr/bin/etcd', '/usr/bin/etcdctl'],
  },
];

const kubernetesKeys = {
  kubelet: 'kubelet',
  kubeApiserver: 'kube-apiserver',
  kubeControllerManager: 'kube-controller-manager',
  kubeScheduler: 'kube-scheduler',
  kubeProxy: 'kube-proxy',
} as const;

export interface Offered {
  readonly key: string;
  readonly place: string;
  readonly digest: string;
}

/** Folders with programs of Kubernetes. */
export interface Programs {
  readonly built: string;
  /** kubectl. */
  readonly client: string;
}

/** Nothing, and said aloud, where they can be neither found nor made. */
export function kubernetesPrograms(): Programs | undefined {
  const built = kubernetes();
  const client = built && pinned('kubectl 1.20');
  return built && client ? { built, client: join(client, 'usr/bin') } : undefined;
}

/** Fills the mirror's folder. */
export function offer(folder: string, { built, client }: Programs): Offered[] {
  const kubernetes = `dl.k8s.io/release/${kubernetesVersion}/bin/linux/amd64`;
  const files: [key: string, place: string, program: string][] = [
    ...Object.entries(kubernetesKeys).map(([key, name]): [string, string, string] => [
      key,
      `${kubernetes}/${name}`,
      join(built, name),
    ]),
    ['kubectl', `${kubernetes}/kubectl`, join(client, 'kubectl')],
    ['runc', `${of('opencontainers/runc')}/v1.1.5/runc.amd64`, '/usr/sbin/runc'],
  ];
  return [
    ...archives.map((archive) => offered(archive, pack(folder, archive))),
    ...files.map(([key, place, program]) => {
      const file = roomFor(folder, place);
      symlinkSync(program, file);
      return offered({ key, place }, file);
    }),
  ];
}

function offered({ key, place }: { key: string; place: string }, file: string): Offered {
  return { key, place, digest: digestOf(readFileSync(file)) };
}

/** Hardly compressed: it is made anew in every run. */
function pack(folder: string, { place, folder: inside, programs }: Archive): string {
  const file = roomFor(folder, place);
  const work = join(folder, 'packing');
  const target = join(work, inside);
  mkdirSync(target, { recursive: true });
  for (const program of programs) must('cp', ['--dereference', program, target]);
  must('tar', ['--directory', work, '--use-compress-program=gzip -1', '-cf', file, inside]);
  rmSync(work, { recursive: true });
  return file;
}

function roomFor(folder: string, place: string): string {
  const file = join(folder, place);
  mkdirSync(dirname(file), { recursive: true });
  return file;
}
