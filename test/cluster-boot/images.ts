/** Images without a registry: OCI archives of one layer, with Debian's static busybox in it. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { digestOf } from '../boot/upstream.ts';

interface Image {
  readonly name: string;
  readonly command: readonly string[];
}

const images: readonly Image[] = [
  // By the name that kubelet and containerd of that release look for; nothing of it is upstream's.
  { name: 'k8s.gcr.io/pause:3.2', command: ['/bin/sleep', 'infinity'] },
  { name: 'docker.io/library/busybox:1.35', command: ['/bin/sh'] },
];

const applets = ['sh', 'sleep', 'httpd', 'nc', 'tail'];

/** Writes an archive for each into the folder. */
export async function writeImages(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const layer = await layerOf(readFileSync('/bin/busybox'));
  for (const [index, image] of images.entries())
    writeFileSync(join(folder, `${index}.tar`), await archive(image, layer));
}

async function layerOf(busybox: Uint8Array): Promise<Uint8Array> {
  const stream = pack();
  const common = { uid: 0, gid: 0, mtime: new Date(0) };
  for (const name of ['bin/', 'tmp/', 'www/'])
    stream.entry({ ...common, name, type: 'directory', mode: name === 'tmp/' ? 0o1777 : 0o755 });
  stream.entry({ ...common, name: 'bin/busybox', mode: 0o755 }, Buffer.from(busybox));
  for (const name of applets)
    stream.entry({ ...common, name: `bin/${name}`, type: 'symlink', linkname: 'busybox' });
  stream.finalize();
  return buffer(stream);
}

/** Source: github.com/opencontainers/image-spec, "Image Layout"; the annotation by which containerd names what it imports. */
async function archive({ name, command }: Image, layer: Uint8Array): Promise<Uint8Array> {
  const config = json({
    architecture: 'amd64',
    os: 'linux',
    config: { Cmd: command, Env: ['PATH=/bin'] },
    rootfs: { type: 'layers', diff_ids: [digestOf(layer)] },
  });
  const manifest = json({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: descriptor('config.v1+json', config),
    layers: [descriptor('layer.v1.tar', layer)],
  });
  const index = json({
    schemaVersion: 2,
    manifests: [
      { ...descriptor('manifest.v1+json', manifest), annotations: { 'io.containerd.image.name': name } },
    ],
  });
  const stream = pack();
  const entry = (path: string, bytes: Uint8Array) =>
    stream.entry({ name: path, mode: 0o644, mtime: new Date(0) }, Buffer.from(bytes));
  entry('oci-layout', json({ imageLayoutVersion: '1.0.0' }));
  for (const blob of [config, manifest, layer]) entry(`blobs/${digestOf(blob).replace(':', '/')}`, blob);
  entry('index.json', index);
  stream.finalize();
  return buffer(stream);
}

function descriptor(kind: string, bytes: Uint8Array) {
  return {
    mediaType: `application/vnd.oci.image.${kind}`,
    digest: digestOf(bytes),
    size: bytes.length,
  };
}

function json(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}
