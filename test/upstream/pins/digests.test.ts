import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { architectures, findPin, pinFamilies, pinnedVersions } from '../../../src/upstream/pins/index.ts';
import { parseVersion } from '../../../src/upstream/release.ts';

const everyPin = pinFamilies.flatMap(({ name }) =>
  pinnedVersions(name).flatMap((version) =>
    architectures.flatMap((arch) => findPin(name, version, arch) ?? []),
  ),
);

test('every pin has a whole digest', () => {
  assert.ok(everyPin.length > 300);
  for (const { name, version, arch, digest } of everyPin) {
    assert.match(digest, /^(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/, `${name} ${version} ${arch}`);
  }
});

test('no two files have the same digest', () => {
  const seen = new Map<string, string>();
  for (const { name, version, arch, digest } of everyPin) {
    const file = `${name} ${version} ${arch}`;
    assert.not(seen.has(digest), `${file} and ${seen.get(digest)}`);
    seen.set(digest, file);
  }
});

test('every address is https, says which version and ends as its format does', () => {
  for (const { version, format, arch, urls } of everyPin) {
    assert.ok(urls.length > 0);
    for (const url of urls) {
      assert.is(new URL(url).protocol, 'https:');
      assert.ok(url.includes(`v${version}/`) || url.includes(`-v${version}-`), url);
      assert.ok(url.includes(arch), url);
      assert.is(/\.(tar\.gz|tgz)$/.test(url), format === 'tar.gz', url);
    }
  }
});

test('versions are semantic and listed newest first', () => {
  for (const { name } of pinFamilies) {
    const versions = pinnedVersions(name).map((text) => parseVersion(text));
    assert.not(versions.includes(undefined), name);
    const order = versions.map((v) =>
      v ? Number(v.release.split('.')[0]) * 1e6 + Number(v.release.split('.')[1]) * 1e3 + v.patch : 0,
    );
    assert.equal(
      order,
      [...order].sort((a, b) => b - a),
      name,
    );
  }
});

test('upstream comes first, the closed bucket second and only for what it held', () => {
  assert.equal(findPin('kubelet', '1.21.0', 'amd64')?.urls, [
    'https://dl.k8s.io/release/v1.21.0/bin/linux/amd64/kubelet',
    'https://storage.googleapis.com/kubernetes-release/release/v1.21.0/bin/linux/amd64/kubelet',
  ]);
  assert.equal(findPin('kubernetes-node', '1.10.3', 'arm64')?.urls, [
    'https://dl.k8s.io/v1.10.3/kubernetes-node-linux-arm64.tar.gz',
    'https://storage.googleapis.com/kubernetes-release/release/v1.10.3/kubernetes-node-linux-arm64.tar.gz',
  ]);
  assert.is(findPin('kubelet', '1.36.4', 'amd64')?.urls.length, 1);
});

test('what is not pinned is not found', () => {
  assert.is(findPin('kubelet', '1.36.99', 'amd64'), undefined);
  assert.is(findPin('runc', '1.0.0-rc93', 'arm64'), undefined);
  assert.is(findPin('kubelet', 'constructor', 'amd64'), undefined);
});

test.run();
