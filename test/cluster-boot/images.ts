/** The images of a cluster under test: as archives, and as a registry that any web server is. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from '../boot/upstream.ts';
import { busyboxImage, type Image, ociArchive } from '../support/oci.ts';

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

export interface LabImage extends Image {
  readonly archive: { readonly file: string; readonly bytes: Uint8Array; readonly digest: string };
}

export function makeImages(): Promise<readonly LabImage[]> {
  return Promise.all(
    recipes.map(async ({ name, file, command }) => {
      const image = await busyboxImage(name, command);
      const bytes = await ociArchive([image]);
      return { ...image, archive: { file, bytes, digest: digestOf(bytes) } };
    }),
  );
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

export function writeArchives(folder: string, images: readonly LabImage[]): void {
  mkdirSync(folder, { recursive: true });
  for (const { archive } of images) writeFileSync(join(folder, archive.file), archive.bytes);
}
