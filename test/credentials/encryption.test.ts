/** Secrets at rest through the life of a cluster: encrypted from the start, later no more, with another key. */
import { load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { machinesOf } from '../../src/build.ts';
import type { Machine } from '../../src/model/machine.ts';
import { parseSecrets } from '../../src/secrets/parse.ts';
import type { Secrets } from '../../src/secrets/secrets.ts';
import { singleNode } from '../components/support/profiles.ts';
import { flagsOf, hasFile, textAt } from '../support/machine-parts.ts';
import { profileFrom, secretsFor } from '../support/profile.ts';

const path = '/etc/kubernetes/encryption-config.yaml';

interface Configuration {
  readonly resources: readonly {
    readonly resources: readonly string[];
    readonly providers: readonly Readonly<
      Record<string, { keys?: readonly { name: string; secret: string }[] }>
    >[];
  }[];
}

const encrypted = singleNode({ controlPlane: { run: 'static-pods' } });
const clear = singleNode({ controlPlane: { run: 'static-pods', encryption: 'none' } });
const clearUnits = singleNode({ controlPlane: { run: 'systemd', encryption: 'none' } });
const withKey = secretsFor(profileFrom(encrypted));

function machineOf(text: string, secrets: Secrets): Machine {
  const [first] = machinesOf(profileFrom(text), secrets).machines;
  if (!first) throw new Error('no machine');
  return first.machine;
}

/** Provider by provider, with the names of its keys. */
function providers(machine: Machine): string[] {
  const { resources } = load(textAt(machine, path)) as Configuration;
  assert.equal(
    resources.map((one) => one.resources),
    [['secrets']],
  );
  return (resources[0]?.providers ?? []).flatMap((one) =>
    Object.entries(one).map(([name, { keys = [] }]) => [name, ...keys.map((key) => key.name)].join(' ')),
  );
}

/** Its manifest names the file in the command line, and mounts it. */
const readers = (machine: Machine) =>
  textAt(machine, '/etc/kubernetes/manifests/kube-apiserver.yaml')
    .split('\n')
    .filter((line) => line.includes(path))
    .map((line) => line.trim());

test('encrypted by default; what was written in the clear before stays readable', () => {
  assert.equal(providers(machineOf(encrypted, withKey)), ['secretbox key1', 'identity']);
});

test('turned off later: written in the clear, and what is encrypted stays readable', () => {
  const machine = machineOf(clear, withKey);
  assert.equal(providers(machine), ['identity', 'secretbox key1']);
  assert.equal(readers(machine), readers(machineOf(encrypted, withKey)));
  assert.is(readers(machine).length, 3, 'a flag, a mount and a volume');
  const flags = flagsOf(machineOf(clearUnits, withKey), 'kube-apiserver.service');
  assert.is(flags['encryption-provider-config'] ?? flags['--encryption-provider-config'], path);
});

test('turned off from the start: no key, no file, no flag', () => {
  const secrets = secretsFor(profileFrom(clear));
  assert.equal(secrets.encryptionKeys, []);
  const machine = machineOf(clear, secrets);
  assert.not(hasFile(machine, path));
  assert.equal(readers(machine), []);
});

test('several keys: in the order of the secrets, each by its name', () => {
  const keys = ['key2', 'key1'].map((name, i) => ({ name, secret: Buffer.alloc(32, i).toString('base64') }));
  const secrets = parseSecrets({
    apiVersion: 'nodeseed/v1alpha1',
    kind: 'Secrets',
    issuedAt: '2026-01-01T00:00:00Z',
    leafSeed: Buffer.alloc(32).toString('base64'),
    encryptionKeys: keys,
  });
  const machine = machineOf(encrypted, { ...withKey, encryptionKeys: secrets.encryptionKeys });
  assert.equal(providers(machine), ['secretbox key2 key1', 'identity']);
  const { resources } = load(textAt(machine, path)) as Configuration;
  assert.equal(resources[0]?.providers[0]?.['secretbox']?.keys, keys);
});

test.run();
