/** Whatever a machine holds, its platform is given what it takes, or the profile's line is named. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { buildFiles } from '../../src/build.ts';
import type { Node } from '../../src/cluster/cluster.ts';
import { type BootFiles, bootFiles, renderings } from '../../src/formats/node-files.ts';
import type { Machine } from '../../src/model/machine.ts';
import { sha256 } from '../../src/shared/digest.ts';
import { InputError } from '../../src/shared/fault.ts';
import { platformNames, platformRow } from '../../src/upstream/platforms.ts';
import { publicFile } from '../support/machine.ts';
import { machinesFrom, minimalProfile, workerPool } from '../support/profile.ts';
import fc from '../support/property.ts';
import { machineWith } from './support/arbitrary.ts';

const systems = ['debian-13', 'flatcar-4593'] as const;
const url = 'https://seeds.example/a/folder/';

const nodes = Object.fromEntries(
  systems.map((os) => {
    const source = os === 'flatcar-4593' ? { containerRuntime: { source: 'system' } } : {};
    return [os, machinesFrom(minimalProfile({ pools: [workerPool(os, source)] })).machines[0]?.node];
  }),
) as Record<(typeof systems)[number], Node>;

/** Bytes that no compression makes fewer, the same for the same number. */
function noise(seed: number, length: number): Buffer {
  return createHash('shake256', { outputLength: length }).update(String(seed)).digest();
}

/** From nothing to more than most platforms take, half of them, from bytes that compress to bytes that do not. */
const machines: fc.Arbitrary<Machine> = fc
  .array(
    fc.record({
      seed: fc.nat(),
      length: fc.constantFrom(0, 1, 200, 1500, 9000, 20_000),
      times: fc.constantFrom(1, 1, 15),
    }),
    { maxLength: 8 },
  )
  .map((parts) =>
    machineWith(
      parts.map(({ seed, length, times }, i) =>
        publicFile(`/opt/${i}`, Buffer.concat(Array(times).fill(noise(seed, length)))),
      ),
    ),
  );

const cases = fc.record({
  os: fc.constantFrom(...systems),
  platform: fc.constantFrom(...platformNames),
  isServed: fc.boolean(),
  machine: machines,
});

type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

function nodeOf({ os, platform, isServed }: Omit<Case, 'machine'>): Node {
  const settings = { platform, ...(isServed && { delivery: { url } }) };
  return { ...nodes[os], settings, origin: (path) => path };
}

/** The API's own count, by the program that people use. */
function lengthOnPlatform({ fit }: BootFiles, { platform, os }: Case): number {
  const bytes = fit.content.reveal();
  const row = platformRow(platform);
  const isText = fit.how !== 'whole' && os === 'debian-13' && row.gzip === 'base64' && bytes[0] !== 0x23;
  if (row.limit?.of !== 'base64' || isText) return bytes.length;
  return execFileSync('base64', ['-w0'], { input: bytes }).length;
}

/** Undoes what was done to a configuration, as its reader would. */
function unpacked(bytes: Uint8Array, { platform, os }: Case): Buffer {
  if (os === 'debian-13')
    return gunzipSync(
      platformRow(platform).gzip === 'base64' ? Buffer.from(Buffer.from(bytes).toString(), 'base64') : bytes,
    );
  const { source, compression } = JSON.parse(Buffer.from(bytes).toString()).ignition.config.replace;
  assert.is(compression, 'gzip');
  return gunzipSync(Buffer.from(source.replace('data:;base64,', ''), 'base64'));
}

async function fitted(node: Node, machine: Machine): Promise<BootFiles | undefined> {
  try {
    return await bootFiles(node, machine);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    assert.equal(
      error.faults.map(({ code, path }) => [code, path]),
      [['user-data-too-large', ['platform']]],
    );
    return undefined;
  }
}

test('never more than the platform takes; what is compressed is the whole; a pointer has the digest of what it leads to', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async (one) => {
      const node = nodeOf(one);
      const found = await fitted(node, one.machine);
      if (!found) {
        assert.not.ok(one.isServed, 'a pointer fits everywhere');
        return;
      }
      const { fit } = found;
      const whole = Object.values(renderings(node, one.machine))[0]?.reveal() ?? new Uint8Array();
      const limit = platformRow(one.platform).limit?.bytes ?? Infinity;
      assert.ok(lengthOnPlatform(found, one) <= limit, `${one.platform} ${one.os} ${fit.how}`);
      assert.is(fit.served !== undefined, fit.how === 'pointer');
      if (fit.how === 'whole') assert.ok(Buffer.from(whole).equals(fit.content.reveal()));
      if (fit.how === 'compressed') assert.ok(Buffer.from(whole).equals(unpacked(fit.content.reveal(), one)));
      if (fit.served) {
        const isText = '#{'.includes(String.fromCharCode(fit.content.reveal()[0] ?? 0));
        const text = (
          isText ? Buffer.from(fit.content.reveal()) : unpacked(fit.content.reveal(), one)
        ).toString();
        assert.ok(text.includes(`https://seeds.example/a/folder/${fit.served.path}`));
        assert.ok(fit.served.path.includes(sha256(fit.served.content.reveal())));
        assert.ok(
          Buffer.from(fit.served.content.reveal()).equals(
            one.os === 'debian-13' ? found.archive.reveal() : whole,
          ),
        );
      }
      const again = await fitted(node, one.machine);
      assert.ok(Buffer.from(fit.content.reveal()).equals(again?.fit.content.reveal() ?? new Uint8Array()));
    }),
    { numRuns: 150 },
  );
});

test('what fits as it is stays readable, whatever could be fetched', async () => {
  const node = nodeOf({ os: 'debian-13', platform: 'ec2', isServed: true });
  const { fit } = await bootFiles(node, machineWith([]));
  assert.is(fit.how, 'whole');
});

const controlPlane = (settings: object): string =>
  minimalProfile({
    controlPlane: { run: 'static-pods' },
    controlPlaneEndpoint: '10.0.1.11:6443',
    pools: [
      {
        name: 'control',
        role: 'control-plane',
        os: 'debian-13',
        nodes: [{ name: 'cp-1', address: '10.0.1.11/24' }],
        ...settings,
      },
    ],
  });

async function howOf(settings: object): Promise<string | undefined> {
  const { profile, secrets } = machinesFrom(controlPlane(settings));
  return (await buildFiles(profile, secrets)).fits[0]?.fit.how;
}

/** With room enough for everything. */
const large = { platform: 'gcp' };

test('keys of authorities stay out of a metadata service: an error, a pointer, or meant', async () => {
  try {
    await howOf(large);
    assert.unreachable();
  } catch (error) {
    assert.instance(error, InputError);
    const [fault] = (error as InputError).faults;
    assert.is(fault?.code, 'authority-keys-in-user-data');
    assert.match(fault?.message ?? '', '/etc/kubernetes/pki/ca.key');
    assert.match(fault?.message ?? '', '/etc/kubernetes/pki/sa.key');
  }
  assert.is(await howOf({ ...large, delivery: { url } }), 'pointer');
  assert.is(await howOf({ ...large, delivery: { url, authorityKeysInUserData: true } }), 'whole');
  assert.is(await howOf({ ...large, delivery: { authorityKeysInUserData: true } }), 'whole');
  for (const platform of ['nocloud', 'none']) assert.is(await howOf({ platform }), 'whole');
});

test('a pointer to the keys of authorities has none of them in it', async () => {
  const { profile, secrets, machines } = machinesFrom(controlPlane({ ...large, delivery: { url } }));
  const { fits } = await buildFiles(profile, secrets);
  const text = Buffer.from(fits[0]?.fit.content.reveal() ?? []).toString();
  const keys = machines[0]?.machine.files.filter(({ content }) => content.secrecy !== 'public') ?? [];
  assert.ok(keys.length > 5);
  for (const { path, content } of keys) {
    const line = Buffer.from(content.reveal()).toString().split('\n')[1] ?? '';
    assert.not.ok(line.length > 20 && text.includes(line), path);
  }
});

test('machines of a pool that come and go share one address', async () => {
  const pools = [
    {
      name: 'elastic',
      role: 'worker',
      os: 'debian-13',
      nodes: 'dynamic',
      platform: 'kubevirt',
      delivery: { url },
    },
  ];
  const { profile, secrets } = machinesFrom(minimalProfile({ pools, podNetwork: { type: 'none' } }));
  const { files } = await buildFiles(profile, secrets);
  const [served, ...more] = files.filter(({ path }) => path.startsWith('serve/'));
  assert.match(served?.path ?? '', /^serve\/elastic\/[0-9a-f]{64}\.tar\.gz$/);
  assert.equal(more, []);
});

test.run();
