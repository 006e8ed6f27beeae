/** Images of one layer, with Debian's static busybox in it: as OCI archives, and as a registry that any web server is. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { digestOf } from '../boot/upstream.ts';

interface Recipe {
  readonly name: string;
  readonly file: string;
  readonly command: readonly string[];
}

const recipes: readonly Recipe[] = [
  // By the name that kubelet and containerd of that release look for; nothing of it is upstream's.
  { name: 'k8s.gcr.io/pause:3.2', file: 'pause.tar', command: ['/bin/sleep', 'infinity'] },
  { name: 'docker.io/library/busybox:1.35', file: 'busybox.tar', command: ['/bin/sh'] },
];

const manifestType = 'application/vnd.oci.image.manifest.v1+json';

const applets = ['sh', 'sleep', 'httpd', 'ip', 'nc', 'tail', 'wget'];

export interface Image {
  readonly name: string;
  /** Of its manifest. */
  readonly digest: string;
  readonly archive: { readonly file: string; readonly bytes: Uint8Array; readonly digest: string };
  readonly manifest: Uint8Array;
  readonly blobs: readonly Uint8Array[];
}

export async function makeImages(): Promise<readonly Image[]> {
  const layer = await layerOf(readFileSync('/bin/busybox'));
  return Promise.all(recipes.map((recipe) => imageOf(recipe, layer)));
}

/** Source: github.com/opencontainers/distribution-spec, "Pull"; `folder` is what a web server has at its root. */
export function writeRegistry(folder: string, images: readonly Image[]): void {
  for (const { name, digest, manifest, blobs } of images) {
    const [, repository = '', tag = ''] = /^[^/]+\/(.+):(.+)$/.exec(name) ?? [];
    const place = join(folder, 'v2', repository);
    for (const kind of ['manifests', 'blobs']) mkdirSync(join(place, kind), { recursive: true });
    for (const reference of [tag, digest]) writeFileSync(join(place, 'manifests', reference), manifest);
    for (const blob of blobs) writeFileSync(join(place, 'blobs', digestOf(blob)), blob);
  }
}

export function writeArchives(folder: string, images: readonly Image[]): void {
  mkdirSync(folder, { recursive: true });
  for (const { archive } of images) writeFileSync(join(folder, archive.file), archive.bytes);
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

async function imageOf({ name, file, command }: Recipe, layer: Uint8Array): Promise<Image> {
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
  const bytes = await archiveOf(name, manifest, [config, layer]);
  const archive = { file, bytes, digest: digestOf(bytes) };
  return { name, digest: digestOf(manifest), archive, manifest, blobs: [config, layer] };
}

/** Source: github.com/opencontainers/image-spec, "Image Layout"; the annotation by which containerd names what it imports. */
async function archiveOf(
  name: string,
  manifest: Uint8Array,
  blobs: readonly Uint8Array[],
): Promise<Uint8Array> {
  const annotations = { 'io.containerd.image.name': name };
  const index = json({
    schemaVersion: 2,
    manifests: [{ ...descriptor(manifestType, manifest), annotations }],
  });
  const stream = pack();
  const entry = (path: string, bytes: Uint8Array) =>
    stream.entry({ name: path, mode: 0o644, mtime: new Date(0) }, Buffer.from(bytes));
  entry('oci-layout', json({ imageLayoutVersion: '1.0.0' }));
  for (const blob of [...blobs, manifest]) entry(`blobs/${digestOf(blob).replace(':', '/')}`, blob);
  entry('index.json', index);
  stream.finalize();
  return buffer(stream);
}

function descriptor(mediaType: string, bytes: Uint8Array) {
  return { mediaType, digest: digestOf(bytes), size: bytes.length };
}

function json(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}
