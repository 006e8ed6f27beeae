import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { kubeProxyConfiguration } from '../../../src/upstream/kube-proxy/configuration.ts';
import { kubeProxyFlags } from '../../../src/upstream/kube-proxy/flags.ts';
import { proxyModes } from '../../../src/upstream/kube-proxy/modes.ts';
import { livesIn } from '../../../src/upstream/schema.ts';
import { hasPath, listed, ourFields, ourFlags, upstreamFields, upstreamFlags } from '../listed.ts';

for (const release of ['1.20', '1.36'] as const) {
  test(`${release}: every flag with its type, and no other`, () => {
    assert.equal(ourFlags(kubeProxyFlags, release), upstreamFlags(listed(release), 'kube-proxy'));
  });

  test(`${release}: every field by path and type, and no other`, () => {
    assert.equal(ourFields(kubeProxyConfiguration, release), upstreamFields(listed(release), 'kube-proxy'));
  });
}

test('each field a flag names is in the config file', () => {
  for (const [name, flag] of Object.entries(kubeProxyFlags)) {
    if ('field' in flag && flag.field !== undefined) {
      assert.ok(hasPath(kubeProxyConfiguration, flag.field), `--${name}: ${flag.field}`);
    }
  }
});

test('modes by release', () => {
  const modes = (release: `1.${number}`) =>
    Object.entries(proxyModes)
      .filter(([, mode]) => livesIn(mode, release))
      .map(([name]) => name);
  assert.equal(modes('1.10'), ['userspace', 'iptables', 'ipvs']);
  assert.equal(modes('1.28'), ['iptables', 'ipvs']);
  assert.equal(modes('1.37'), ['iptables', 'ipvs', 'nftables']);
});

test.run();
