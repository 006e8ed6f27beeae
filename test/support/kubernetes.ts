/**
 * A real Kubernetes: the programs of v1.20.2 built from Debian's source package of that name, of which Debian itself makes kubectl
 * only. Takes five minutes on two cores, once; the programs are kept beside the images of the boot tests.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cache } from '../boot/places.ts';
import { available, missing, run } from './judges.ts';

const programsFolder = join(cache, 'programs');

export const kubernetesVersion = 'v1.20.2';

export const kubernetesPrograms = [
  'kubelet',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kube-proxy',
] as const;

export type KubernetesProgram = (typeof kubernetesPrograms)[number];

const version = '1.20.5+really1.20.2';
const revision = '1.1+deb12u1';

const source = `k/kubernetes/kubernetes_${version}`;

/**
 * By their places in Debian's pool: the .dsc of bookworm's package and what it lists; and bookworm's own version of a library of
 * which the package has one that does not go with its Go (github.com/modern-go/reflect2, release 1.0.2).
 */
const pins: Readonly<Record<string, string>> = {
  [`${source}-${revision}.dsc`]: '19fa1da5aefcef673894ac9511986bd98a14410cf8eea0b626613c30df435257',
  [`${source}.orig.tar.gz`]: 'b83c0780efb182d928dc63d46488a847f161f04e40a94b96bf5247dd671ecdfc',
  [`${source}-${revision}.debian.tar.xz`]: '9b6e5fd41769d2b5badf2e73b274e3bcd90f85e13d06a1a4a845ccce018127d8',
  'g/golang-github-modern-go-reflect2/golang-github-modern-go-reflect2-dev_1.0.2-2_all.deb':
    'af150a5172cf4c19bb321a53e67103e7fb18d07c1baa1e816a235155265d3948',
};

/** The second keeps what the first drops as soon as there is a newer version. */
const archives = [
  'http://deb.debian.org/debian',
  'https://snapshot.debian.org/archive/debian/20261120T000000Z',
].map((archive) => `${archive}/pool/main`);

/** bookworm's Go is the newest that builds it. */
const go = '/usr/lib/go-1.19/bin';

const tools = {
  flock: 'util-linux',
  curl: 'curl',
  'dpkg-source': 'dpkg-dev',
  make: 'make',
  jq: 'jq',
  rsync: 'rsync',
  [`${go}/go`]: 'golang-1.19-go',
};

/** The folder that the programs are in; undefined, and said aloud, where they can be neither found nor built. */
export function kubernetes(): string | undefined {
  const place = join(programsFolder, `kubernetes-${version}-${revision}-reflect2-1.0.2`);
  if (existsSync(place)) return place;
  if (process.getuid?.() !== 0) {
    missing('the folder that a built Kubernetes is kept in needs root');
    return undefined;
  }
  if (!Object.entries(tools).every(([tool, debianPackage]) => available(tool, debianPackage)))
    return undefined;
  build(place);
  return place;
}

function build(place: string): void {
  mkdirSync(programsFolder, { recursive: true });
  const digests = `${place}.sha256`;
  const lines = Object.entries(pins).map(([file, digest]) => `${digest}  ${file}\n`);
  writeFileSync(digests, lines.join(''));
  const script = fileURLToPath(new URL('kubernetes.sh', import.meta.url));
  const done = run('flock', [
    `${place}.lock`,
    'sh',
    script,
    place,
    archives.join(' '),
    digests,
    go,
    ...kubernetesPrograms,
  ]);
  if (done.status !== 0)
    throw new Error(
      `Kubernetes was not built (${done.status}): ${done.stdout.slice(-2000)}${done.stderr.slice(-4000)}`,
    );
}
