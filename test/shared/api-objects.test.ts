import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { objectsProblem } from '../../src/shared/api-objects.ts';

const object = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n';

test('objects, one or many, with comments and empty documents between them', () => {
  for (const text of [object, `---\n${object}---\n# nothing\n---\n${object}---\n`, `# first\n${object}...\n`])
    assert.is(objectsProblem(text), undefined);
});

test('everything else says what is wrong with it, and where', () => {
  assert.is(objectsProblem(''), 'there is no object in it');
  assert.is(objectsProblem('# only this\n'), 'there is no object in it');
  assert.is(objectsProblem(`${object}---\nkind: Pod\n`), 'object 2 of it has no apiVersion and kind');
  assert.is(objectsProblem('- 1\n'), 'object 1 of it has no apiVersion and kind');
  assert.match(objectsProblem(`${object}a: [`) ?? '', /^line 4 of it: /);
});

test.run();
