/**
 * The shipped air-gap profile, its first control-plane machine: a card that leads nowhere, and a seed.iso in the drive. Real containerd,
 * runc, CNI plugins and kubectl come off that volume, and images that containerd then makes containers of.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Explanation } from '../../../src/boot/habits.ts';
import { programsIn } from '../../../src/boot/programs.ts';
import { toYaml } from '../../../src/shared/emit.ts';
import { busyboxImage, ociArchive } from '../../support/oci.ts';
import { buildBundle, nodeseed } from '../bundle.ts';
import { type Packed, packInto, versions } from '../debian-built.ts';
import { run } from '../places.ts';
import { type Mapping, readMapping, withMore, withoutTimeServers } from '../profile.ts';
import { printTable, type Row } from '../table.ts';
import { digestOf } from '../upstream.ts';
import { asking, said } from './body.ts';
import { canRunVms, checksOf, faultsOf, issuedAt, machineFor, rowOf, seedIso } from './rig.ts';
import { vmImage } from './vm-image.ts';

interface Image {
  readonly name: string;
  readonly file: string;
}

interface AirGap extends Mapping {
  readonly images: readonly Image[];
  readonly pools: readonly (Mapping & { readonly images?: readonly Image[] })[];
}

/** Makes each archive that the profile names, with every image that it says is in there; their digests by file. */
async function makeArchives(folder: string, images: readonly Image[]): Promise<Map<string, string>> {
  mkdirSync(join(folder, 'images'), { recursive: true });
  const digests = new Map<string, string>();
  for (const file of new Set(images.map((image) => image.file))) {
    const names = new Set(images.filter((image) => image.file === file).map(({ name }) => name));
    const command = ['/bin/sleep', 'infinity'];
    const bytes = await ociArchive(await Promise.all([...names].map((name) => busyboxImage(name, command))));
    writeFileSync(join(folder, file), bytes);
    digests.set(file, digestOf(bytes));
  }
  return digests;
}

const shipped = readMapping(new URL('../../../profiles/air-gap.yaml', import.meta.url)) as AirGap;

/** The shipped profile; only versions and digests are those of what can be had here, and nobody is asked for the time. */
async function writeAirGap(folder: string, packed: readonly Packed[]): Promise<string> {
  const digests = await makeArchives(folder, [
    ...shipped.images,
    ...shipped.pools.flatMap((pool) => pool.images ?? []),
  ]);
  const here = (images: readonly Image[]) =>
    images.map((image) => ({ ...image, digest: digests.get(image.file) }));
  const versionOf: Readonly<Record<string, string>> = {
    runc: 'v1.1.5',
    crictl: 'v1.36.0',
    cniPlugins: versions.cniPlugins,
  };
  // Members of etcd are static pods here.
  const binaries = packed
    .filter(({ key }) => key !== 'etcd')
    .map(({ key, digest }) => [key, { digest, ...(versionOf[key] && { version: versionOf[key] }) }]);
  const profile = withMore(
    {
      ...withoutTimeServers(shipped),
      images: here(shipped.images),
      pools: shipped.pools.map((pool) => ({ ...pool, ...(pool.images && { images: here(pool.images) }) })),
    },
    {
      containerRuntime: { version: versions.containerd },
      binaries: { ...Object.fromEntries(binaries), upstream: true },
    },
  );
  const file = join(folder, 'profile.yaml');
  writeFileSync(file, toYaml(profile as Parameters<typeof toYaml>[0]));
  return file;
}

/** The kubelet is the last that is started; images are there by then. */
const script = `
until systemctl is-active --quiet kubelet.service; do sleep 1; done
ctr() { /usr/local/bin/ctr --namespace k8s.io "$@"; }
ctr images ls -q | grep ^registry
for id in one two; do
  ctr run --rm --cni registry.k8s.io/pause:3.10.2 $id /bin/sh -c "ip -4 -o address show dev eth0; ip -4 route show default"
done
ip -4 -o address show dev cni0
`;

/** What containerd, a container and the CNI plugins leave. */
const ofContainers: Explanation = {
  why: 'containerd at work',
  paths: [/^\/var\/lib\/(containerd|cni)(\/|$)/, /^\/opt\/containerd(\/|$)/],
};

/** In the order in which containerd lists them. */
const wanted = [...shipped.images, ...(shipped.pools[0]?.images ?? [])].map(({ name }) => name).sort();

if (canRunVms()) {
  const folder = join(run().folder, 'air-gap');
  const cache = join(folder, 'cache');
  const packed = packInto(cache, join(folder, 'stage'));
  if (packed) {
    const rows: Row[] = [];
    test('a machine that reaches nothing becomes a whole one by its volume alone, and runs containers', async () => {
      const profile = await writeAirGap(folder, packed);
      nodeseed('fetch', profile, '--cache', cache);
      const bundle = buildBundle(profile, issuedAt, undefined, cache);
      const all = { image: vmImage('trixie'), bundle, programs: programsIn(cache) };
      const planned = bundle.node('cp-1');
      const vm = machineFor(all, planned, 'air-gap', { more: asking(script) });
      const report = await vm.boot({ arguments: seedIso(bundle.folder('cp-1')) });
      const checks = checksOf(vm, all, planned, report, [ofContainers]);
      rows.push(rowOf('first boot without a network', planned, 'seed.iso', report, checks, 'trixie'));
      assert.is(faultsOf(checks, report), '');
      const lines = readFileSync(join(vm.root, said), 'utf8').trim().split('\n');
      assert.equal(lines.slice(0, wanted.length), wanted);
      // The node's own pod network is the first of 10.244.0.0/16; the bridge has its first address.
      const words = lines.slice(wanted.length).map((line) => line.trim().split(/\s+/));
      assert.equal(
        words.map((line) => (line[0] === 'default' ? line.slice(0, 5) : line.slice(1, 4)).join(' ')),
        [
          'eth0 inet 10.244.0.2/24',
          'default via 10.244.0.1 dev eth0',
          'eth0 inet 10.244.0.3/24',
          'default via 10.244.0.1 dev eth0',
          'cni0 inet 10.244.0.1/24',
        ],
      );
    });
    test.after(() => printTable(rows));
  }
}

test.run();
