/** Programs that Debian has built, repacked as upstream packs its own: what an air-gapped machine is given. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { must } from '../../src/boot/command.ts';
import { pinned } from '../support/debian.ts';
import { missing } from '../support/judges.ts';
import { digestOf, standIn as standInFor } from './upstream.ts';

export interface Packed {
  /** The key below `binaries` in a profile. */
  readonly key: string;
  readonly digest: string;
  /** By program: where it lies on this machine. */
  readonly programs: ReadonlyMap<string, string>;
}

interface Layout {
  readonly key: string;
  /** Absent: the file is the program. */
  readonly folder?: string;
  /** Of the machine that the tests run on, or of a package beside it. */
  readonly from: readonly string[];
}

const etcdVersion = '3.4.23';
export const versions = { etcd: `v${etcdVersion}`, containerd: 'v2.1.9', cniPlugins: 'v1.9.1' };

/** Nothing, and said aloud, where a program cannot be had. In the place of what Debian has no build of is a script that stays up. */
function layouts(stage: string): readonly Layout[] | undefined {
  const containerd = pinned('containerd 2.1');
  const plugins = pinned('CNI plugins 1.9');
  const kubectl = pinned('kubectl 1.36');
  if (containerd === undefined || plugins === undefined || kubectl === undefined) return undefined;
  const standIn = (name: string) => {
    const file = join(stage, 'stand-ins', name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, standInFor(name), { mode: 0o755 });
    return file;
  };
  const own = ['/usr/sbin/runc', '/usr/bin/etcd', '/usr/bin/etcdctl'];
  const lacking = own.filter((file) => !existsSync(file));
  if (lacking.length > 0) {
    missing(`bundles of real programs (there is no ${lacking.join(', ')})`);
    return undefined;
  }
  const inCni = join(plugins, 'usr/lib/cni');
  return [
    {
      key: 'containerd',
      folder: 'bin',
      from: ['containerd', 'containerd-shim-runc-v2', 'ctr'].map((name) => join(containerd, 'usr/bin', name)),
    },
    { key: 'runc', from: ['/usr/sbin/runc'] },
    { key: 'cniPlugins', folder: '.', from: readdirSync(inCni).map((name) => join(inCni, name)) },
    { key: 'etcd', folder: `etcd-v${etcdVersion}-linux-amd64`, from: ['/usr/bin/etcd', '/usr/bin/etcdctl'] },
    { key: 'kubectl', from: [join(kubectl, 'usr/bin/kubectl')] },
    { key: 'kubelet', from: [standIn('kubelet')] },
    { key: 'crictl', folder: '', from: [standIn('crictl')] },
  ];
}

/** Into the cache, each under its digest. */
export function packInto(cache: string, stage: string): Packed[] | undefined {
  mkdirSync(cache, { recursive: true });
  mkdirSync(stage, { recursive: true });
  return layouts(stage)?.map((layout) => {
    const file = packed(layout, stage);
    const digest = digestOf(readFileSync(file));
    must('mv', [file, join(cache, digest.replace(':', '-'))]);
    return {
      key: layout.key,
      digest,
      programs: new Map(layout.from.map((place) => [basename(place), place])),
    };
  });
}

function packed({ key, folder, from }: Layout, stage: string): string {
  const file = join(stage, `${key}.packed`);
  if (folder === undefined) {
    copyFileSync(from[0] as string, file);
    return file;
  }
  const inside = join(stage, key, folder);
  mkdirSync(inside, { recursive: true });
  for (const place of from) copyFileSync(place, join(inside, basename(place)));
  const top = folder === '' ? from.map((place) => basename(place)) : [folder];
  const owner = ['--owner=1001', '--group=127', '--numeric-owner', '--mtime=@0'];
  must('tar', ['-C', join(stage, key), '--use-compress-program=gzip -1', ...owner, '-cf', file, ...top]);
  rmSync(join(stage, key), { recursive: true });
  return file;
}
