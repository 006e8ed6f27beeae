/** Archives of images without a registry: one layer with Debian's static busybox in it, under as many names as are asked for. */
import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { digestOf } from './upstream.ts';

export interface OciImage {
  /** With its registry and tag, as a container names it. */
  readonly name: string;
  readonly command: readonly string[];
}

const applets = ['sh', 'sleep', 'httpd', 'nc', 'tail', 'ip', 'wget', 'ping'];

/** Source: github.com/opencontainers/image-spec, "Image Layout"; the annotation by which containerd names what it imports. */
export async function ociArchive(images: readonly OciImage[]): Promise<Uint8Array> {
  const layer = await busyboxLayer();
  const blobs = new Map([[digestOf(layer), layer]]);
  const manifests = images.map(({ name, command }) => {
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
    for (const blob of [config, manifest]) blobs.set(digestOf(blob), blob);
    return {
      ...descriptor('manifest.v1+json', manifest),
      annotations: { 'io.containerd.image.name': name },
    };
  });
  return archive(blobs, json({ schemaVersion: 2, manifests }));
}

async function busyboxLayer(): Promise<Uint8Array> {
  const stream = pack();
  const common = { uid: 0, gid: 0, mtime: new Date(0) };
  for (const name of ['bin/', 'tmp/', 'www/'])
    stream.entry({ ...common, name, type: 'directory', mode: name === 'tmp/' ? 0o1777 : 0o755 });
  stream.entry({ ...common, name: 'bin/busybox', mode: 0o755 }, readFileSync('/bin/busybox'));
  for (const name of applets)
    stream.entry({ ...common, name: `bin/${name}`, type: 'symlink', linkname: 'busybox' });
  stream.finalize();
  return buffer(stream);
}

function archive(blobs: ReadonlyMap<string, Uint8Array>, index: Uint8Array): Promise<Uint8Array> {
  const stream = pack();
  const entry = (path: string, bytes: Uint8Array) =>
    stream.entry({ name: path, mode: 0o644, mtime: new Date(0) }, Buffer.from(bytes));
  entry('oci-layout', json({ imageLayoutVersion: '1.0.0' }));
  for (const [digest, blob] of blobs) entry(`blobs/${digest.replace(':', '/')}`, blob);
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
