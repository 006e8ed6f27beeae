/** Images of one layer, with Debian's static busybox in it, and archives of them. Source: github.com/opencontainers/image-spec. */
import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { digestOf } from '../boot/upstream.ts';

export interface Image {
  /** With its registry and tag, as a container names it. */
  readonly name: string;
  /** Of its manifest. */
  readonly digest: string;
  readonly manifest: Uint8Array;
  readonly blobs: readonly Uint8Array[];
}

const manifestType = 'application/vnd.oci.image.manifest.v1+json';

const applets = ['sh', 'sleep', 'httpd', 'ip', 'nc', 'tail', 'wget'];

/** `command` is what a container of it runs. */
export async function busyboxImage(name: string, command: readonly string[]): Promise<Image> {
  const layer = await layerOf(readFileSync('/bin/busybox'));
  const config = json({
    architecture: 'amd64',
    os: 'linux',
    config: { Cmd: command, Env: ['PATH=/bin'] },
    rootfs: { type: 'layers', diff_ids: [digestOf(layer)] },
  });
  const manifest = json({
    schemaVersion: 2,
    mediaType: manifestType,
    config: descriptor('application/vnd.oci.image.config.v1+json', config),
    layers: [descriptor('application/vnd.oci.image.layer.v1.tar', layer)],
  });
  return { name, digest: digestOf(manifest), manifest, blobs: [config, layer] };
}

/** Of one image or several; by the annotation containerd names what it imports. Source: "Image Layout". */
export function ociArchive(images: readonly Image[]): Promise<Uint8Array> {
  const manifests = images.map(({ name, manifest }) => ({
    ...descriptor(manifestType, manifest),
    annotations: { 'io.containerd.image.name': name },
  }));
  const blobs = new Map(
    images.flatMap(({ blobs: ofImage, manifest }) =>
      [...ofImage, manifest].map((blob) => [digestOf(blob), blob] as const),
    ),
  );
  const stream = pack();
  const entry = (path: string, bytes: Uint8Array) =>
    stream.entry({ name: path, mode: 0o644, mtime: new Date(0) }, Buffer.from(bytes));
  entry('oci-layout', json({ imageLayoutVersion: '1.0.0' }));
  for (const [digest, blob] of blobs) entry(`blobs/${digest.replace(':', '/')}`, blob);
  entry('index.json', json({ schemaVersion: 2, manifests }));
  stream.finalize();
  return buffer(stream);
}

function layerOf(busybox: Uint8Array): Promise<Uint8Array> {
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

function descriptor(mediaType: string, bytes: Uint8Array) {
  return { mediaType, digest: digestOf(bytes), size: bytes.length };
}

function json(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}
