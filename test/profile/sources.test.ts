/** A text may stand in a file beside the profile, wherever the schema says so. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { profileJsonSchema } from '../../src/profile/json-schema.ts';
import { replaceSources } from '../../src/profile/sources.ts';

type Schema = { readonly [key: string]: unknown };
type Step = string | number;

const root = profileJsonSchema() as Schema;
const fileHint = 'A file, relative to the profile.';

/** Where a mapping with `source` is allowed. */
function places(schema: Schema, path: readonly Step[], refs: readonly string[] = []): Step[][] {
  const ref = schema['$ref'];
  if (typeof ref === 'string') {
    if (refs.includes(ref)) return [];
    const target = ref
      .replace(/^#\/?/, '')
      .split('/')
      .filter(Boolean)
      .reduce((at, step) => at[step] as Schema, root);
    return places(target, path, [...refs, ref]);
  }
  const properties = (schema['properties'] ?? {}) as Record<string, Schema>;
  if (properties['source']?.['description'] === fileHint) return [[...path]];
  const unions = ['anyOf', 'oneOf', 'allOf'].flatMap((key) => (schema[key] ?? []) as Schema[]);
  const below: [Step, unknown][] = [
    ...Object.entries(properties),
    [0, schema['items']],
    ['some-key', schema['additionalProperties']],
  ];
  return [
    ...unions.flatMap((one) => places(one, path, refs)),
    ...below.flatMap(([step, one]) =>
      typeof one === 'object' && one !== null ? places(one as Schema, [...path, step], refs) : [],
    ),
  ];
}

const valueAt = (path: readonly Step[], value: unknown): unknown =>
  path.reduceRight<unknown>((inner, step) => (typeof step === 'number' ? [inner] : { [step]: inner }), value);

test('wherever the schema allows a file, its text takes the place', () => {
  const all = places(root, []);
  assert.ok(
    all.some((path) => path.join('.') === 'manifests.own.0.contents'),
    `${all.length} places`,
  );
  for (const path of all) {
    const { value, faults } = replaceSources(valueAt(path, { source: 'a.txt' }), (name) => ({
      text: `text of ${name}`,
    }));
    assert.equal(faults, []);
    assert.equal(value, valueAt(path, 'text of a.txt'), path.join('.'));
  }
});

test.run();
