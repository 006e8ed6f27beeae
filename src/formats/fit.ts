/**
 * A node's first configuration as its platform takes it: as it is, or compressed, or as a pointer to the full one that is
 * served elsewhere; else a fault that says what is so large. Gzip is all that compression needs: cloud-init unpacks it whole, so
 * a MIME multipart message around it would make it larger and nothing else.
 */
import type { Node } from '../cluster/cluster.ts';
import { type Content, joinContent } from '../model/content.ts';
import type { Machine } from '../model/machine.ts';
import { toJson } from '../shared/emit.ts';
import { InputError } from '../shared/fault.ts';
import { gzip } from '../shared/gzip.ts';
import { countedSize, type Platform, platformRow } from '../upstream/platforms.ts';
import type { IgnitionPointer, SpecVersion } from './ignition/model.ts';
import { cloudInitPointer, ignitionPointer, type Target, target } from './pointer/pointer.ts';

export interface Fit {
  readonly how: 'whole' | 'compressed' | 'pointer';
  /** What the platform is given. */
  readonly content: Content;
  /** Of a pointer: what it leads to. */
  readonly served?: Target;
  /** What has to be set on the platform for the content to be understood. */
  readonly beside?: string;
}

/** `whole` is the configuration, `archive` the root file system archive. Throws InputError at the profile's line. */
export function fit(node: Node, machine: Machine, whole: Content, archive: Content): Fit {
  const platform = platformRow(node.settings.platform ?? 'none');
  const tried: Way[] = [];
  for (const way of waysOf(node, machine, whole, archive, platform)) {
    const { text: _, ...rest } = way;
    if (takes(platform, way)) return rest;
    tried.push(way);
  }
  throw new InputError([
    tried.length === 0 ? authorityFault(node, machine) : sizeFault(node, machine, platform, tried),
  ]);
}

interface Way extends Fit {
  /** Base64 already: it is sent as it is. */
  readonly text: boolean;
}

function countedBytes(platform: Platform, { content, text }: Way): number {
  return text ? content.size : countedSize(platform, content.size);
}

function takes(platform: Platform, way: Way): boolean {
  return platform.limit === undefined || countedBytes(platform, way) <= platform.limit.bytes;
}

/** From what people read best to what is smallest; none is made before those ahead of it are too large. */
function* waysOf(
  node: Node,
  machine: Machine,
  whole: Content,
  archive: Content,
  platform: Platform,
): Generator<Way> {
  if (mayShow(node, machine, platform)) {
    yield { how: 'whole', content: whole, text: false };
    yield compressed(whole, 'compressed', node, platform);
  }
  const url = node.settings.delivery?.url;
  if (url === undefined) return;
  const isIgnition = node.system.boots === 'ignition';
  const served = isIgnition ? target(node.name, whole, '.ign') : target(node.name, archive, '.tar.gz');
  const pointer = (isIgnition ? ignitionPointer : cloudInitPointer)(served, url, node, machine);
  yield { how: 'pointer', content: pointer, served, text: false };
  yield { ...compressed(pointer, 'pointer', node, platform), served };
}

function compressed(content: Content, how: Fit['how'], node: Node, platform: Platform): Way {
  if (node.system.boots === 'ignition') {
    const wrapped = Buffer.from(toJson(wrapper(content, node.ignitionVersion as SpecVersion)));
    return { how, content: joinContent([content], wrapped), text: false };
  }
  const bytes = gzip(content.reveal());
  if (platform.gzip === 'bytes') return { how, content: joinContent([content], bytes), text: false };
  const text = Buffer.from(Buffer.from(bytes).toString('base64'));
  const { beside } = platform;
  return { how, content: joinContent([content], text), text: true, ...(beside !== undefined && { beside }) };
}

/** Few of Ignition's platforms unpack what they are given; within a configuration every one does, from 3.1.0 on. */
function wrapper(content: Content, version: SpecVersion): IgnitionPointer {
  const source = `data:;base64,${Buffer.from(gzip(content.reveal())).toString('base64')}`;
  return { ignition: { version, config: { replace: { source, compression: 'gzip' } } } };
}

function authorityKeys({ files }: Machine): string[] {
  return files.filter(({ content }) => content.secrecy === 'authority').map(({ path }) => path);
}

function mayShow(node: Node, machine: Machine, { readByOthers }: Platform): boolean {
  const meant = node.settings.delivery?.authorityKeysInUserData === true;
  return !readByOthers || meant || authorityKeys(machine).length === 0;
}

function authorityFault(node: Node, machine: Machine) {
  const platform = node.settings.platform ?? 'none';
  return {
    code: 'authority-keys-in-user-data' as const,
    message: `the user-data of ${node.name} would have the keys ${authorityKeys(machine).join(', ')} in it, and on ${platform} others can read it`,
    expected: 'delivery.url, from where the machine fetches them',
    hint: 'or boot from an image with the rootfs archive in it and platform: none; if it is meant: delivery.authorityKeysInUserData: true',
    path: node.origin(['platform']),
  };
}

const named = 3;

function sizeFault(node: Node, machine: Machine, platform: Platform, ways: readonly Way[]) {
  const smallest = Math.min(...ways.map((way) => countedBytes(platform, way)));
  const what = platform.limit?.of === 'base64' ? 'bytes of base64' : 'bytes';
  const most = platform.limit?.bytes ?? 0;
  const pointed = ways.some(({ how }) => how === 'pointer');
  const parts = machine.files
    .map(({ path, content }) => ({ path, size: gzip(content.reveal()).length }))
    .sort((a, b) => b.size - a.size || (a.path < b.path ? -1 : 1))
    .slice(0, named)
    .map(({ path, size }) => `${path} ${size}`);
  return {
    code: 'user-data-too-large' as const,
    message: pointed
      ? `the user-data of ${node.name} has ${smallest} ${what}, even as a pointer`
      : `the user-data of ${node.name} has ${smallest} ${what}, compressed; its largest files: ${parts.join(', ')}`,
    expected: `at most ${most} ${what} on ${node.settings.platform}`,
    hint: pointed
      ? 'a shorter delivery.url, fewer SSH keys, or fewer authorities in host.trustedCAs'
      : 'delivery.url serves the full one to a small user-data that checks its digest; or leave files out, or put the rootfs archive in the image',
    path: node.origin(['platform']),
  };
}
