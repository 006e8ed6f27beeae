/** Programs of other Debian suites than the one that the tests run on: pinned packages (of amd64), unpacked in a cache beside it. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { sha256 } from '../../src/shared/digest.ts';
import { unpackedAside } from './debian-aside.ts';
import { run } from './judges.ts';

interface Pin {
  readonly suite: string;
  readonly package: string;
  /** Below the archive's `pool/main/`; the version is in the name. */
  readonly path: string;
  readonly sha256: string;
}

const pins = {
  'cloud-init 25': {
    suite: 'trixie',
    package: 'cloud-init',
    path: 'c/cloud-init/cloud-init_25.1.4-1+deb13u1_all.deb',
    sha256: '1b120a44110e7234c9cf9ccde78fb5d5ea1292c94ef0ca70d09a580f72980df3',
  },
  'cloud-init 26': {
    suite: 'sid',
    package: 'cloud-init',
    path: 'c/cloud-init/cloud-init_26.2-1_all.deb',
    sha256: '17fc7a7f428dbea1195543259955a75f170870473990a43375de99009bd60462',
  },
  'containerd 2.1': {
    suite: 'sid',
    package: 'containerd',
    path: 'c/containerd/containerd_2.1.9+ds1-5_amd64.deb',
    sha256: '2dda86ce7033fd612fc50e136679d8174ccad680eb29cd4611e0d2a1b84cf591',
  },
  'docker 26': {
    suite: 'trixie',
    package: 'docker.io',
    path: 'd/docker.io/docker.io_26.1.5+dfsg1-9+deb13u1_amd64.deb',
    sha256: '142fe32f839a20720b2e6074b8d28d883b01bc45345f7315586b0c2d348dae87',
  },
  'CNI plugins 1.9': {
    suite: 'sid',
    package: 'containernetworking-plugins',
    path: 'g/golang-github-containernetworking-plugins/containernetworking-plugins_1.9.1+ds1-1_amd64.deb',
    sha256: '12857dd3136d61e00bffcc2c8823d14df586e94406098326e02846cfa46a058e',
  },
  'kubectl 1.20': {
    suite: 'bookworm',
    package: 'kubernetes-client',
    path: 'k/kubernetes/kubernetes-client_1.20.5+really1.20.2-1.1+deb12u1_amd64.deb',
    sha256: '087c42dc26c847740043cdaa8b16db666be5591a1da957f822922aa1b677494e',
  },
  'kubectl 1.36': {
    suite: 'sid',
    package: 'kubectl',
    path: 'k/kubernetes/kubectl_1.36.4+ds-1_amd64.deb',
    sha256: '407dad9ec755a64ef8c96dd2f5c0c093f9d334193c91cc0ce8424928cd5734d3',
  },
} as const satisfies Readonly<Record<string, Pin>>;

export type PinnedProgram = keyof typeof pins;

const cache = process.env['NODESEED_TEST_CACHE'] ?? join(tmpdir(), 'nodeseed-test-cache');
/** The second keeps what the first drops as soon as there is a newer version. */
const archives = [
  'http://deb.debian.org/debian',
  'https://snapshot.debian.org/archive/debian/20261120T000000Z',
];

/** The folder that the package's files are in, as if it were `/`; undefined, and said aloud, where it cannot be had. */
export function pinned(program: PinnedProgram): string | undefined {
  const pin: Pin = pins[program];
  const place = join(cache, basename(pin.path, '.deb'));
  if (existsSync(place)) return place;
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'fetching-'));
  try {
    if (!archives.some((archive) => download(`${archive}/pool/main/${pin.path}`, pin, work)))
      return present(pin);
    return unpack(work, place);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function download(url: string, pin: Pin, work: string): boolean {
  const file = join(work, 'package.deb');
  const done = run('curl', ['-fsSL', '--retry', '3', '--max-time', '300', '-o', file, url]);
  if (done.status !== 0) return false;
  const found = sha256(readFileSync(file));
  if (found !== pin.sha256) throw new Error(`${url} has the digest ${found} instead of ${pin.sha256}`);
  return true;
}

function unpack(work: string, place: string): string {
  const root = join(work, 'root');
  const done = run('dpkg-deb', ['-x', join(work, 'package.deb'), root]);
  if (done.status !== 0) throw new Error(`dpkg-deb ended with ${done.status}: ${done.stderr}`);
  try {
    renameSync(root, place);
  } catch (error) {
    // Another test file was faster; what it made is the same.
    if (!existsSync(place)) throw error;
  }
  return place;
}

/** A judge of another version than the pinned one, which is gone from the archives, is better than none; said aloud. */
function present({ suite, package: name, path }: Pin): string | undefined {
  console.log(
    `NOT RUN: ${path} as pinned, because no archive has it any more: the one that ${suite} has now`,
  );
  return unpackedAside(suite, name);
}
