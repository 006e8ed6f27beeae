/** What upstream lists for the release of a profile, and what of a file or a command line is not in it. */
import { readdirSync } from 'node:fs';
import { isIP } from 'node:net';
import type { EtcdFlag } from '../../../src/upstream/etcd/flag.ts';
import { etcdFlags } from '../../../src/upstream/etcd/flags.ts';
import { compareReleases, parseVersion, type Release } from '../../../src/upstream/release.ts';
import { livesIn } from '../../../src/upstream/schema.ts';
import { type Listed, listed } from '../../upstream/listed.ts';

type Part = 'flags' | 'fields';
export type Names = Readonly<Record<string, string>>;

const releases = readdirSync(new URL('../../../fixtures/upstream/', import.meta.url))
  .flatMap((file) => /^kubernetes-(.*)\.json$/.exec(file)?.slice(1) ?? [])
  .map((release) => release as Release)
  .sort(compareReleases);

/**
 * The release's own list; where there is none, those of the releases before and after it together: a name that both ends of a
 * stretch of time have was there in between, and one that came in between is at least real.
 */
export function namesIn(release: Release, part: Part, program: string): Names {
  const lists = releases
    .map((one): [Release, Names] => [one, namesOf(listed(one), part, program)])
    .filter(([, names]) => Object.keys(names).length > 0);
  const own = lists.find(([one]) => compareReleases(one, release) === 0);
  const more = part === 'flags' ? hiddenIn(release, program) : {};
  if (own) return { ...more, ...own[1] };
  const before = lists.findLast(([one]) => compareReleases(one, release) < 0);
  const after = lists.find(([one]) => compareReleases(one, release) > 0);
  return { ...more, ...after?.[1], ...before?.[1] };
}

/** What help does not show, so that no list has it, but kubeadm itself gives: the type, and the release that is without it. */
const hidden: Readonly<Record<string, Readonly<Record<string, readonly [type: string, until: Release]>>>> = {
  // MarkDeprecated() hides it; CHANGELOG-1.24, "Urgent Upgrade Notes".
  'kube-apiserver': { 'insecure-port': ['int', '1.24'] },
};

function hiddenIn(release: Release, program: string): Names {
  const alive = Object.entries(hidden[program] ?? {}).filter(
    ([, [, until]]) => compareReleases(release, until) < 0,
  );
  return Object.fromEntries(alive.map(([name, [type]]) => [name, type]));
}

function namesOf(list: Listed, part: Part, program: string): Names {
  return list[part][program] ?? {};
}

/** etcd's as our table has them, which upstream's documentation and help are sources of: `3.5.9`, `3.6.8-0` as an image's tag. */
export function etcdFlagsIn(version: string): Names {
  const { release, patch } = parseVersion(version) ?? {};
  if (release === undefined || patch === undefined) throw new Error(`no version: ${version}`);
  const has = ({ life, backported = [] }: EtcdFlag) =>
    livesIn(life, release) ||
    backported.map(parseVersion).some((since) => since?.release === release && since.patch <= patch);
  const flags: [string, EtcdFlag][] = Object.entries(etcdFlags);
  return Object.fromEntries(flags.filter(([, flag]) => has(flag)).map(([name, { type }]) => [name, type]));
}

/** The paths of a configuration that are no fields of it, or hold what their Go type cannot. */
export function faultsInFields(value: unknown, fields: Names, path = ''): string[] {
  const type = fields[path];
  if (type !== undefined) return fits(value, type) ? [] : [`${path} is no ${type}: ${JSON.stringify(value)}`];
  if (Array.isArray(value)) return value.flatMap((item) => faultsInFields(item, fields, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [`there is no field ${path}`];
  return Object.entries(value).flatMap(([key, item]) =>
    faultsInFields(item, fields, path === '' ? key : `${path}.${key}`),
  );
}

/** The arguments that are no flags of it, or have a value that the flag's type cannot. */
export function faultsInFlags(argv: readonly string[], flags: Names): string[] {
  return argv.flatMap((word) => {
    const [, name = '', value] = /^--([^=]+)=(.*)$/s.exec(word) ?? [];
    if (value === undefined) return [`not of the form --flag=value: ${word}`];
    const [type] = flags[name]?.split(' ') ?? [];
    if (type === undefined) return [`there is no flag --${name}`];
    return fitsFlag(value, type) ? [] : [`--${name} is no ${type}: ${value}`];
  });
}

/** Go's time.ParseDuration. */
const duration = /^[-+]?(?:0|(?:\d+(?:\.\d*)?(?:ns|us|µs|ms|s|m|h))+)$/;

function fits(value: unknown, type: string): boolean {
  const list = /^\[\](.*)$/.exec(type)?.[1];
  if (list !== undefined) return Array.isArray(value) && value.every((item) => fits(item, list));
  const map = /^map\[string\](.*)$/.exec(type)?.[1];
  if (map !== undefined) return isMap(value) && Object.values(value).every((item) => fits(item, map));
  if (type === 'v1.ResourceList') return isMap(value);
  if (type === 'v1.Taint') return isMap(value);
  if (type === 'bool') return typeof value === 'boolean';
  if (/^u?int\d+$/.test(type)) return Number.isInteger(value);
  if (/^float\d+$/.test(type)) return typeof value === 'number';
  return typeof value === 'string' && (type !== 'metav1.Duration' || duration.test(value));
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fitsFlag(value: string, type: string): boolean {
  if (type === 'bool') return value === 'true' || value === 'false';
  if (type === 'duration') return duration.test(value);
  if (type === 'urls') return value.split(',').every((url) => /^(?:https?|unixs?):\/\/[^/]+$/.test(url));
  if (type === 'uint' || type === 'uint32' || type === 'uint64') return /^\d+$/.test(value);
  if (type === 'ip') return isIP(value) > 0;
  if (type === 'cidrs') return value.split(',').every((cidr) => isIP(cidr.replace(/\/\d+$/, '')) > 0);
  return /^(?:u?int\d*|Level)$/.test(type) ? /^-?\d+$/.test(value) : true;
}
