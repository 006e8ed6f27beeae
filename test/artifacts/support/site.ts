/** A profile whose five programs are a few bytes each, and everything that its publishers would serve. */
import { createHash } from 'node:crypto';
import { minimalProfile } from '../../support/profile.ts';
import { serve, someBytes, type Way } from './upstream.ts';

/** By the key in `binaries`: where the file is below its publisher's host, as in the catalogue. */
const places = {
  containerd: 'github.com/containerd/containerd/releases/download/v2.3.4/containerd-2.3.4-linux-amd64.tar.gz',
  runc: 'github.com/opencontainers/runc/releases/download/v1.4.3/runc.amd64',
  cniPlugins:
    'github.com/containernetworking/plugins/releases/download/v1.9.1/cni-plugins-linux-amd64-v1.9.1.tgz',
  crictl: 'github.com/kubernetes-sigs/cri-tools/releases/download/v1.36.0/crictl-v1.36.0-linux-amd64.tar.gz',
  kubelet: 'dl.k8s.io/release/v1.36.4/bin/linux/amd64/kubelet',
} as const;

export interface Site {
  /** Text of the profile; every program is pinned in it. */
  readonly profile: string;
  /** By path below the server, `/dl.k8s.io/...`. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** Each file, served well. */
  readonly ways: Record<string, Way>;
  /** The names in a cache that holds everything. */
  readonly entries: readonly string[];
}

/** `size`: bytes of each file. */
export function siteOf(size: number, settings: object = {}): Site {
  const made = Object.entries(places).map(([key, place], i) => {
    const bytes = someBytes(size, i + 1);
    return { key, place, bytes, hex: createHash('sha256').update(bytes).digest('hex') };
  });
  const binaries = Object.fromEntries(made.map(({ key, hex }) => [key, { digest: `sha256:${hex}` }]));
  return {
    profile: minimalProfile({ binaries, ...settings }),
    files: new Map(made.map(({ place, bytes }) => [`/${place}`, bytes])),
    ways: Object.fromEntries(
      made.map(({ place, bytes, hex }) => [`/${place}`, serve(bytes, { etag: `"${hex}"` })]),
    ),
    entries: made.map(({ hex }) => `sha256-${hex}`).sort(),
  };
}

/** For `--mirrors`: everything from that place, which has a folder for each host. */
export function mirrorsAt(address: string): string {
  return ['https://github.com/', 'https://dl.k8s.io/']
    .map((prefix) => `${prefix}=${address}/${prefix.slice('https://'.length)}`)
    .join(',');
}
