/** Where each program nodeseed places comes from: a single file, or named members of a pinned archive. */
import { containerdPrograms } from './containerd/programs.ts';
import { cniPluginsIn } from './pins/cni-members.ts';
import {
  type Arch,
  type Digest,
  findPin,
  type KubernetesProgram,
  kubernetesPrograms,
  type Pin,
  type PinFamily,
  type PinFormat,
  type PinName,
  pinFamilies,
  pinnedVersions,
} from './pins/index.ts';
import { compareReleases, parseVersion, type Release } from './release.ts';

export type Program =
  | KubernetesProgram
  | 'containerd'
  | 'runc'
  | 'cni-plugins'
  | 'crictl'
  | 'etcd'
  | 'etcdctl';

export const programs: readonly Program[] = [
  ...kubernetesPrograms,
  'containerd',
  'runc',
  'cni-plugins',
  'crictl',
  'etcd',
  'etcdctl',
];

export interface ArchiveMember {
  /** Its name inside the archive, without a leading `./`. */
  readonly from: string;
  /** Its file name on the node. */
  readonly name: string;
}

export interface BinarySource {
  readonly pin: Pin;
  readonly members: readonly ArchiveMember[] | 'whole-file';
}

export interface MissingBinary {
  /** What was looked for, as `containerd 2.9.0 amd64`. */
  readonly missing: string;
  /** The versions of this program that are pinned for that architecture, newest first. */
  readonly known: readonly string[];
}

interface Candidate {
  readonly pin: PinName;
  readonly members: (version: string, arch: Arch) => readonly ArchiveMember[] | 'whole-file';
}

const wholeFile = () => 'whole-file' as const;
const inFolder = (folder: string, names: readonly string[]): readonly ArchiveMember[] =>
  names.map((name) => ({ from: folder ? `${folder}/${name}` : name, name }));

const nodePrograms: readonly KubernetesProgram[] = ['kubelet', 'kubectl', 'kubeadm', 'kube-proxy'];

/** The smallest download first: the file itself, the node archive, the server archive (which holds everything). */
function kubernetesCandidates(program: KubernetesProgram): readonly Candidate[] {
  const file: Candidate = { pin: program, members: wholeFile };
  const node: Candidate = {
    pin: 'kubernetes-node',
    members: () => inFolder('kubernetes/node/bin', [program]),
  };
  const server: Candidate = {
    pin: 'kubernetes-server',
    members: () => inFolder('kubernetes/server/bin', [program]),
  };
  return nodePrograms.includes(program) ? [file, node, server] : [file, server];
}

function releaseOf(version: string): Release {
  const parsed = parseVersion(version);
  if (!parsed) throw new TypeError(`a pinned version is no version: ${version}`);
  return parsed.release;
}

const otherCandidates: { readonly [P in Exclude<Program, KubernetesProgram>]: readonly Candidate[] } = {
  containerd: [
    { pin: 'containerd', members: (version) => inFolder('bin', containerdPrograms(releaseOf(version))) },
    {
      pin: 'cri-containerd-cni',
      members: (version) => inFolder('usr/local/bin', containerdPrograms(releaseOf(version))),
    },
  ],
  runc: [{ pin: 'runc', members: wholeFile }],
  'cni-plugins': [
    { pin: 'cni-plugins', members: (version) => inFolder('', cniPluginsIn(releaseOf(version))) },
  ],
  crictl: [{ pin: 'crictl', members: () => inFolder('', ['crictl']) }],
  etcd: [
    {
      pin: 'etcd',
      members: (version, arch) => inFolder(`etcd-v${version}-linux-${arch}`, ['etcd', 'etcdctl']),
    },
  ],
  // Alone, where etcd itself comes as an image.
  etcdctl: [
    { pin: 'etcd', members: (version, arch) => inFolder(`etcd-v${version}-linux-${arch}`, ['etcdctl']) },
  ],
};

const candidatesFor = (program: Program): readonly Candidate[] =>
  isKubernetes(program) ? kubernetesCandidates(program) : otherCandidates[program];

const isKubernetes = (program: Program): program is KubernetesProgram =>
  (kubernetesPrograms as readonly string[]).includes(program);

/** A pin by name, version without the leading v, and architecture. */
export type FindPin = (name: PinName, version: string, arch: Arch) => Pin | undefined;

/**
 * The best pinned source of a program, or which versions there would be. `version` is without the leading v; `find` asks the
 * catalogue unless it is said where else to look.
 */
export function findBinary(
  program: Program,
  version: string,
  arch: Arch,
  find: FindPin = findPin,
): BinarySource | MissingBinary {
  const candidates = candidatesFor(program);
  for (const candidate of candidates) {
    const pin = find(candidate.pin, version, arch);
    if (pin) return { pin, members: candidate.members(version, arch) };
  }
  return { missing: `${program} ${version} ${arch}`, known: binaryVersions(program, arch) };
}

/** Every version of a program that can be placed on that architecture, newest first. */
export function binaryVersions(program: Program, arch: Arch): readonly string[] {
  const found = candidatesFor(program).flatMap(({ pin }) =>
    pinnedVersions(pin).filter((version) => findPin(pin, version, arch)),
  );
  return [...new Set(found)].sort(newestFirst);
}

function newestFirst(a: string, b: string): number {
  const [left, right] = [parseVersion(a), parseVersion(b)];
  return left && right ? compareReleases(right.release, left.release) || right.patch - left.patch : 0;
}

/** A version outside the catalogue: upstream's usual place and layout of the first candidate, with a digest that somebody vouches for. */
export function vouchedBinary(program: Program, version: string, arch: Arch, digest: Digest): BinarySource {
  const { candidate, family } = firstCandidate(program);
  const { name, format } = family;
  const pin: Pin = { name, version, arch, format, digest, urls: family.urls(version, arch) };
  return { pin, members: candidate.members(version, arch) };
}

/** The file of a version that is in no catalogue: where it is, and where its digest is published. */
export interface UnpinnedFile {
  readonly name: PinName;
  readonly version: string;
  readonly arch: Arch;
  readonly urls: readonly string[];
  /** Best first; for each of them the file's name that it is to be found under. */
  readonly checksums: readonly { readonly url: string; readonly file: string }[];
}

export function unpinnedFile(program: Program, version: string, arch: Arch): UnpinnedFile {
  const { family } = firstCandidate(program);
  const urls = family.urls(version, arch);
  const checksums = urls.flatMap((address) =>
    (family.checksums?.(address) ?? []).map((url) => ({
      url,
      file: address.slice(address.lastIndexOf('/') + 1),
    })),
  );
  return { name: family.name, version, arch, urls, checksums };
}

function firstCandidate(program: Program): { candidate: Candidate; family: PinFamily } {
  const [candidate] = candidatesFor(program);
  const family = pinFamilies.find(({ name }) => name === candidate?.pin);
  if (!candidate || !family) throw new TypeError(`no candidate is known for ${program}`);
  return { candidate, family };
}

export function formatOf(name: PinName): PinFormat {
  const family = pinFamilies.find((one) => one.name === name);
  if (!family) throw new TypeError(`no pin is called ${name}`);
  return family.format;
}
