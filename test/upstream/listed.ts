/** What upstream lists for one release (fixtures/upstream/kubernetes-*.json), and our tables brought into the same form. */
import { readFileSync } from 'node:fs';
import type { Flag, FlagType } from '../../src/upstream/flag.ts';
import { compareReleases, type Release } from '../../src/upstream/release.ts';
import { livesIn, type Schema } from '../../src/upstream/schema.ts';

export interface Listed {
  readonly release: Release;
  readonly source: string;
  /** By program and flag: the type as --help prints it, then perhaps `deprecated`. */
  readonly flags: { readonly [program: string]: { readonly [flag: string]: string } };
  /** By program and dotted path: the Go type. */
  readonly fields: { readonly [program: string]: { readonly [path: string]: string } };
}

export function listed(release: Release): Listed {
  const file = new URL(`../../fixtures/upstream/kubernetes-${release}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** `--help` prints pflag's type, or a word in backquotes from the help text if there is one. */
const printedAs: { readonly [printed: string]: FlagType } = {
  '[]': 'taints',
  Level: 'level',
  LocalMode: 'localMode',
  ProxyMode: 'proxyMode',
  RuntimeDefault: 'bool',
  'pattern=N,': 'moduleSpec',
  'port-range': 'portRange',
  'reserved-memory': 'reservedMemory',
};

export function upstreamFlags(list: Listed, program: string): { [flag: string]: string } {
  const flags = Object.entries(list.flags[program] ?? {}).map(([name, printed]) => {
    const [type = '', ...rest] = printed.split(' ');
    return [name, [printedAs[type] ?? type, ...rest].join(' ')];
  });
  return sorted(Object.fromEntries(flags));
}

export function ourFlags(
  flags: Readonly<Record<string, Flag>>,
  release: Release,
): { [flag: string]: string } {
  const reached = (since: Release | undefined) => since && compareReleases(release, since) >= 0;
  const alive = Object.entries(flags).filter(([, f]) => livesIn(f.life, release) && !reached(f.hidden));
  return sorted(
    Object.fromEntries(alive.map(([n, f]) => [n, reached(f.deprecated) ? `${f.type} deprecated` : f.type])),
  );
}

/** Go types by the kind of schema that stands for them; whatever is not here is a kind that cannot be mistaken. */
const kindOf: { readonly [goType: string]: string } = {
  bool: 'bool',
  int32: 'int',
  int64: 'int',
  VerbosityLevel: 'int',
  float32: 'float',
  float64: 'float',
  string: 'string',
  KubeletAuthorizationMode: 'string',
  ResourceChangeDetectionStrategy: 'string',
  ImagePullCredentialsVerificationPolicy: 'string',
  MemoryReservationPolicy: 'string',
  ProxyMode: 'string',
  LocalMode: 'string',
  'resource.QuantityValue': 'string',
  'metav1.Duration': 'duration',
  TimeOrMetaDuration: 'any',
  '[]string': 'list(string)',
  '[]int32': 'list(int)',
  '[]v1.Taint': 'list(struct)',
  'map[string]string': 'map(string)',
  'map[string]bool': 'map(bool)',
  'map[string][]string': 'map(list(string))',
  'v1.ResourceList': 'map(any)',
  'componentbaseconfigv1alpha1.LoggingConfiguration': 'struct',
};

export function upstreamFields(list: Listed, program: string): { [path: string]: string } {
  const fields = Object.entries(list.fields[program] ?? {});
  return sorted(Object.fromEntries(fields.map(([path, goType]) => [path, kindOf[goType] ?? goType])));
}

/** The leaves of a schema in `release`; a struct upstream's list leaves closed (`opaque`) is left closed too. */
export function ourFields(
  schema: Schema,
  release: Release,
  opaque: readonly string[] = [],
): { [path: string]: string } {
  return sorted(Object.fromEntries(leaves(schema, release, '', opaque)));
}

function leaves(
  schema: Schema,
  release: Release,
  path: string,
  opaque: readonly string[],
): [string, string][] {
  if (opaque.includes(path)) return [[path, printed(schema)]];
  if (schema.kind === 'list' && schema.of.kind === 'struct') {
    return leaves(schema.of, release, `${path}[]`, opaque);
  }
  if (schema.kind !== 'struct') return [[path, printed(schema)]];
  return Object.entries(schema.fields)
    .filter(([, field]) => livesIn(field.life, release))
    .flatMap(([name, field]) => leaves(field, release, path ? `${path}.${name}` : name, opaque));
}

function printed(schema: Schema): string {
  return schema.kind === 'list' || schema.kind === 'map'
    ? `${schema.kind}(${printed(schema.of)})`
    : schema.kind;
}

/** Whether a dotted path of a flag's `field` leads to something in the schema. */
export function hasPath(schema: Schema, path: string): boolean {
  let at: Schema | undefined = schema;
  for (const name of path.split('.')) at = at?.kind === 'struct' ? at.fields[name] : undefined;
  return at !== undefined;
}

function sorted<T>(record: { [key: string]: T }): { [key: string]: T } {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
