/** The minors that well-known tutorials install: their kubelets refuse to start on a flag they do not know. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { kubeletConfiguration } from '../../../src/upstream/kubelet/configuration.ts';
import { kubeletFlags } from '../../../src/upstream/kubelet/flags.ts';
import { livesIn } from '../../../src/upstream/schema.ts';
import { listed, ourFields, ourFlags, upstreamFields, upstreamFlags } from '../listed.ts';

for (const release of ['1.10', '1.16'] as const) {
  test(`${release}: every flag, its type and its deprecation, and no other`, () => {
    assert.equal(ourFlags(kubeletFlags, release), upstreamFlags(listed(release), 'kubelet'));
  });
}

test('1.21: the same, but for two deprecations that upstream took back later', () => {
  const takenBack = { 'cloud-provider': 'string', 'provider-id': 'string' };
  assert.equal(ourFlags(kubeletFlags, '1.21'), {
    ...upstreamFlags(listed('1.21'), 'kubelet'),
    ...takenBack,
  });
});

test('1.10: every field of the config file by path and type, and no other', () => {
  assert.equal(ourFields(kubeletConfiguration, '1.10'), upstreamFields(listed('1.10'), 'kubelet'));
});

test('a 1.10 worker started by hand passes flags a 1.10 kubelet has', () => {
  const given: readonly (keyof typeof kubeletFlags)[] = [
    'allow-privileged',
    'cluster-dns',
    'container-runtime',
    'docker',
    'image-pull-progress-deadline',
    'kubeconfig',
    'network-plugin',
    'register-node',
    'register-schedulable',
    'tls-cert-file',
    'v',
  ];
  for (const name of given) assert.ok(livesIn(kubeletFlags[name].life, '1.10'), `--${name}`);
});

test.run();
