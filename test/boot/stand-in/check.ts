/**
 * What a stand-in does in a program's place: every flag has to exist in that release, every file that a flag or the configuration
 * names is opened, parsed and held against those it belongs to. Every problem is a line.
 */
import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readYaml } from '../../../src/shared/yaml-read.ts';
import { controlPlaneFlags } from '../../../src/upstream/control-plane-flags.ts';
import { etcdFlagsAsOf } from '../../../src/upstream/etcd/flags.ts';
import { kubeProxyFlags } from '../../../src/upstream/kube-proxy/flags.ts';
import { kubeletFlags } from '../../../src/upstream/kubelet/flags.ts';
import type { Release } from '../../../src/upstream/release.ts';
import { parseVersion } from '../../../src/upstream/release.ts';
import { type Life, livesIn } from '../../../src/upstream/schema.ts';
import { type Kind, kinds } from './files.ts';

type Settings = ReadonlyMap<string, string>;

/** The versions that the programs stand in for. */
export interface Versions {
  readonly kubernetes: Release;
  readonly etcd: string;
}

function flagTable(
  program: string,
  { etcd }: Versions,
): Readonly<Record<string, { readonly life?: Life }>> | undefined {
  const version = parseVersion(etcd);
  if (program === 'etcd' && version) return etcdFlagsAsOf(version);
  const tables: Readonly<Record<string, Readonly<Record<string, { readonly life?: Life }>>>> = {
    ...controlPlaneFlags,
    kubelet: kubeletFlags,
    'kube-proxy': kubeProxyFlags,
  };
  return tables[program];
}

export function problemsOf(program: string, args: readonly string[], versions: Versions): string[] {
  const table = flagTable(program, versions);
  if (!table) return [`${program}: no such program`];
  const release =
    program === 'etcd' ? (versions.etcd.replace(/^v?(\d+\.\d+).*$/, '$1') as Release) : versions.kubernetes;
  const problems: string[] = [];
  const settings = new Map<string, string>();
  for (const arg of args) {
    const [, name = '', value] = /^--([a-z0-9-]+)=([\s\S]*)$/.exec(arg) ?? [];
    if (value === undefined) problems.push(`not a flag: ${arg}`);
    else if (!table[name] || !livesIn(table[name].life, release)) problems.push(`unknown flag: --${name}`);
    else settings.set(name, value);
  }
  const config = settings.get('config');
  if (config !== undefined) problems.push(...guarded(config, () => addConfiguration(config, settings)));
  problems.push(...fileProblems(program, settings));
  const pods = program === 'kubelet' ? settings.get('staticPodPath') : undefined;
  return [...problems, ...(pods === undefined ? [] : staticPods(pods, versions))].map((line) =>
    line.startsWith(`${program}: `) ? line : `${program}: ${line}`,
  );
}

/** Text settings of a configuration under their dotted paths. */
function addConfiguration(file: string, settings: Map<string, string>): string[] {
  const walk = (value: unknown, path: string): void => {
    if (typeof value === 'string') settings.set(path, value);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    for (const [key, inner] of Object.entries(value)) walk(inner, path === '' ? key : `${path}.${key}`);
  };
  walk(yaml(file), '');
  return [];
}

function fileProblems(program: string, settings: Settings): string[] {
  return [...settings].flatMap(([name, value]) => {
    const kind = kinds[program]?.[name];
    if (kind === undefined) {
      // Whatever looks like a file has to have its row.
      return value.startsWith('/') ? [`${name}=${value}: no kind of file is known for it`] : [];
    }
    return guarded(`${name}=${value}`, () => problemsOfFile(kind, value, settings));
  });
}

function problemsOfFile(kind: Kind, file: string, settings: Settings): string[] {
  if (kind === 'authorities')
    return authorities(file).flatMap((one) => (one.ca ? [] : [`${file}: ${one.subject} is no authority`]));
  if (kind === 'private key') {
    createPrivateKey(readFileSync(file));
    return [];
  }
  if (kind === 'public or private key') {
    createPublicKey(readFileSync(file));
    return [];
  }
  if (kind === 'kubeconfig') return kubeconfigProblems(file);
  if (kind === 'folder') return statSync(file).isDirectory() ? [] : [`${file}: is no folder`];
  if (kind === 'written')
    return statSync(dirname(file)).isDirectory() ? [] : [`${dirname(file)}: is no folder`];
  if (kind === 'elsewhere') return [];
  if ('configuration' in kind) {
    const found = (yaml(file) as { kind?: string }).kind ?? 'nothing';
    return kind.configuration.includes(found)
      ? []
      : [`${file}: is a ${found}, not a ${kind.configuration.join(' or ')}`];
  }
  const { key, signedBy } = kind.certificate;
  const named = (name: string): string => {
    const found = settings.get(name);
    if (found === undefined) throw new Error(`${name} is not given`);
    return found;
  };
  return pairProblems(
    readFileSync(file),
    readFileSync(named(key)),
    signedBy === undefined ? undefined : authorities(named(signedBy)),
  );
}

/** Key and certificate belong together, the certificate holds today and chains to one of the authorities. */
function pairProblems(
  certificate: Buffer,
  key: Buffer,
  by: readonly X509Certificate[] | undefined,
): string[] {
  const own = new X509Certificate(certificate);
  return [
    ...(own.checkPrivateKey(createPrivateKey(key)) ? [] : [`the key is not that of ${own.subject}`]),
    ...(by === undefined || by.some((one) => own.checkIssued(one) && own.verify(one.publicKey))
      ? []
      : [`${own.subject} is not signed by the authority`]),
  ];
}

interface Kubeconfig {
  readonly clusters: readonly { readonly cluster: Readonly<Record<string, string>> }[];
  readonly users: readonly { readonly user: Readonly<Record<string, string>> }[];
}

function kubeconfigProblems(file: string): string[] {
  const { clusters, users } = yaml(file) as Kubeconfig;
  const material = (from: Readonly<Record<string, string>>, name: string): Buffer | undefined => {
    const inline = from[`${name}-data`];
    if (inline !== undefined) return Buffer.from(inline, 'base64');
    return from[name] === undefined ? undefined : readFileSync(from[name]);
  };
  const by = clusters.flatMap(({ cluster }) =>
    pem(material(cluster, 'certificate-authority') ?? Buffer.of()),
  );
  if (by.length === 0) return [`${file}: names no authority`];
  return users.flatMap(({ user }) => {
    const [certificate, key] = [material(user, 'client-certificate'), material(user, 'client-key')];
    if (certificate && key) return pairProblems(certificate, key, by).map((line) => `${file}: ${line}`);
    return user['token'] || user['tokenFile'] ? [] : [`${file}: has no way to say who it is`];
  });
}

/** A static pod's program sees what its volumes bring it: every file it names has to lie below one of them. */
function staticPods(folder: string, versions: Versions): string[] {
  return readdirSync(folder).flatMap((name) =>
    guarded(name, () => {
      const { spec } = yaml(join(folder, name)) as { spec: PodSpec };
      return spec.containers.flatMap(({ command = [], volumeMounts = [] }) => {
        const [program = '', ...args] = command;
        if (kinds[program] === undefined) return [];
        const files = args.flatMap((arg) => /=(\/.*)$/.exec(arg)?.[1] ?? []);
        const unseen = files.filter(
          (file) => !volumeMounts.some(({ mountPath }) => `${file}/`.startsWith(`${mountPath}/`)),
        );
        return [
          ...problemsOf(program, args, versions),
          ...unseen.map((file) => `${program}: ${file} is in none of its volumes`),
        ];
      });
    }),
  );
}

interface PodSpec {
  readonly containers: readonly {
    readonly command?: readonly string[];
    readonly volumeMounts?: readonly { readonly mountPath: string }[];
  }[];
}

function yaml(file: string): unknown {
  return readYaml(readFileSync(file, 'utf8')).value;
}

function authorities(file: string): X509Certificate[] {
  return pem(readFileSync(file));
}

function pem(bytes: Buffer): X509Certificate[] {
  const blocks =
    bytes.toString('utf8').match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => new X509Certificate(block));
}

/** What cannot be opened or parsed is a problem with that name. */
function guarded(name: string, work: () => string[]): string[] {
  try {
    return work().map((line) => (line.includes(name) ? line : `${name}: ${line}`));
  } catch (error) {
    return [`${name}: ${(error as Error).message}`];
  }
}
