import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { kubeletConfiguration } from '../../../src/upstream/kubelet/configuration.ts';
import { kubeletFlags } from '../../../src/upstream/kubelet/flags.ts';
import { cadvisorFlags } from '../../../src/upstream/kubelet/flags-cadvisor.ts';
import { livesIn } from '../../../src/upstream/schema.ts';
import { hasPath, listed, ourFlags, upstreamFlags } from '../listed.ts';

test('1.36: every flag, its type and its deprecation, and no other', () => {
  assert.equal(ourFlags(kubeletFlags, '1.36'), upstreamFlags(listed('1.36'), 'kubelet'));
});

test('1.20: the same, but for two deprecations that upstream took back later', () => {
  const upstream = upstreamFlags(listed('1.20'), 'kubelet');
  assert.is(upstream['cloud-provider'], 'string deprecated');
  assert.is(upstream['provider-id'], 'string deprecated');
  assert.equal(ourFlags(kubeletFlags, '1.20'), {
    ...upstream,
    'cloud-provider': 'string',
    'provider-id': 'string',
  });
});

test('each field a flag names is in the config file', () => {
  for (const [name, flag] of Object.entries(kubeletFlags)) {
    if (!('field' in flag) || flag.field === undefined) continue;
    assert.ok(hasPath(kubeletConfiguration, flag.field), `--${name}: ${flag.field}`);
  }
});

test('the flags that stopped kubelets on upgrades', () => {
  const gone = (name: keyof typeof kubeletFlags, last: `1.${number}`, first: `1.${number}`) => {
    assert.ok(livesIn(kubeletFlags[name].life, last), `--${name} in ${last}`);
    assert.not(livesIn(kubeletFlags[name].life, first), `--${name} in ${first}`);
  };
  gone('allow-privileged', '1.14', '1.15');
  gone('network-plugin', '1.23', '1.24');
  gone('docker', '1.23', '1.24');
  gone('logtostderr', '1.25', '1.26');
  gone('container-runtime', '1.26', '1.27');
  gone('register-schedulable', '1.33', '1.34');
  gone('pod-infra-container-image', '1.34', '1.35');
  gone('containerd', '1.36', '1.37');
});

test('1.37: cAdvisor keeps one flag', () => {
  const left = Object.entries(cadvisorFlags).filter(([, flag]) => livesIn(flag.life, '1.37'));
  assert.equal(
    left.map(([name]) => name),
    ['housekeeping-interval'],
  );
});

test.run();
