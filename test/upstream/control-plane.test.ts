import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  coreDnsImageOf,
  imageRepositoryOf,
  kubeadmBindingsOf,
  kubeadmImagesOf,
  kubeadmOrganisation,
  newestConfigurationApi,
  probesOf,
} from '../../src/upstream/control-plane.ts';
import { parseVersion, type Version } from '../../src/upstream/release.ts';

const v = (text: string): Version => {
  const version = parseVersion(text);
  assert.ok(version, text);
  return version as Version;
};

test('AuthenticationConfiguration from 1.29 on, v1 from 1.34', () => {
  const api = (release: `1.${number}`) => newestConfigurationApi('AuthenticationConfiguration', release);
  assert.is(api('1.28'), undefined);
  assert.is(api('1.29'), 'apiserver.config.k8s.io/v1alpha1');
  assert.is(api('1.33'), 'apiserver.config.k8s.io/v1beta1');
  assert.is(api('1.34'), 'apiserver.config.k8s.io/v1');
  assert.is(newestConfigurationApi('EncryptionConfiguration', '1.19'), 'apiserver.config.k8s.io/v1');
  assert.is(newestConfigurationApi('Policy', '1.37'), 'audit.k8s.io/v1');
});

test('organisations in certificates', () => {
  assert.is(kubeadmOrganisation('admin.conf', v('1.28.9')), 'system:masters');
  assert.is(kubeadmOrganisation('admin.conf', v('1.29.0')), 'kubeadm:cluster-admins');
  assert.is(kubeadmOrganisation('super-admin.conf', v('1.28.0')), undefined);
  assert.is(kubeadmOrganisation('super-admin.conf', v('1.36.4')), 'system:masters');
  assert.is(kubeadmOrganisation('apiserver-etcd-client', v('1.20.2')), 'system:masters');
  assert.is(kubeadmOrganisation('apiserver-etcd-client', v('1.29.0')), undefined);
});

test("the API server's kubelet client lost its organisation in patch releases", () => {
  const organisation = (text: string) => kubeadmOrganisation('apiserver-kubelet-client', v(text));
  assert.is(organisation('1.19.5'), 'system:masters');
  assert.is(organisation('1.32.13'), 'kubeadm:cluster-admins');
  assert.is(organisation('1.35.4'), 'kubeadm:cluster-admins');
  assert.is(organisation('1.35.5'), undefined);
  assert.is(organisation('1.36.4'), undefined);
  assert.is(organisation('1.37.0'), undefined);
});

test('bindings take the place of groups', () => {
  const names = (text: string) => kubeadmBindingsOf(v(text)).map((binding) => binding.name);
  assert.equal(names('1.28.0'), []);
  assert.equal(names('1.36.0'), ['kubeadm:cluster-admins']);
  assert.equal(names('1.36.4'), ['kubeadm:cluster-admins', 'kubeadm:apiserver-kubelet-client']);
});

test('probes', () => {
  assert.is(probesOf('kube-apiserver', '1.19')?.readiness, '/readyz');
  assert.is(probesOf('kube-scheduler', '1.31')?.liveness, '/healthz');
  assert.is(probesOf('kube-scheduler', '1.32')?.liveness, '/livez');
  assert.is(probesOf('kube-controller-manager', '1.36')?.liveness, '/healthz');
  assert.is(probesOf('etcd', '1.24')?.liveness, '/health');
  assert.is(probesOf('etcd', '1.31')?.readiness, '/readyz');
});

test('images', () => {
  assert.equal(kubeadmImagesOf('1.36'), { etcd: '3.6.8-0', coredns: 'v1.14.2', pause: '3.10.2' });
  assert.is(imageRepositoryOf('1.24'), 'k8s.gcr.io');
  assert.is(imageRepositoryOf('1.25'), 'registry.k8s.io');
  assert.is(coreDnsImageOf('1.20'), 'coredns');
  assert.is(coreDnsImageOf('1.21'), 'coredns/coredns');
});

test.run();
