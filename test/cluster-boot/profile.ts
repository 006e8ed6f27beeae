/** The profile of a cluster under test: a file of the fixtures, what the lab needs, and the digests of what there is. */
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toYaml } from '../../src/shared/emit.ts';
import { binaries, type Mapping, readMapping, withMore } from '../boot/profile.ts';
import { type LabImage, writeArchives } from './images.ts';
import type { Offered } from './programs.ts';

const fixtures = new URL('../../fixtures/cluster-boot/', import.meta.url);

/** A profile as far as a test changes one. */
export interface Editable {
  readonly controlPlane: { controllerManager?: object };
  readonly pools: {
    readonly nodes: { overrides?: object } & { push(node: object): void };
    readonly images?: Carried[];
  }[];
  readonly images?: Carried[];
}

interface Carried {
  name: string;
  readonly file: string;
  digest?: string;
}

/** What the profile is made of, and what it leads to. */
export interface Stock {
  /** A file of the fixtures. */
  readonly profile: string;
  readonly offered: readonly Offered[];
  readonly images: readonly LabImage[];
}

/** With everything that the profile names beside it. Gives its path. */
export function writeProfile(
  folder: string,
  stock: Stock,
  changes: readonly ((profile: Editable) => void)[],
): string {
  writeArchives(join(folder, 'images'), stock.images);
  copyFileSync(new URL('hello.yaml', fixtures), join(folder, 'hello.yaml'));
  const profile = joined(stock);
  for (const change of changes) change(profile as unknown as Editable);
  const file = join(folder, 'profile.yaml');
  writeFileSync(file, toYaml(profile as Parameters<typeof toYaml>[0]));
  return file;
}

function joined({ profile, offered, images }: Stock): Mapping {
  const whole = [
    readMapping(new URL('lab.yaml', fixtures)),
    { binaries: binaries(offered, { mirrors: ['mirror'] }) },
  ].reduce(withMore, readMapping(new URL(profile, fixtures)));
  const { pools, images: ofAll = [] } = whole as unknown as Editable;
  for (const carried of [...ofAll, ...pools.flatMap((pool) => pool.images ?? [])])
    carried.digest = images.find(({ archive }) => carried.file.endsWith(archive.file))?.archive.digest ?? '';
  return whole;
}
