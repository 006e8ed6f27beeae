/** Every setting by the JSON Schema that editors get, which knows nothing of the tables. */
import { profileJsonSchema } from '../../../src/profile/json-schema.ts';

export interface Setting {
  readonly path: string;
  readonly description: string | undefined;
  /** Whether it is a mapping with settings of its own. */
  readonly hasParts: boolean;
}

interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly additionalProperties?: JsonSchema | boolean;
}

const root = profileJsonSchema() as JsonSchema;

/** What several places have in common comes once, with the path of the first. */
export function allSettings(): Setting[] {
  return below(root, '', new Set());
}

function below(given: JsonSchema, path: string, seen: Set<JsonSchema>): Setting[] {
  const schema = resolved(given);
  if (seen.has(schema)) return [];
  seen.add(schema);
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, property]) =>
    key === 'source' ? [] : settingsOf(property, path === '' ? key : `${path}.${key}`, seen),
  );
  const { items, anyOf = [], additionalProperties } = schema;
  const values = typeof additionalProperties === 'object' ? [additionalProperties] : [];
  const inner = [...(items ? [items] : []), ...anyOf, ...values];
  return [...own, ...inner.flatMap((one) => below(one, path, seen))];
}

function settingsOf(property: JsonSchema, path: string, seen: Set<JsonSchema>): Setting[] {
  const hasParts = resolved(property).properties !== undefined;
  return [{ path, description: descriptionOf(property), hasParts }, ...below(property, path, seen)];
}

/** The first on the way of references. */
function descriptionOf(schema: JsonSchema): string | undefined {
  const next = referred(schema);
  return schema.description ?? (next && descriptionOf(next));
}

function resolved(schema: JsonSchema): JsonSchema {
  const next = referred(schema);
  return next ? resolved(next) : schema;
}

function referred({ $ref }: JsonSchema): JsonSchema | undefined {
  return $ref === undefined ? undefined : root.$defs?.[$ref.replace('#/$defs/', '')];
}
