/** The schema that editors are given, against a validator that is not ours. */
import { readdirSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { pythonSays } from '../shared/python.ts';
import { call } from './support/call.ts';
import { workFolder } from './support/folder.ts';

const profiles = new URL('../../profiles/', import.meta.url);
const shipped = readdirSync(profiles)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => load(readFileSync(new URL(name, profiles), 'utf8')) as Record<string, unknown>);

const validate = `
import jsonschema
schema = given['schema']
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
answer = [['/'.join(map(str, error.absolute_path)) for error in validator.iter_errors(one)] for one in given['documents']]
`;

test('the schema is one, takes every shipped profile, and refuses what is wrong', async () => {
  const { code, stdout, stderr } = await call(['schema'], workFolder());
  assert.equal([code, stderr], [0, '']);
  const schema: unknown = JSON.parse(stdout);
  const [first = {}] = shipped;
  const wrong = [
    { ...first, podSubnet: '10.244.0.0/16' },
    { ...first, kind: 'Profile' },
    { ...first, pools: [] },
    { ...first, clusterName: 3 },
    { ...first, kubernetesVersion: undefined },
  ];
  const answer = pythonSays(validate, { schema, documents: [...shipped, ...wrong] }, 'jsonschema');
  if (answer === undefined) return;
  const errors = answer as string[][];
  assert.equal(
    errors.slice(0, shipped.length),
    shipped.map(() => []),
  );
  assert.ok(errors.slice(shipped.length).every((found) => found.length > 0));
});

test.run();
