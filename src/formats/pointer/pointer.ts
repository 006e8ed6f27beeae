/**
 * A small configuration in the place of a large one: it fetches the rest from an address that it knows the digest of.
 * Nobody can guess the address, as that digest is in it, and it covers the machine's keys.
 */
import { oneshot } from '../../components/oneshot.ts';
import { type Content, joinContent } from '../../model/content.ts';
import type { Machine } from '../../model/machine.ts';
import { sha256 } from '../../shared/digest.ts';
import { toJson, toYaml } from '../../shared/emit.ts';
import { access } from '../cloud-init/access.ts';
import { identity } from '../cloud-init/identity.ts';
import type { CloudConfig } from '../cloud-init/model.ts';
import type { IgnitionPointer, SpecVersion } from '../ignition/model.ts';
import { unitDirectory } from '../paths.ts';
import { fetchScript } from './script.ts';

export interface Target {
  /** Below `serve/`, and behind the address that it is served at. */
  readonly path: string;
  readonly content: Content;
}

/** `ending` is the file's, with its dot. */
export function target(name: string, content: Content, ending: string): Target {
  return { path: `${name}/${sha256(content.reveal())}${ending}`, content };
}

function addressOf({ path }: Target, url: string): string {
  return `${url.replace(/\/+$/, '')}/${path}`;
}

/** As secret as what it leads to: whoever has it can fetch that. */
function pointing(to: Target, text: string): Content {
  return joinContent([to.content], Buffer.from(text));
}

/** Ignition reads the target in the place of the pointer and refuses any other bytes. sha256 is in the specification from 3.1.0 on. */
export function ignitionPointer(to: Target, url: string, specVersion: SpecVersion): Content {
  const hash = `sha256-${sha256(to.content.reveal())}`;
  const config: IgnitionPointer = {
    ignition: {
      version: specVersion,
      config: { replace: { source: addressOf(to, url), verification: { hash } } },
    },
  };
  return pointing(to, toJson(config));
}

const scriptPath = '/etc/nodeseed/fetch.sh';
const pointerPath = '/etc/nodeseed/pointer';
const fetchName = 'nodeseed-fetch';

/**
 * `#include` checks nothing, so a script of ours fetches. The target is the root file system archive: what is in it needs no
 * second run of cloud-init. Names and keys stay cloud-init's, so that a machine can be entered when there is nothing to fetch.
 */
export function cloudInitPointer(
  to: Target,
  url: string,
  machine: Machine,
  options: { readonly defaultUser: string },
): Content {
  const units = oneshot({
    name: fetchName,
    description: 'Fetch what this machine is to be',
    script: [scriptPath, pointerPath],
    limit: 1800,
    origin: { component: 'pointer', path: [] },
  });
  const pointer = `${sha256(to.content.reveal())}\n${addressOf(to, url)}\n`;
  const config: CloudConfig = {
    ...identity(machine),
    ...access(machine, options.defaultUser),
    write_files: [
      { path: scriptPath, permissions: '0755', content: fetchScript },
      { path: pointerPath, permissions: '0600', content: pointer },
      ...units.map(({ name, text = '' }) => ({
        path: `${unitDirectory}/${name}`,
        permissions: '0644',
        content: text,
      })),
    ],
    runcmd: [
      ['systemctl', 'daemon-reload'],
      ['systemctl', 'enable', ...units.map(({ name }) => name)],
      ['systemctl', 'start', '--no-block', ...units.map(({ name }) => name)],
    ],
  };
  return pointing(to, `#cloud-config\n${toYaml(config)}`);
}
