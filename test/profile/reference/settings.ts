/** Every setting of the schema, as rows of tables. What several settings have in common has one table of its own. */
import { z } from 'zod';
import { profileSchema, settingKeys } from '../../../src/profile/schema/profile.ts';
import { isExplained, kindOf, unwrapped } from './kinds.ts';

type Schema = z.core.$ZodType;

export interface Row {
  readonly setting: string;
  readonly kind: string;
  readonly description: string;
}

export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
}

interface Plan {
  readonly title: string;
  /** How its settings begin. */
  readonly prefix: string;
  readonly fields: Readonly<Record<string, Schema>>;
}

const top = profileSchema.shape;
const kubelet = fieldsIn(top.kubelet);
const pick = (...keys: (keyof typeof top)[]) => Object.fromEntries(keys.map((key) => [key, top[key]]));

/** In these every setting appears once; elsewhere the table is referred to. */
const shared: readonly Plan[] = [
  { title: 'One program', prefix: 'binaries.PROGRAM.', fields: fieldsIn(fieldsIn(top.binaries)['runc']) },
  { title: 'One kubeconfig', prefix: 'KUBECONFIG.', fields: fieldsIn(kubelet['kubeconfig']) },
  { title: 'One certificate', prefix: 'CERTIFICATE.', fields: fieldsIn(kubelet['servingCertificate']) },
];

/** Of the cluster, with a table each. */
const ownTables: readonly string[] = ['controlPlane', 'addons', 'manifests', 'pki', 'pools'];

const plans: readonly Plan[] = [
  {
    title: 'The cluster',
    prefix: '',
    fields: Object.fromEntries(
      Object.entries(top).filter(([key]) => !isLayered(key) && !ownTables.includes(key)),
    ),
  },
  { title: 'Control plane', prefix: '', fields: pick('controlPlane') },
  { title: 'Add-ons and manifests', prefix: '', fields: pick('addons', 'manifests') },
  { title: 'Authorities and certificates', prefix: '', fields: pick('pki') },
  { title: 'Pools and nodes', prefix: '', fields: pick('pools') },
  { title: 'Labels, taints, cgroups', prefix: '', fields: pick('labels', 'taints', 'cgroupDriver') },
  { title: 'Container runtime', prefix: '', fields: pick('containerRuntime') },
  { title: 'Programs', prefix: '', fields: pick('binaries') },
  ...shared.slice(0, 1),
  { title: 'Pod network', prefix: '', fields: pick('podNetwork') },
  { title: 'kubelet', prefix: '', fields: pick('kubelet') },
  { title: 'kube-proxy', prefix: '', fields: pick('kubeProxy') },
  ...shared.slice(1),
  { title: 'Platform and delivery', prefix: '', fields: pick('platform', 'delivery', 'images') },
  { title: 'The machine', prefix: '', fields: pick('host') },
  { title: 'Media', prefix: '', fields: pick('media', 'pxe') },
];

export function sections(): Section[] {
  return plans.map((plan) => ({
    title: plan.title,
    rows: withoutRepeats(rowsOf(plan.fields, plan.prefix, plan)),
  }));
}

function isLayered(key: string): boolean {
  return (settingKeys as readonly string[]).includes(key);
}

function rowsOf(fields: Readonly<Record<string, Schema>>, prefix: string, plan: Plan): Row[] {
  return Object.entries(fields).flatMap(([key, schema]) => {
    if (isToldElsewhere(schema, plan)) return [];
    const setting = `${prefix}${key}`;
    const own = { setting, kind: kind(schema, plan), description: descriptionOf(schema, setting) };
    const below = rowsBelow(schema, setting, plan);
    return below.length > 0 && isMereHeading(schema, own) ? below : [own, ...below];
  });
}

/** A mapping that does nothing by being there. */
function isMereHeading(schema: Schema, { description }: Row): boolean {
  return unwrapped(schema) instanceof z.ZodObject && !description.includes('Default: ');
}

/** Lists are passed by `[]`, mappings with free keys by `KEY`. */
function rowsBelow(given: Schema, setting: string, plan: Plan): Row[] {
  const schema = unwrapped(given);
  if (isExplained(schema)) return [];
  if (schema instanceof z.ZodArray) return rowsBelow(schema.element, `${setting}[]`, plan);
  if (schema instanceof z.ZodRecord) return rowsBelow(schema.valueType, `${setting}.KEY`, plan);
  if (schema instanceof z.ZodUnion)
    return distinct(schema.options.flatMap((option) => rowsBelow(option, setting, plan)));
  return schema instanceof z.ZodObject ? rowsOf(schema.shape, `${setting}.`, plan) : [];
}

/** The same setting of several parts of a mapping is one row: `a.{b,c}.d`. */
function withoutRepeats(rows: readonly Row[]): Row[] {
  const groups: { row: Row; segments: string[]; at?: number; others: string[] }[] = [];
  for (const row of rows) {
    const segments = row.setting.split('.');
    const group = groups.find((one) => {
      const places = differences(one.segments, segments);
      const isInside = places.length === 1 && places[0] !== segments.length - 1;
      return isInside && (one.at ?? places[0]) === places[0] && isAlike(one.row, row);
    });
    if (group) {
      group.at = differences(group.segments, segments)[0] ?? 0;
      group.others.push(segments[group.at] ?? '');
    } else groups.push({ row, segments, others: [] });
  }
  return groups.map(({ row, segments, at, others }) => {
    const names = segments.map((one, i) => (i === at ? `{${[one, ...others].join(',')}}` : one));
    return { ...row, setting: names.join('.') };
  });
}

function isAlike(a: Row, b: Row): boolean {
  return a.kind === b.kind && a.description === b.description;
}

function differences(a: readonly string[], b: readonly string[]): number[] {
  return a.length === b.length ? [...a.keys()].filter((i) => a[i] !== b[i]) : [-1, -1];
}

/** What several alternatives have in common comes once. */
function distinct(rows: readonly Row[]): Row[] {
  const isSame = (a: Row, b: Row) => a.setting === b.setting && a.description === b.description;
  return rows.filter((row, i) => rows.findIndex((other) => isSame(row, other)) === i);
}

/** `partial` wraps what is in the shape already. */
function sameField(a: Schema, b: Schema): boolean {
  return a === b || (a instanceof z.ZodOptional && a.unwrap() === b);
}

function isToldElsewhere(schema: Schema, plan: Plan): boolean {
  const layered = settingKeys.map((key): Schema => top[key]);
  const isLayeredHere = Object.values(plan.fields).includes(schema);
  if (!isLayeredHere && layered.some((field) => sameField(schema, field))) return true;
  if (plan.title === 'Pools and nodes' && isOverride(schema)) return true;
  return shared.some((other) => other !== plan && Object.values(other.fields).includes(schema));
}

/** The settings of a single node once more, all of them optional. */
function isOverride(schema: Schema): boolean {
  return schema instanceof z.ZodOptional && schema.unwrap() instanceof z.ZodOptional;
}

function kind(schema: Schema, plan: Plan): string {
  const table = shared.find(
    (other) => other !== plan && Object.values(fieldsIn(schema)).some((field) => hasField(other, field)),
  );
  const needed = schema instanceof z.ZodOptional ? '' : ', required';
  const words = kindOf(schema);
  return `${table ? words.replace('mapping', `[mapping](#${anchor(table.title)})`) : words}${needed}`;
}

function hasField(plan: Plan, field: Schema): boolean {
  return Object.values(plan.fields).includes(field);
}

export function anchor(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');
}

function descriptionOf(schema: Schema, setting: string): string {
  const text = z.globalRegistry.get(schema)?.description;
  if (text === undefined) throw new Error(`${setting} has no description`);
  return text;
}

/** Of the mapping that the setting is or may be. */
function fieldsIn(schema: Schema | undefined): Readonly<Record<string, Schema>> {
  const inner = schema && unwrapped(schema);
  const options = inner instanceof z.ZodUnion ? inner.options.map((option) => unwrapped(option)) : [inner];
  const found = options.find((option) => option instanceof z.ZodObject);
  return found instanceof z.ZodObject ? found.shape : {};
}
