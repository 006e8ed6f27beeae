/** Pools whose machines come and go: one configuration for all of them, with nothing in it of any one. */
import { load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { buildFiles } from '../../src/build.ts';
import type { OutputFile } from '../../src/model/output.ts';
import { InputError } from '../../src/shared/fault.ts';
import { heldBytes } from '../support/held.ts';
import { unitOf, yamlAt } from '../support/machine-parts.ts';
import { machinesFrom, minimalProfile, profileFrom, secretsFor } from '../support/profile.ts';

const pool = (more: object = {}) => ({
  name: 'elastic',
  role: 'worker',
  os: 'ubuntu-24.04',
  nodes: 'dynamic',
  podNetwork: { type: 'none' },
  ...more,
});
const profile = (more: object = {}, cluster: object = {}) =>
  minimalProfile({ pools: [pool(more)], ...cluster });

async function built(text: string): Promise<readonly OutputFile[]> {
  const read = profileFrom(text);
  return (await buildFiles(read, secretsFor(read))).files;
}
const textOf = (files: readonly OutputFile[], path: string) => {
  const file = files.find((one) => one.path === path);
  if (!file) throw new Error(`${path} is none of ${files.map((one) => one.path).join(' ')}`);
  return Buffer.from(heldBytes(file)).toString('utf8');
};

test('one folder for the pool, none for nodes', async () => {
  const files = await built(profile());
  assert.equal(
    files.filter((file) => file.node !== undefined).map(({ path }) => path),
    ['pools/elastic/elastic.rootfs.tar.gz', 'pools/elastic/meta-data', 'pools/elastic/user-data'],
  );
  const ignition = await built(profile({ os: 'flatcar-4593' }));
  assert.match(textOf(ignition, 'pools/elastic/config.ign'), '"ignition"');
  assert.not.match(textOf(ignition, 'pools/elastic/config.ign'), '/etc/hostname');
});

test('neither name nor network of the machine stands in it', async () => {
  const files = await built(profile());
  const user = load(textOf(files, 'pools/elastic/user-data')) as Record<string, unknown>;
  for (const key of ['hostname', 'fqdn', 'preserve_hostname', 'manage_etc_hosts'])
    assert.not.ok(key in user, key);
  const meta = load(textOf(files, 'pools/elastic/meta-data')) as Record<string, unknown>;
  assert.equal(Object.keys(meta), ['instance-id']);
});

test('the kubelet joins with a token, serves with what it makes itself, and is who the machine is', () => {
  const [first] = machinesFrom(profile()).machines;
  if (!first) throw new Error('no machine');
  const unit = unitOf(first.machine, 'kubelet.service').text ?? '';
  assert.match(unit, '--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf');
  assert.not.match(unit, '--hostname-override');
  assert.not.match(unit, '--node-ip');
  const config = yamlAt(first.machine, '/var/lib/kubelet/config.yaml');
  assert.not.ok('tlsCertFile' in config);
  assert.is(config['rotateCertificates'], true);
  const keys = first.machine.files.filter(({ path }) => path.endsWith('.key'));
  assert.equal(keys, []);
});

test('and so does kube-proxy', () => {
  const [first] = machinesFrom(profile({ kubeProxy: { run: 'unit' } })).machines;
  if (!first) throw new Error('no machine');
  assert.not.ok('hostnameOverride' in yamlAt(first.machine, '/var/lib/kube-proxy/config.conf'));
});

test('the secrets must have a token', () => {
  assert.is(secretsFor(profileFrom(profile())).bootstrapTokens.length, 1);
});

const own = { controlPlane: { run: 'systemd' } };
const wrong: Readonly<Record<string, object>> = {
  'a bridge': { podNetwork: { type: 'bridge' } },
  'a client certificate of its own': { kubelet: { clientCertificate: { commonName: 'system:node:x' } } },
  'a serving certificate of its own': { kubelet: { servingCertificate: { commonName: 'x' } } },
  'a name': { kubelet: { hostnameOverride: true } },
  'an address': { kubelet: { nodeIP: true } },
  'a network': { network: { interface: 'eth0' } },
  'a name for kube-proxy': { kubeProxy: { run: 'unit', hostnameOverride: true } },
};
for (const [what, more] of Object.entries(wrong)) {
  test(`${what} is refused`, () => {
    try {
      machinesFrom(profile(more));
      assert.unreachable();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      assert.equal(
        error.faults.map(({ code }) => code),
        ['dynamic-pool'],
      );
    }
  });
}

test('no control plane comes and goes', () => {
  const text = profile({}, { ...own, pools: [pool({ role: 'control-plane' })] });
  assert.throws(
    () => machinesFrom(text),
    (error: Error) => error instanceof InputError && error.faults.some(({ code }) => code === 'dynamic-pool'),
  );
});

test.run();
