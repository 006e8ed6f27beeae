import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { publicContent } from '../../src/model/content.ts';
import { changedNodes } from '../../src/output/changes.ts';
import { type DescribedFile, describe, manifestJson } from '../../src/output/manifest.ts';
import { sha256 } from '../../src/shared/digest.ts';

const file = (path: string, text: string, node?: string): DescribedFile =>
  describe({ path, content: publicContent(text), ...(node !== undefined && { node }) }, sha256(text));
const manifest = (files: readonly DescribedFile[]) => manifestJson(files, { toolVersion: '1' });
const before = [
  file('manifests/a.yaml', 'a'),
  file('nodes/one/meta-data', 'm', 'one'),
  file('nodes/one/user-data', 'u', 'one'),
  file('nodes/two/user-data', 'u', 'two'),
];

test('the same files are no change, in whatever order', () => {
  assert.equal(changedNodes(manifest(before), [...before].reverse()), []);
});

test('another content, a file more and a file less are', () => {
  const [shared, meta, user, two] = before as [DescribedFile, DescribedFile, DescribedFile, DescribedFile];
  const other = file('nodes/two/user-data', 'v', 'two');
  assert.equal(changedNodes(manifest(before), [shared, meta, user, other]), ['two']);
  assert.equal(changedNodes(manifest(before), [shared, user, two]), ['one']);
  assert.equal(changedNodes(manifest(before), [...before, file('nodes/two/more', '', 'two')]), ['two']);
});

test('a new node, a node that is gone and files of no node are not', () => {
  const [, meta, user] = before as [DescribedFile, DescribedFile, DescribedFile];
  const now = [file('manifests/a.yaml', 'b'), meta, user, file('nodes/three/user-data', 'u', 'three')];
  assert.equal(changedNodes(manifest(before), now), []);
});

test('what is no manifest of ours tells nothing', () => {
  for (const text of ['', '{}', 'null', '{"generator":"nodeseed","files":[null,{"path":1}]}'])
    assert.equal(changedNodes(text, before), []);
});

test.run();
