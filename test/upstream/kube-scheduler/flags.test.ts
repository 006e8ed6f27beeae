import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { kubeSchedulerConfiguration } from '../../../src/upstream/kube-scheduler/configuration.ts';
import { kubeSchedulerFlags } from '../../../src/upstream/kube-scheduler/flags.ts';
import { hasPath, listed, ourFlags, upstreamFlags } from '../listed.ts';

test('1.36: every flag, its type and its deprecation, and no other', () => {
  const ours = ourFlags(kubeSchedulerFlags, '1.36');
  assert.equal(ours, upstreamFlags(listed('1.36'), 'kube-scheduler'));
  assert.is(Object.keys(ours).length, 62);
});

test('1.20: the same, but for a type that changed', () => {
  const upstream = upstreamFlags(listed('1.20'), 'kube-scheduler');
  assert.is(upstream['feature-gates'], 'mapStringBool');
  assert.equal(ourFlags(kubeSchedulerFlags, '1.20'), {
    ...upstream,
    'feature-gates': 'colonSeparatedMultimapStringString',
  });
});

test('each field a flag names is in the config file', () => {
  for (const [name, flag] of Object.entries(kubeSchedulerFlags)) {
    if (!('field' in flag) || flag.field === undefined) continue;
    assert.ok(hasPath(kubeSchedulerConfiguration, flag.field), `--${name}: ${flag.field}`);
  }
});

test.run();
