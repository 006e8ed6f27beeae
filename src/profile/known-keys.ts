/** Which keys would do at a place. */
import { z } from 'zod';
import type { Path } from '../shared/fault.ts';

/** The keys that a schema has at a path, through optional, list, record and union wrappers. */
export function knownKeys(root: z.core.$ZodType, path: Path): readonly string[] {
  let candidates: z.core.$ZodType[] = unwrap(root);
  for (const step of path)
    candidates = candidates.flatMap((schema) => stepInto(schema, step)).flatMap(unwrap);
  return candidates.flatMap((schema) => {
    if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
    const keys = schema instanceof z.ZodRecord ? schema.keyType : undefined;
    return keys instanceof z.ZodEnum ? keys.options.map(String) : [];
  });
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType[] {
  if (schema instanceof z.ZodOptional) return unwrap(schema.unwrap());
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => unwrap(option));
  return [schema];
}

function stepInto(schema: z.core.$ZodType, step: string | number): z.core.$ZodType[] {
  if (schema instanceof z.ZodObject) {
    const field = schema.shape[step];
    return field ? [field] : [];
  }
  if (schema instanceof z.ZodArray) return [schema.element];
  if (schema instanceof z.ZodRecord) return [schema.valueType];
  return [];
}
