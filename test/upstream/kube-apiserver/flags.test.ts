import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { kubeApiserverFlags } from '../../../src/upstream/kube-apiserver/flags.ts';
import { livesIn } from '../../../src/upstream/schema.ts';
import { listed, ourFlags, upstreamFlags } from '../listed.ts';

test('1.36: every flag, its type and its deprecation, and no other', () => {
  const ours = ourFlags(kubeApiserverFlags, '1.36');
  assert.equal(ours, upstreamFlags(listed('1.36'), 'kube-apiserver'));
  assert.is(Object.keys(ours).length, 172);
});

test('1.20: the same, but for two types that changed and a flag that was hidden for a while', () => {
  const upstream = upstreamFlags(listed('1.20'), 'kube-apiserver');
  assert.is(upstream['feature-gates'], 'mapStringBool');
  assert.is(upstream['service-account-issuer'], 'string');
  assert.not('enable-logs-handler' in upstream);
  assert.equal(ourFlags(kubeApiserverFlags, '1.20'), {
    ...upstream,
    'feature-gates': 'colonSeparatedMultimapStringString',
    'service-account-issuer': 'stringArray',
    'enable-logs-handler': 'bool deprecated',
  });
});

test('the flags that stopped API servers on upgrades', () => {
  const gone = (name: keyof typeof kubeApiserverFlags, last: `1.${number}`, first: `1.${number}`) => {
    assert.ok(livesIn(kubeApiserverFlags[name].life, last), `--${name} in ${last}`);
    assert.not(livesIn(kubeApiserverFlags[name].life, first), `--${name} in ${first}`);
  };
  gone('kubelet-https', '1.21', '1.22');
  gone('insecure-port', '1.23', '1.24');
  gone('service-account-api-audiences', '1.24', '1.25');
  gone('logtostderr', '1.25', '1.26');
  gone('cloud-provider', '1.32', '1.33');
});

test.run();
