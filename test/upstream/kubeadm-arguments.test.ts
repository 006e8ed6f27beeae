import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { kubeadmImagesOf } from '../../src/upstream/control-plane.ts';
import { etcdFlags } from '../../src/upstream/etcd/flags.ts';
import { kubeApiserverFlags } from '../../src/upstream/kube-apiserver/flags.ts';
import { kubeControllerManagerFlags } from '../../src/upstream/kube-controller-manager/flags.ts';
import { kubeSchedulerFlags } from '../../src/upstream/kube-scheduler/flags.ts';
import { kubeadmArgumentsOf } from '../../src/upstream/kubeadm-arguments.ts';
import { parseVersion, type Release } from '../../src/upstream/release.ts';
import { type Life, livesIn } from '../../src/upstream/schema.ts';

const releases = Array.from({ length: 19 }, (_, i): Release => `1.${19 + i}`);

type Table = Readonly<Record<string, { readonly life?: Life }>>;

function allExist(names: readonly string[], table: Table, release: Release, what: string): void {
  for (const name of names) {
    const flag = table[name];
    assert.ok(flag && livesIn(flag.life, release), `${what} --${name}`);
  }
}

test('every argument is a flag of that release', () => {
  for (const release of releases) {
    const names = (component: Parameters<typeof kubeadmArgumentsOf>[0]) =>
      Object.keys(kubeadmArgumentsOf(component, release));
    allExist(names('kube-apiserver'), kubeApiserverFlags, release, `kube-apiserver ${release}`);
    const manager = names('kube-controller-manager');
    allExist(manager, kubeControllerManagerFlags, release, `kube-controller-manager ${release}`);
    allExist(names('kube-scheduler'), kubeSchedulerFlags, release, `kube-scheduler ${release}`);
    const etcd = parseVersion(kubeadmImagesOf(release)?.etcd ?? '')?.release;
    if (etcd) allExist(names('etcd'), etcdFlags, etcd, `etcd ${etcd} of ${release}`);
  }
});

test('1.19, 1.20 and 1.36 as kubeadm wrote them', () => {
  const api = (release: Release) => Object.keys(kubeadmArgumentsOf('kube-apiserver', release));
  assert.ok(api('1.19').includes('insecure-port'));
  assert.not(api('1.19').includes('service-account-issuer'));
  assert.ok(api('1.20').includes('insecure-port') && api('1.20').includes('service-account-issuer'));
  assert.is(api('1.36').length, 27);
  assert.not(api('1.36').includes('insecure-port'));
  assert.is(Object.keys(kubeadmArgumentsOf('kube-scheduler', '1.22')).length, 6);
  assert.equal(Object.keys(kubeadmArgumentsOf('kube-scheduler', '1.36')), [
    'authentication-kubeconfig',
    'authorization-kubeconfig',
    'bind-address',
    'kubeconfig',
    'leader-elect',
  ]);
});

test('sorted, as kubeadm does', () => {
  for (const component of ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const) {
    const names = Object.keys(kubeadmArgumentsOf(component, '1.36'));
    assert.equal(names, [...names].sort());
  }
});

test.run();
