/** Images into a real containerd by the script that a machine has, from archives as docker and OCI tools write them. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { tar } from '../../src/archive/tar.ts';
import type { Machine } from '../../src/model/machine.ts';
import { pinned } from '../support/debian.ts';
import { available, missing } from '../support/judges.ts';
import { machinesFrom, minimalProfile, workerPool } from '../support/profile.ts';

const pause = 'registry.k8s.io/pause:3.10.2';
const other = 'ghcr.io/flannel-io/flannel:v0.27.0';
const digest = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const file = (name: string, bytes: Uint8Array) =>
  ({ type: 'file', name, mode: 0o644, uid: 0, gid: 0, bytes }) as const;

async function image(word: string) {
  const layer = Buffer.from(await tar([file('word', Buffer.from(word))]));
  const config = json({
    architecture: 'amd64',
    os: 'linux',
    config: { Cmd: ['/word'] },
    rootfs: { type: 'layers', diff_ids: [digest(layer)] },
    history: [],
  });
  return { layer, config };
}

/** As `docker save` writes it. */
async function dockerArchive(names: readonly string[]): Promise<Buffer> {
  const entries = [];
  const manifest = [];
  for (const name of names) {
    const { layer, config } = await image(name);
    const id = digest(config).slice('sha256:'.length);
    entries.push(file(`${id}.json`, config), file(`${id}/layer.tar`, layer));
    manifest.push({ Config: `${id}.json`, RepoTags: [name], Layers: [`${id}/layer.tar`] });
  }
  return Buffer.from(await tar([...entries, file('manifest.json', json(manifest))]));
}

/** As skopeo writes it with a name behind the file's: image-spec, image-layout.md. `word` is what is in it. */
async function ociArchive(name: string, word = name): Promise<Buffer> {
  const { parts, manifest } = await ociParts(word);
  const annotations = { 'org.opencontainers.image.ref.name': name };
  return Buffer.from(
    await tar([
      file('oci-layout', json({ imageLayoutVersion: '1.0.0' })),
      file('index.json', json({ schemaVersion: 2, manifests: [{ ...manifest.descriptor, annotations }] })),
      ...[...parts, manifest].map(({ entry }) => entry),
    ]),
  );
}

async function ociParts(word: string) {
  const { layer, config } = await image(word);
  const blob = (bytes: Buffer, mediaType: string) => ({
    descriptor: {
      mediaType: `application/vnd.oci.image.${mediaType}`,
      digest: digest(bytes),
      size: bytes.length,
    },
    entry: file(`blobs/sha256/${digest(bytes).slice('sha256:'.length)}`, bytes),
  });
  const parts = [blob(config, 'config.v1+json'), blob(layer, 'layer.v1.tar')];
  const manifest = blob(
    json({ schemaVersion: 2, config: parts[0]?.descriptor, layers: [parts[1]?.descriptor] }),
    'manifest.v1+json',
  );
  return { parts, manifest };
}

const carried = (...images: { name: string; digest: string }[]): Machine => {
  const all = images.map((one) => ({ ...one, file: 'x.tar' }));
  const text = minimalProfile({
    delivery: { mode: 'embed' },
    images: all,
    pools: [workerPool('debian-12')],
  });
  return machinesFrom(text).machines[0]?.machine as Machine;
};

test('the archives are placed like programs, and the kubelet is started after their import', () => {
  const both = { digest: `sha256:${'1'.repeat(64)}` };
  const machine = carried({ name: pause, ...both }, { name: other, ...both });
  const placed = machine.placements.filter(({ origin }) => origin.component === 'images');
  assert.equal(
    placed.map(({ files }) => files.map(({ target }) => target)),
    [[`/var/lib/nodeseed/images/sha256-${'1'.repeat(64)}.tar`]],
  );
  const textOf = (name: string) => machine.units.find((unit) => unit.name === name)?.text ?? '';
  assert.match(textOf('kubelet.service'), /^After=containerd\.service nodeseed-images\.service$/m);
  assert.match(textOf('kubelet.service'), /^Wants=nodeseed-images\.service$/m);
  assert.match(textOf('nodeseed-images.service'), /^After=containerd\.service$/m);
  assert.match(textOf('nodeseed-images.service'), /^Before=kubelet\.service$/m);
});

test('an archive is called by its tag, and by its digest where it has none', () => {
  const digest = `sha256:${'0'.repeat(64)}`;
  const own = { digest: `sha256:${'1'.repeat(64)}` };
  for (const [name, title] of [
    [pause, 'registry.k8s.io/pause 3.10.2'],
    [`${pause}@${digest}`, 'registry.k8s.io/pause 3.10.2'],
    [`registry.example:5000/b@${digest}`, `registry.example:5000/b ${digest}`],
  ] as const) {
    const placed = carried({ name, ...own }).placements.filter(({ origin }) => origin.component === 'images');
    assert.equal(
      placed.map(({ artifact }) => `${artifact.name} ${artifact.version}`),
      [title],
    );
  }
});

/** The script, its table and containerd, all below $1, in a mount namespace of their own. */
const session = `
set -eu
here=$1
mount -t tmpfs none /var/lib/nodeseed 2>/dev/null || { mkdir -p /var/lib/nodeseed && mount -t tmpfs none /var/lib/nodeseed; }
mkdir -p /var/lib/nodeseed/images
cp "$here"/images/* /var/lib/nodeseed/images/
"$3/containerd" --config "$here/config.toml" --root "$here/root" --state "$here/state" --address "$here/sock" >"$here/log" 2>&1 &
daemon=$!
trap 'kill $daemon; wait $daemon' EXIT
run() { echo "== $1"; shift; "$@" 2>&1; echo "status $?"; }
set +e
run first sh "$here/images.sh" "$here/table"
run second sh "$here/images.sh" "$here/table"
run list "$3/ctr" --address "$here/sock" --namespace k8s.io images ls
run check "$3/ctr" --address "$here/sock" --namespace k8s.io images check
"$3/ctr" --address "$here/sock" --namespace k8s.io images rm "$2" >/dev/null
run again sh "$here/images.sh" "$here/table"
`;

const works =
  available('containerd', 'containerd') && spawnSync('unshare', ['--mount', '--net', 'true']).status === 0;
if (!works) missing('images in a real containerd (needs root)');

const folders: string[] = [];
process.on('exit', () => {
  for (const one of folders) rmSync(one, { recursive: true, force: true });
});

/** What the sessions print, by their names. */
async function inContainerd(
  programs: string,
  images: readonly { name: string; archive: Buffer }[],
): Promise<Map<string, string[]>> {
  const here = mkdtempSync(join(tmpdir(), 'nodeseed-images-'));
  folders.push(here);
  mkdirSync(join(here, 'images'));
  const machine = carried(...images.map(({ name, archive }) => ({ name, digest: digest(archive) })));
  for (const { archive } of images)
    writeFileSync(join(here, 'images', `${digest(archive).replace(':', '-')}.tar`), archive);
  const text = (path: string) =>
    Buffer.from(machine.files.find((one) => one.path === path)?.content.reveal() ?? []).toString();
  writeFileSync(join(here, 'images.sh'), text('/etc/nodeseed/images.sh'));
  const table = text('/etc/nodeseed/images.table')
    .replace(/^ctr .*$/m, `ctr ${join(programs, 'ctr')}`)
    .replace(/^address .*$/m, `address ${join(here, 'sock')}`);
  writeFileSync(join(here, 'table'), table);
  writeFileSync(join(here, 'config.toml'), 'version = 2\ndisabled_plugins = ["io.containerd.grpc.v1.cri"]\n');
  const args = ['--mount', '--net', 'sh', '-c', session, 'sh', here, images[0]?.name ?? '', programs];
  const done = spawnSync('unshare', args, { encoding: 'utf8', timeout: 120_000 });
  const parts = done.stdout.split(/^== /m).slice(1);
  if (parts.length !== 5)
    throw new Error(`${done.stdout}${done.stderr}${readFileSync(join(here, 'log'), 'utf8')}`);
  return new Map(
    parts.map((part) => {
      const [name = '', ...lines] = part.trimEnd().split('\n');
      return [name, lines];
    }),
  );
}

const newer = works ? pinned('containerd 2.1') : undefined;
const containerds = {
  ...(works && { 'containerd 1.6': '/usr/bin' }),
  ...(newer !== undefined && { 'containerd 2.1': join(newer, 'usr/bin') }),
};

for (const [title, programs] of Object.entries(containerds)) {
  test(`${title}: imported once, by the name that pods ask for, whole, and kept from the kubelet’s broom`, async () => {
    const said = await inContainerd(programs, [
      { name: pause, archive: await ociArchive(pause) },
      { name: other, archive: await dockerArchive([other]) },
    ]);
    assert.equal(said.get('first'), [`image ${pause}: imported`, `image ${other}: imported`, 'status 0']);
    assert.equal(said.get('second'), [`image ${pause}: in place`, `image ${other}: in place`, 'status 0']);
    const list = said.get('list')?.join('\n') ?? '';
    for (const name of [pause, other])
      assert.match(list, new RegExp(`^${name} .*io\\.cri-containerd\\.pinned=pinned`, 'm'));
    const check = said.get('check')?.join('\n') ?? '';
    for (const name of [pause, other]) assert.match(check, new RegExp(`^${name} .* complete `, 'm'));
    assert.equal(said.get('again'), [`image ${pause}: imported`, `image ${other}: in place`, 'status 0']);
  });

  test(`${title}: several images of one archive are imported by one reading of it`, async () => {
    const archive = await dockerArchive([pause, other]);
    const said = await inContainerd(programs, [
      { name: pause, archive },
      { name: other, archive },
    ]);
    assert.equal(said.get('first'), [`image ${pause}: imported`, `image ${other}: imported`, 'status 0']);
  });

  test(`${title}: what is asked for by digest is found by it, whatever its archive calls it, and is what it says`, async () => {
    const digestOf = async (word: string) => (await ociParts(word)).manifest.descriptor.digest;
    const byBoth = `${pause}@${await digestOf('a')}`;
    const byDigest = `registry.example:5000/b@${await digestOf('b')}`;
    const said = await inContainerd(programs, [
      { name: byBoth, archive: await ociArchive(pause, 'a') },
      { name: byDigest, archive: await ociArchive(byDigest, 'b') },
    ]);
    const stored = byBoth.replace(':3.10.2', '');
    assert.equal(said.get('first'), [
      `image ${pause}: imported`,
      `image ${stored}: named`,
      `image ${byDigest}: imported`,
      `image ${byDigest}: in place`,
      'status 0',
    ]);
    assert.equal(
      said.get('second'),
      [pause, stored, byDigest, byDigest].map((name) => `image ${name}: in place`).concat('status 0'),
    );
    const list = said.get('list')?.join('\n') ?? '';
    for (const name of [pause, stored, byDigest])
      assert.match(list, new RegExp(`^${name} .*io\\.cri-containerd\\.pinned=pinned`, 'm'));
  });

  test(`${title}: an archive that has another digest than is asked for is named, and cannot be had by it`, async () => {
    const zeros = `@sha256:${'0'.repeat(64)}`;
    const [byBoth, byDigest] = [`${pause}${zeros}`, `ghcr.io/b${zeros}`];
    const said = await inContainerd(programs, [
      { name: byBoth, archive: await dockerArchive([pause]) },
      { name: byDigest, archive: await ociArchive(byDigest, 'b') },
    ]);
    const faults = (said.get('first') ?? []).filter((line) => line.startsWith('FAILED'));
    assert.is(faults.length, 2);
    assert.match(
      faults[0] ?? '',
      /^FAILED image registry\.k8s\.io\/pause@sha256:0+: .* has the digest sha256:/,
    );
    assert.match(faults[1] ?? '', /^FAILED image ghcr\.io\/b@sha256:0+: .* has the digest sha256:/);
    assert.is(said.get('first')?.at(-1), 'status 1');
    assert.not.match(said.get('list')?.join('\n') ?? '', zeros);
  });

  test(`${title}: an archive without that image, and one that is none, are named; the others are imported`, async () => {
    const said = await inContainerd(programs, [
      { name: pause, archive: await dockerArchive([other]) },
      { name: 'registry.k8s.io/broken:1', archive: Buffer.from('no archive') },
      { name: 'registry.k8s.io/fine:1', archive: await ociArchive('registry.k8s.io/fine:1') },
    ]);
    const lines = said.get('first') ?? [];
    assert.match(
      lines[0] ?? '',
      new RegExp(`^FAILED image ${pause}: .* has no image of that name; it has .*${other}`),
    );
    assert.match(lines[1] ?? '', /^FAILED image registry\.k8s\.io\/broken:1: .* cannot be imported: /);
    assert.is(lines[2], 'image registry.k8s.io/fine:1: imported');
    assert.is(lines[3], 'status 1');
  });
}

test.run();
