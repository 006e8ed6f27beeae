/**
 * The vocabulary in which a tutorial's facts are written down (`fixtures/facts/*.json`), and the view of a
 * generated node they are held against. One fact says one thing, so that counting rows means something.
 *
 * Texts may hold `${NODE}` (the node's name) and `${ADDRESS}` (its IP address).
 */
import { z } from 'zod';
import { keyUsageNames } from './extensions.ts';

const text = z.string().min(1);
const path = z.string().regex(/^\//, 'an absolute path');
const mode = z.string().regex(/^0[0-7]{3}$/, 'four octal digits');
const unit = z.string().regex(/^[\w@.-]+\.(service|socket|timer|mount)$/, 'a unit with its type');
const flag = z.string().regex(/^--[a-z0-9-]+$/, 'a long flag');
const count = z.int().nonnegative();
const yes = z.literal(true);

/** A certificate or authority inside a kubeconfig; without `user` the one its current context names. */
const inKubeconfig = z.strictObject({ kubeconfig: path, user: text.optional() });
const place = z.union([path, inKubeconfig]);

/** Where in a document; a number counts in a list. Empty: the document itself. */
const key = z.array(z.union([text, count]));
const expectations = {
  value: z.json().optional(),
  /** A regular expression for what is made anew for each cluster. */
  pattern: text.optional(),
  /** The numeric id of this group on the node. */
  gidOf: text.optional(),
  /** A mapping with exactly these keys. */
  keys: z.array(text).min(1).optional(),
  /** A list of exactly so many. */
  length: count.optional(),
};

/** Of the named properties exactly one is there, or at most one if `none` is fine. */
function one<T extends z.ZodRawShape>(shape: z.ZodObject<T>, names: readonly string[], none = false) {
  return shape.refine(
    (fact) => {
      const present = names.filter((name) => (fact as Record<string, unknown>)[name] !== undefined).length;
      return present === 1 || (none && present === 0);
    },
    { message: `${none ? 'at most' : 'exactly'} one of ${names.join(', ')}` },
  );
}

function document<K extends 'toml' | 'json' | 'yaml'>(kind: K) {
  const shape = z.strictObject({ kind: z.literal(kind), path, key, ...expectations });
  return one(shape, Object.keys(expectations));
}

const algorithm = z.enum(['RSA-2048', 'RSA-3072', 'RSA-4096', 'ECDSA-P256', 'ECDSA-P384']);
const fileAspects = { mode: mode.optional(), owner: text.optional(), group: text.optional() };
const artifactAspects = {
  ...fileAspects,
  /** One of the pin's sources; only where the pinned artifact is that same file. */
  url: z.url().optional(),
  /** Every source is fetched over TLS. */
  https: yes.optional(),
};
const userAspects = {
  home: path.optional(),
  shell: path.optional(),
  group: text.optional(),
  /** A numeric id below 1000. */
  system: yes.optional(),
};
const certificateAspects = {
  commonName: text.optional(),
  organization: z.array(text).optional(),
  organizationalUnit: text.optional(),
  country: text.optional(),
  locality: text.optional(),
  state: text.optional(),
  /** One name that is among the SANs; `sanCount` says how many there are. */
  sans: z
    .union([z.strictObject({ ip: z.tuple([text]) }), z.strictObject({ dns: z.tuple([text]) })])
    .optional(),
  sanCount: count.optional(),
  /** An authority's common name, or a CA file on the node that verifies the certificate. */
  issuer: z.union([text, z.strictObject({ path })]).optional(),
  usages: z.tuple([z.enum(['serverAuth', 'clientAuth'])]).optional(),
  /** All extended key usages, where `usages` names one that is among them. */
  onlyUsages: z
    .array(z.enum(['serverAuth', 'clientAuth']))
    .min(1)
    .optional(),
  /** All key usages. */
  keyUsages: z.array(z.enum(keyUsageNames)).min(1).optional(),
  /** False: it says of itself that it is none. */
  authority: z.literal(false).optional(),
  /** A file with the authority whose key it names as its issuer's. */
  authorityKeyId: path.optional(),
  signature: z.enum(['SHA256-RSA', 'ECDSA-SHA256']).optional(),
  /** Whole days from its beginning to its end. */
  days: z.int().positive().optional(),
  key: algorithm.optional(),
  /** Where the key is that belongs to the certificate. */
  keyPath: place.optional(),
  /** Another place that holds the very same certificate. */
  sameAs: path.optional(),
};

const sizedFileAspects = {
  ...fileAspects,
  /** In bytes. */
  size: z.int().positive().optional(),
};
const keyAspects = {
  algorithm: algorithm.optional(),
  /** Another file that holds the same key, or its other half. */
  pairOf: path.optional(),
};

const artifact = { kind: z.literal('artifact'), program: text, version: text, target: path };
const fact = z.discriminatedUnion('kind', [
  one(z.strictObject({ ...artifact, ...artifactAspects }), Object.keys(artifactAspects), true),
  one(
    z.strictObject({ kind: z.literal('file'), path, ...sizedFileAspects }),
    Object.keys(sizedFileAspects),
    true,
  ),
  z.strictObject({ kind: z.literal('file-absent'), path }),
  one(z.strictObject({ kind: z.literal('directory'), path, ...fileAspects }), Object.keys(fileAspects), true),
  /** All that lies in a directory, files and directories. */
  z.strictObject({ kind: z.literal('folder'), path, names: z.array(text).min(1) }),
  document('toml'),
  document('json'),
  document('yaml'),
  /** A setting as it stands in the unit file; of a repeated key one of its values. */
  z.strictObject({ kind: z.literal('unit'), unit, section: text, key: text, value: z.string() }),
  z.strictObject({ kind: z.literal('unit-absent'), unit, section: text, key: text }),
  /** How many settings the unit file has, drop-ins aside. */
  z.strictObject({ kind: z.literal('unit-count'), unit, count }),
  /** ExecStart after systemd's parsing. */
  z.strictObject({ kind: z.literal('argv'), unit, index: count, value: z.string() }),
  z.strictObject({ kind: z.literal('flag'), unit, flag, value: z.string() }),
  z.strictObject({ kind: z.literal('flag-absent'), unit, flag }),
  /** How many flags there are, every argument being one. */
  z.strictObject({ kind: z.literal('flag-count'), unit, count }),
  z.strictObject({ kind: z.literal('unit-enabled'), unit }),
  z.strictObject({ kind: z.literal('unit-started'), unit }),
  z.strictObject({ kind: z.literal('package'), name: text, state: z.enum(['installed', 'removed']) }),
  z.strictObject({ kind: z.literal('package-repository'), host: text }),
  z.strictObject({ kind: z.literal('module'), name: text }),
  z.strictObject({ kind: z.literal('swap'), state: z.enum(['off', 'off-in-fstab']) }),
  one(z.strictObject({ kind: z.literal('user'), name: text, ...userAspects }), Object.keys(userAspects)),
  z.strictObject({ kind: z.literal('group'), name: text }),
  one(
    z.strictObject({ kind: z.literal('certificate'), path: place, ...certificateAspects }),
    Object.keys(certificateAspects),
  ),
  /** A private or a public key of its own. */
  one(z.strictObject({ kind: z.literal('key'), path, ...keyAspects }), Object.keys(keyAspects)),
  /** The labels of all PEM blocks of a file, in their order. */
  z.strictObject({ kind: z.literal('pem'), path, blocks: z.array(text).min(1) }),
  /** What a CA file, or a kubeconfig's cluster, trusts. */
  one(
    z.strictObject({
      kind: z.literal('ca-file'),
      path: place,
      authority: text.optional(),
      certificates: z.union([z.int().positive(), z.literal('several')]).optional(),
    }),
    ['authority', 'certificates'],
  ),
  /** An object among the emitted manifests, found by its name. */
  one(
    z.strictObject({ kind: z.literal('manifest'), name: text, key, ...expectations }),
    Object.keys(expectations),
  ),
  z.strictObject({ kind: z.literal('hostname'), value: text }),
  /** One of those that kubectl shows of the node. */
  z.strictObject({ kind: z.literal('role'), role: text }),
]);

const line = z.int().positive();
const row = z.strictObject({
  /** Where the tutorial says so, counted from 1. */
  line,
  /** Lines that say the same again: outputs, repeated variables. */
  also: z.array(line).min(1).optional(),
  /** A node's name, `*`, or `master*` for all whose name begins so. */
  node: z.string().regex(/^[\w.-]*\*?$/),
  fact,
  /** Why the line means this, where it does not say it in so many words. */
  note: text.optional(),
});

/** All a tutorial states. Every one of its lines is in a row or, with a reason, in `without`. */
export const tableSchema = z.strictObject({
  tutorial: text,
  lines: z.int().positive(),
  rows: z.array(row),
  without: z.array(z.strictObject({ why: text, lines: z.array(z.union([line, z.tuple([line, line])])) })),
});

export type Table = z.infer<typeof tableSchema>;
export type Row = z.infer<typeof row>;
export type Fact = z.infer<typeof fact>;
export type FactOf<K extends Fact['kind']> = Extract<Fact, { kind: K }>;
export type Place = z.infer<typeof place>;
export type Expectation = Pick<FactOf<'yaml'>, keyof typeof expectations>;

/** Mode as a number (`0o644`). Owners are names. */
export interface Ownership {
  readonly mode: number;
  readonly owner: string;
  readonly group: string;
}

export interface GeneratedUnit {
  /** Absent when a package brings the unit. */
  readonly text?: string;
  readonly dropIns: ReadonlyMap<string, string>;
  readonly enabled: boolean;
  readonly started: boolean;
}

/** What the facts are held against: a node as it is after its first boot. */
export interface GeneratedNode {
  readonly name: string;
  /** The node's own IP address, without a prefix length. */
  readonly address: string;
  readonly hostname: string;
  /** All files but the programs in `artifacts`; unit files and drop-ins are among them. */
  readonly files: ReadonlyMap<string, Ownership & { readonly text: string }>;
  readonly directories: ReadonlyMap<string, Ownership>;
  readonly units: ReadonlyMap<string, GeneratedUnit>;
  /** One for each placed program; version without a leading v. */
  readonly artifacts: readonly (Ownership & {
    readonly program: string;
    readonly version: string;
    readonly urls: readonly string[];
    readonly target: string;
  })[];
  readonly packages: {
    readonly install: readonly string[];
    readonly remove: readonly string[];
    readonly repositories: readonly { readonly url: string }[];
  };
  readonly modules: readonly string[];
  /** True where swap is turned off: now, and in fstab. */
  readonly swap: { readonly now: boolean; readonly fstab: boolean };
  readonly users: readonly {
    readonly name: string;
    readonly uid: number;
    readonly group: string;
    readonly home: string;
    readonly shell: string;
  }[];
  readonly groups: readonly { readonly name: string; readonly gid: number }[];
  /** Those that the node's object is given once the API is up. */
  readonly roles: readonly string[];
  readonly manifests: readonly object[];
  /** The PEM text of an authority's certificate; undefined when there is no such authority. */
  readonly caCertificates: (commonName: string) => string | undefined;
}
