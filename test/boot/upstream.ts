/** Made-up programs in upstream's own archive layouts, at upstream's own paths: what a mirror has, and the digests it is pinned by. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';

export interface Published {
  /** The key below `binaries` in a profile. */
  readonly key: string;
  /** Without the scheme. */
  readonly place: string;
  readonly bytes: Uint8Array;
  readonly digest: string;
  /** The content of each program in it, by the program's name. */
  readonly programs: ReadonlyMap<string, string>;
}

/** As upstream lays them out, from listings of the real archives; not from what nodeseed thinks of them. */
export interface Layout {
  readonly key: string;
  readonly place: string;
  /** Absent: the file is the program. */
  readonly members?: { readonly prefix: string; readonly folder: string; readonly others: readonly string[] };
  readonly programs: readonly string[];
  /** What stands in for them; absent: something that stays up. */
  readonly text?: string;
}

export const releases = 'github.com/%/releases/download';

const layouts: readonly Layout[] = [
  {
    key: 'containerd',
    place: `${releases.replace('%', 'containerd/containerd')}/v2.3.4/containerd-2.3.4-linux-amd64.tar.gz`,
    members: { prefix: 'bin/', folder: 'bin/', others: [] },
    programs: ['containerd', 'containerd-shim-runc-v2', 'containerd-stress', 'ctr'],
  },
  {
    key: 'runc',
    place: `${releases.replace('%', 'opencontainers/runc')}/v1.4.3/runc.amd64`,
    programs: ['runc'],
  },
  {
    key: 'cniPlugins',
    place: `${releases.replace('%', 'containernetworking/plugins')}/v1.9.1/cni-plugins-linux-amd64-v1.9.1.tgz`,
    members: { prefix: './', folder: './', others: ['./LICENSE', './README.md'] },
    programs:
      'bandwidth bridge dhcp dummy firewall host-device host-local ipvlan loopback macvlan portmap ptp sbr static tap tuning vlan vrf'.split(
        ' ',
      ),
  },
  {
    key: 'crictl',
    place: `${releases.replace('%', 'kubernetes-sigs/cri-tools')}/v1.36.0/crictl-v1.36.0-linux-amd64.tar.gz`,
    members: { prefix: '', folder: '', others: [] },
    programs: ['crictl'],
  },
  { key: 'kubelet', place: 'dl.k8s.io/release/v1.36.4/bin/linux/amd64/kubelet', programs: ['kubelet'] },
  {
    key: 'kubeProxy',
    place: 'dl.k8s.io/release/v1.36.4/bin/linux/amd64/kube-proxy',
    programs: ['kube-proxy'],
  },
];

/** Of a control-plane node beside those. */
const ofControlPlane: Layout = {
  key: 'kubectl',
  place: 'dl.k8s.io/release/v1.36.4/bin/linux/amd64/kubectl',
  programs: ['kubectl'],
};

export function publish({ controlPlane = false } = {}): Promise<Published[]> {
  return publishAll(controlPlane ? [...layouts, ofControlPlane] : layouts);
}

export function publishAll(all: readonly Layout[]): Promise<Published[]> {
  return Promise.all(
    all.map(async ({ key, place, members, programs, text }) => {
      const contents = new Map(programs.map((name) => [name, text ?? standIn(name)]));
      const bytes = members ? await archive(members, contents) : Buffer.from([...contents.values()].join(''));
      return { key, place, bytes, digest: digestOf(bytes), programs: contents };
    }),
  );
}

export function digestOf(bytes: Uint8Array | string): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** Stays up, as a daemon does, and tells systemd so where that waits to be told. Full paths: the tests put other programs on PATH. */
export function standIn(name: string): string {
  // Agrees to everything: there is no API here that anything could be applied to.
  if (name === 'kubectl') return '#!/bin/sh\n# A stand-in for kubectl.\nexit 0\n';
  const ready = name === 'containerd' ? '/bin/systemd-notify --ready\n' : '';
  return `#!/bin/sh\n# A stand-in for ${name}.\n${ready}/bin/sleep infinity &\nwait\n`;
}

async function archive(
  { prefix, folder, others }: NonNullable<Layout['members']>,
  contents: ReadonlyMap<string, string>,
): Promise<Uint8Array> {
  const stream = pack();
  // As a CI's runner has it; on a node everything is root's.
  const common = { mode: 0o755, uid: 1001, gid: 127, mtime: new Date(0) };
  if (prefix !== '') stream.entry({ ...common, name: prefix, type: 'directory' });
  for (const [name, text] of contents) stream.entry({ ...common, name: `${folder}${name}` }, text);
  for (const name of others) stream.entry({ ...common, name, mode: 0o644 }, `${name}\n`);
  stream.finalize();
  return gzipSync(await buffer(stream));
}

/** A mirror's folder: everything below `at`, under upstream's own host names. */
export function fillMirror(folder: string, at: string, published: readonly Published[]): void {
  for (const { place, bytes } of published) {
    const file = join(folder, at, place);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
}
