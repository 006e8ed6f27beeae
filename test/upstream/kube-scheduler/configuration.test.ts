import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  isDeprecatedSchedulerApiVersion,
  type KubeSchedulerConfiguration,
  kubeSchedulerConfiguration,
  newestSchedulerApiVersion,
} from '../../../src/upstream/kube-scheduler/configuration.ts';
import { checkAgainst } from '../../../src/upstream/schema.ts';
import { listed, ourFields, upstreamFields } from '../listed.ts';

/** The lists leave embedded structs out. */
const embedded = { enableProfiling: 'bool', enableContentionProfiling: 'bool' };
/** Go types only this file has. */
const kinds: { readonly [goType: string]: string } = {
  '[]byte': 'string',
  'runtime.RawExtension': 'any',
  'v1.ExtenderTLSConfig': 'struct',
  '[]v1.ExtenderManagedResource': 'list(struct)',
};

function upstream(release: '1.20' | '1.36'): { [path: string]: string } {
  const fields = Object.entries(upstreamFields(listed(release), 'kube-scheduler'));
  return { ...Object.fromEntries(fields.map(([path, kind]) => [path, kinds[kind] ?? kind])), ...embedded };
}

test('1.36: every field by path and type, and no other', () => {
  assert.equal(ourFields(kubeSchedulerConfiguration, '1.36'), upstream('1.36'));
});

test('1.20: every field by path and type, and no other', () => {
  const opaque = ['extenders[].tlsConfig', 'extenders[].managedResources'];
  assert.equal(ourFields(kubeSchedulerConfiguration, '1.20', opaque), upstream('1.20'));
});

test('the version of the API by release', () => {
  const version = (release: `1.${number}`) => newestSchedulerApiVersion(release)?.split('/')[1];
  assert.is(version('1.18'), undefined);
  assert.is(version('1.19'), 'v1beta1');
  assert.is(version('1.22'), 'v1beta2');
  assert.is(version('1.23'), 'v1beta3');
  assert.is(version('1.24'), 'v1beta3');
  assert.is(version('1.25'), 'v1');
  assert.is(version('1.37'), 'v1');
  assert.not(isDeprecatedSchedulerApiVersion('kubescheduler.config.k8s.io/v1beta3', '1.25'));
  assert.ok(isDeprecatedSchedulerApiVersion('kubescheduler.config.k8s.io/v1beta3', '1.26'));
});

test('what a tutorial writes passes, a field from another release does not', () => {
  const config: KubeSchedulerConfiguration = {
    clientConnection: { kubeconfig: '/var/lib/kubernetes/kube-scheduler.kubeconfig' },
    leaderElection: { leaderElect: true },
  };
  assert.equal(checkAgainst(kubeSchedulerConfiguration, config, '1.19'), []);
  const tooNew = { ...config, delayCacheUntilActive: true };
  assert.equal(
    checkAgainst(kubeSchedulerConfiguration, tooNew, '1.27').map((m) => [m.kind, m.path]),
    [['absent', ['delayCacheUntilActive']]],
  );
});

test.run();
