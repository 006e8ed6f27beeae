/**
 * A small configuration in the place of a large one: it fetches the rest from an address that it knows the digest of.
 * Nobody can guess the address, as that digest is in it, and it covers the machine's keys.
 */
import type { Node } from '../../cluster/cluster.ts';
import { oneshot } from '../../components/oneshot.ts';
import { environmentPath } from '../../machine/install/paths.ts';
import { type Content, joinContent } from '../../model/content.ts';
import type { Machine } from '../../model/machine.ts';
import { sha256 } from '../../shared/digest.ts';
import { toJson, toYaml } from '../../shared/emit.ts';
import { access } from '../cloud-init/access.ts';
import { identity } from '../cloud-init/identity.ts';
import type { CloudConfig } from '../cloud-init/model.ts';
import { dataUrl } from '../ignition/data-url.ts';
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

/** What of the machine the way to the target asks for. */
interface Way {
  /** Certificates, in PEM. */
  readonly authorities: readonly string[];
  /** Proxy variables, as in an environment file. */
  readonly proxy?: string;
}

function wayTo(url: string, node: Node, machine: Machine): Way {
  const authorities = node.settings.host?.trustedCAs ?? [];
  const variables = machine.files.find(({ path }) => path === environmentPath);
  return {
    authorities: url.startsWith('https:') ? authorities.map(({ certificate }) => certificate) : [],
    ...(variables && { proxy: Buffer.from(variables.content.reveal()).toString() }),
  };
}

/** Ignition reads the target in the place of the pointer and refuses any other bytes. sha256 is in the specification from 3.1.0 on. */
export function ignitionPointer(to: Target, url: string, node: Node, machine: Machine): Content {
  const hash = `sha256-${sha256(to.content.reveal())}`;
  const { authorities, proxy } = wayTo(url, node, machine);
  const config: IgnitionPointer = {
    ignition: {
      version: node.ignitionVersion as SpecVersion,
      ...(proxy !== undefined && { proxy: ignitionProxy(proxy) }),
      ...(authorities.length > 0 && {
        security: { tls: { certificateAuthorities: authorities.map((text) => dataUrl(Buffer.from(text))) } },
      }),
      config: { replace: { source: addressOf(to, url), verification: { hash } } },
    },
  };
  return pointing(to, toJson(config));
}

function ignitionProxy(variables: string): NonNullable<IgnitionPointer['ignition']['proxy']> {
  const { HTTP_PROXY, HTTPS_PROXY, NO_PROXY } = Object.fromEntries(
    variables.split('\n').map((line) => line.split(/=(.*)/s).slice(0, 2)),
  );
  return {
    ...(HTTP_PROXY && { httpProxy: HTTP_PROXY }),
    ...(HTTPS_PROXY && { httpsProxy: HTTPS_PROXY }),
    ...(NO_PROXY && { noProxy: NO_PROXY.split(',') }),
  };
}

const scriptPath = '/etc/nodeseed/fetch.sh';
const pointerPath = '/etc/nodeseed/pointer';
const fetchName = 'nodeseed-fetch';

/**
 * `#include` checks nothing, so a script of ours fetches. The target is the root file system archive: what is in it needs no
 * second run of cloud-init. Names and keys stay cloud-init's, so that a machine can be entered when there is nothing to fetch.
 */
export function cloudInitPointer(to: Target, url: string, node: Node, machine: Machine): Content {
  const { authorities, proxy } = wayTo(url, node, machine);
  const units = oneshot({
    name: fetchName,
    description: 'Fetch what this machine is to be',
    script: [scriptPath, pointerPath],
    ...(proxy !== undefined && { environment: environmentPath }),
    limit: 1800,
    origin: { component: 'pointer', path: [] },
  });
  const pointer = `${sha256(to.content.reveal())}\n${addressOf(to, url)}\n`;
  const config: CloudConfig = {
    ...identity(machine),
    ...access(machine, node.system.defaultUser),
    ...(authorities.length > 0 && { ca_certs: { trusted: authorities } }),
    write_files: [
      { path: scriptPath, permissions: '0755', content: fetchScript },
      { path: pointerPath, permissions: '0600', content: pointer },
      ...(proxy !== undefined ? [{ path: environmentPath, permissions: '0644', content: proxy }] : []),
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
