import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Content } from '../../src/model/content.ts';
import { publicContent } from '../../src/model/content.ts';
import type { OutputFile } from '../../src/model/output.ts';
import { secretContent } from '../../src/model/secret-content.ts';
import { descriptions, manifestJson, pathsInManifest, sha256Sums } from '../../src/output/manifest.ts';
import { described } from './support/trees.ts';

const files: OutputFile<Content>[] = [
  { path: 'nodes/b/user-data', node: 'b', content: secretContent('node', 'b\n') },
  { path: 'manifests/a.json', content: publicContent('a\n') },
];

test('lists every file with size, digest and node, sorted by path, and no content', () => {
  assert.equal(JSON.parse(manifestJson(described(files), { toolVersion: '1.2.3' })), {
    generator: 'nodeseed',
    version: '1.2.3',
    files: [
      {
        path: 'manifests/a.json',
        secrecy: 'public',
        size: 2,
        sha256: '87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7',
      },
      {
        path: 'nodes/b/user-data',
        node: 'b',
        secrecy: 'node',
        size: 2,
        sha256: '0263829989b6fd954f72baaf2fc64bc2e2f01d692d4de72986ea808f6e99813f',
      },
    ],
  });
});

test('SHA256SUMS lists manifest.json too, and manifest.json every other file', () => {
  const [manifest, sumsFile] = descriptions(described(files), { toolVersion: '1' });
  assert.equal([manifest.path, sumsFile.path], ['manifest.json', 'SHA256SUMS']);
  const sums = Buffer.from(sumsFile.content.reveal()).toString();
  assert.is(sums, sha256Sums(described([...files, manifest])));
  assert.match(sums, /^([0-9a-f]{64} {2}[^ ]+\n){3}$/);
  assert.match(sums, '  manifest.json\n');
});

test('only a manifest of nodeseed says what a folder may hold', () => {
  const text = manifestJson(described(files), { toolVersion: '1' });
  assert.equal([...(pathsInManifest(text) ?? [])].sort(), [
    'SHA256SUMS',
    'manifest.json',
    'manifests/a.json',
    'nodes/b/user-data',
  ]);
  const others = [
    '',
    'null',
    '[]',
    '"nodeseed"',
    '{}',
    '{"generator":"nodeseed"}',
    '{"generator":"x","files":[]}',
  ];
  for (const other of others) assert.is(pathsInManifest(other), undefined, other);
  assert.ok(pathsInManifest('{"generator":"nodeseed","files":[null,1]}'));
});

test('a path that leads out of the tree, or that two files share, is a bug', () => {
  for (const path of ['/etc/x', '../x', 'a/../b', './a', 'a//b', 'a/', '', 'a\nb', 'a\\b']) {
    assert.throws(() => sha256Sums([{ path, sha256: '' }]), /no path for an output/, path);
  }
  assert.throws(() => sha256Sums(described([...files, ...files])), /two outputs are called/);
});

test.run();
