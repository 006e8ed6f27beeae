import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { profileJsonSchema } from '../../src/profile/json-schema.ts';
import { toJson } from '../../src/shared/emit.ts';

test('the schema beside the profiles is what the command prints', () => {
  const shipped = readFileSync(new URL('../../profiles/schema.json', import.meta.url), 'utf8');
  assert.is(shipped, toJson(profileJsonSchema()), 'npx nodeseed schema > profiles/schema.json');
});

test.run();
