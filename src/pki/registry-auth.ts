/** Credentials for image registries, and containerd's `hosts.toml` that may carry them. */
import { type Content, publicContent } from '../model/content.ts';
import { secretContent } from '../model/secret-content.ts';
import { toToml } from '../shared/emit.ts';
import { Bug } from '../shared/fault.ts';
import type { PlainObject } from '../shared/plain-data.ts';
import { utf8Bytes } from './text.ts';

export interface BasicCredential {
  /** Without a colon. */
  readonly username: string;
  readonly password: Content;
}

/** What a mirror is asked for. */
export type RegistryCapability = 'pull' | 'resolve' | 'push';

/** One host of `hosts.toml` (containerd's docs/hosts.md). */
export interface RegistryHost {
  /** With scheme: `https://mirror.example:5000`. */
  readonly url: string;
  readonly capabilities?: readonly RegistryCapability[];
  /** Paths of CA files on the node. */
  readonly ca?: string | readonly string[];
  readonly skipVerify?: boolean;
  /** The URL's path is the whole path: `/v2` is not added. */
  readonly overridePath?: boolean;
  /** Further headers, none of them secret. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HostsConfig {
  /** The registry itself, asked when every host failed. */
  readonly server?: string;
  /** In the order they are tried. */
  readonly hosts: readonly RegistryHost[];
}

/** The value of an Authorization header: `Basic ...` (RFC 7617, UTF-8). */
export function basicAuthorization(credential: BasicCredential): Content<'node'> {
  return secretContent('node', `Basic ${basicToken(credential)}`);
}

/** Base64 of `username:password`: the `auth` of a Docker `config.json`. */
export function basicAuth(credential: BasicCredential): Content<'node'> {
  return secretContent('node', basicToken(credential));
}

/**
 * TOML. `credentials` go by a host's `url`; with one the file is secret (`node`), else public. Throws a Bug for a
 * credential whose host is not in the file: it would be lost silently.
 */
export function renderHostsToml(
  config: HostsConfig,
  credentials: ReadonlyMap<string, BasicCredential> = new Map(),
): Content<'public' | 'node'> {
  for (const url of credentials.keys()) {
    if (!config.hosts.some((host) => host.url === url))
      throw new Bug(`a credential for ${url}, which is no host`);
  }
  const hosts = config.hosts.map((host) => [host.url, hostTable(host, credentials.get(host.url))] as const);
  const text = toToml({
    ...(config.server === undefined ? {} : { server: config.server }),
    ...(hosts.length === 0 ? {} : { host: Object.fromEntries(hosts) }),
  });
  return credentials.size > 0 ? secretContent('node', text) : publicContent(text);
}

function hostTable(host: RegistryHost, credential: BasicCredential | undefined): PlainObject {
  const header = {
    ...host.headers,
    ...(credential === undefined ? {} : { Authorization: `Basic ${basicToken(credential)}` }),
  };
  return {
    ...(host.capabilities === undefined ? {} : { capabilities: [...host.capabilities] }),
    ...(host.ca === undefined ? {} : { ca: host.ca }),
    ...(host.skipVerify === undefined ? {} : { skip_verify: host.skipVerify }),
    ...(host.overridePath === undefined ? {} : { override_path: host.overridePath }),
    ...(Object.keys(header).length === 0 ? {} : { header }),
  };
}

function basicToken({ username, password }: BasicCredential): string {
  if (username.includes(':')) throw new Bug('a user name with a colon');
  return Buffer.concat([utf8Bytes(`${username}:`), password.reveal()]).toString('base64');
}
