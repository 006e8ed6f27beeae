import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { kubeControllerManagerFlags } from '../../../src/upstream/kube-controller-manager/flags.ts';
import { livesIn } from '../../../src/upstream/schema.ts';
import { listed, ourFlags, upstreamFlags } from '../listed.ts';

test('1.36: every flag, its type and its deprecation, and no other', () => {
  const ours = ourFlags(kubeControllerManagerFlags, '1.36');
  assert.equal(ours, upstreamFlags(listed('1.36'), 'kube-controller-manager'));
  assert.is(Object.keys(ours).length, 148);
});

test('1.20: the same, but for a type that changed', () => {
  // The list cuts --concurrent_rc_syncs off at its first underscore.
  const { concurrent, ...upstream } = upstreamFlags(listed('1.20'), 'kube-controller-manager');
  assert.is(concurrent, 'bool');
  assert.is(upstream['feature-gates'], 'mapStringBool');
  const ours = ourFlags(kubeControllerManagerFlags, '1.20');
  const expected = { ...upstream, 'feature-gates': 'colonSeparatedMultimapStringString' };
  assert.equal(ours, { ...expected, concurrent_rc_syncs: 'int32' });
});

test('the flags that stopped controller managers on upgrades', () => {
  const gone = (name: keyof typeof kubeControllerManagerFlags, last: `1.${number}`, first: `1.${number}`) => {
    assert.ok(livesIn(kubeControllerManagerFlags[name].life, last), `--${name} in ${last}`);
    assert.not(livesIn(kubeControllerManagerFlags[name].life, first), `--${name} in ${first}`);
  };
  gone('port', '1.23', '1.24');
  gone('pod-eviction-timeout', '1.26', '1.27');
  gone('enable-taint-manager', '1.26', '1.27');
  gone('volume-host-cidr-denylist', '1.30', '1.31');
});

test.run();
