/** A gigabyte of programs in a folder, and a profile that wants exactly them. */
import { createHash, randomFillSync } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { toYaml } from '../../src/shared/emit.ts';

const places = {
  containerd: 'github.com/containerd/containerd/releases/download/v2.3.4/containerd-2.3.4-linux-amd64.tar.gz',
  runc: 'github.com/opencontainers/runc/releases/download/v1.4.3/runc.amd64',
  cniPlugins:
    'github.com/containernetworking/plugins/releases/download/v1.9.1/cni-plugins-linux-amd64-v1.9.1.tgz',
  crictl: 'github.com/kubernetes-sigs/cri-tools/releases/download/v1.36.0/crictl-v1.36.0-linux-amd64.tar.gz',
  kubelet: 'dl.k8s.io/release/v1.36.4/bin/linux/amd64/kubelet',
};

/** Writes `p.yaml` and `mirror/` into the folder; the files' paths there. `mebibytes`: of each of the five. */
export function writeMirror(folder: string, mebibytes: number): string[] {
  const binaries: Record<string, object> = {};
  const files = Object.entries(places).map(([key, place]) => {
    const file = join(folder, 'mirror', place);
    mkdirSync(dirname(file), { recursive: true });
    binaries[key] = { digest: `sha256:${writeRandom(file, mebibytes)}` };
    return file;
  });
  const profile = {
    apiVersion: 'nodeseed/v1alpha1',
    kind: 'ClusterProfile',
    clusterName: 'bench',
    kubernetesVersion: 'v1.36.4',
    controlPlane: 'external',
    controlPlaneEndpoint: 'api.bench.example:6443',
    binaries,
    pools: [
      {
        name: 'worker',
        role: 'worker',
        os: 'debian-13',
        nodes: [{ name: 'worker-1', address: '10.0.1.11/24' }],
      },
    ],
  };
  writeFileSync(join(folder, 'p.yaml'), toYaml(profile));
  return files;
}

function writeRandom(file: string, mebibytes: number): string {
  const handle = openSync(file, 'w');
  const hash = createHash('sha256');
  const chunk = Buffer.alloc(2 ** 20);
  for (let i = 0; i < mebibytes; i++) {
    randomFillSync(chunk);
    hash.update(chunk);
    writeSync(handle, chunk);
  }
  closeSync(handle);
  return hash.digest('hex');
}
