import { readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findBinary, type Program } from '../../../src/upstream/binaries.ts';
import { companionsOf } from '../../../src/upstream/kubernetes.ts';
import {
  type Arch,
  architectures,
  findPin,
  kubernetesPrograms,
  type PinName,
  pinFamilies,
  pinnedVersions,
} from '../../../src/upstream/pins/index.ts';
import { parseVersion, type Release } from '../../../src/upstream/release.ts';

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

test('the catalogue says what was gathered apart from it', () => {
  const gathered = readFileSync(
    new URL('../../../fixtures/upstream/published-digests.txt', import.meta.url),
    'utf8',
  );
  const rows = gathered.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  assert.ok(rows.length > 300);
  for (const row of rows) {
    const [digest, name, version = '', arch, url = ''] = row.split(/ +/);
    const pin = findPin(name as PinName, version, arch as Arch);
    assert.is(pin?.digest, digest, row);
    assert.ok(pin?.urls.includes(url), row);
  }
});

test('of every supported release the newest patch has each program, for both architectures', () => {
  for (const release of ['1.33', '1.34', '1.35', '1.36', '1.37']) {
    const versions = pinnedVersions('kubelet').filter((version) => version.startsWith(`${release}.`));
    const companions = companionsOf(release as Release);
    const wanted: readonly (readonly [Program, string | undefined])[] = [
      ...kubernetesPrograms.map((program) => [program, versions[0]] as const),
      ['containerd', companions.containerd],
      ['runc', companions.runc],
      ['cni-plugins', companions.cniPlugins],
      ['crictl', companions.crictl],
      ['etcd', companions.etcd],
    ];
    for (const [program, version = 'none'] of wanted)
      for (const arch of architectures)
        assert.ok('pin' in findBinary(program, version, arch), `${program} ${version} ${arch}`);
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
