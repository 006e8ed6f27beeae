/**
 * An old version never gets a flag that it lacks: for each minor that a shipped profile uses there is a list of what upstream's
 * programs take, and the tables say the same. (1.10, 1.20, 1.21 and 1.36 are held in the folders of the programs.)
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Cluster } from '../../src/cluster/cluster.ts';
import { etcdVersionOf } from '../../src/cluster/etcd.ts';
import { kubeProxyRun } from '../../src/cluster/kube-proxy.ts';
import { klogFlags } from '../../src/upstream/component-base/klog-flags.ts';
import { controlPlaneFlags } from '../../src/upstream/control-plane-flags.ts';
import { etcdFlagsAsOf } from '../../src/upstream/etcd/flags.ts';
import type { Flag } from '../../src/upstream/flag.ts';
import { kubeProxyFlags } from '../../src/upstream/kube-proxy/flags.ts';
import { kubeletConfiguration } from '../../src/upstream/kubelet/configuration.ts';
import { kubeletFlags } from '../../src/upstream/kubelet/flags.ts';
import { parseVersion, type Release } from '../../src/upstream/release.ts';
import { livesIn } from '../../src/upstream/schema.ts';
import { machinesFrom, shippedProfile } from '../support/profile.ts';
import { type Listed, listed, ourFields, ourFlags, upstreamFields, upstreamFlags } from './listed.ts';

const fixtures = new URL('../../fixtures/upstream/', import.meta.url);
const tables: Readonly<Record<string, Readonly<Record<string, Flag>>>> = {
  kubelet: kubeletFlags,
  'kube-proxy': kubeProxyFlags,
  ...controlPlaneFlags,
};

/** Types that changed while the flag stayed, and marks that upstream took back. */
const gates = { 'feature-gates': 'colonSeparatedMultimapStringString' };
const known: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '1.19 kubelet': { 'cloud-provider': 'string', 'provider-id': 'string' },
  '1.19 kube-apiserver': {
    ...gates,
    'service-account-issuer': 'stringArray',
    'enable-logs-handler': 'bool deprecated',
  },
  '1.19 kube-controller-manager': gates,
  '1.19 kube-scheduler': gates,
};

for (const release of ['1.16', '1.19', '1.33'] as const) {
  for (const program of Object.keys(listed(release).flags)) {
    test(`${release}: every flag of ${program}, its type and its deprecation, and no other`, () => {
      const upstream = upstreamFlags(listed(release), program);
      const expected = { ...upstream, ...known[`${release} ${program}`] };
      assert.equal(ourFlags(tables[program] ?? {}, release), sorted(expected));
    });
  }
}

test('1.19: every field of the kubelet’s configuration, and no other but the format of its log', () => {
  const { 'logging.format': format, ...ours } = ourFields(kubeletConfiguration, '1.19');
  assert.is(format, 'string');
  assert.equal(ours, upstreamFields(listed('1.19'), 'kubelet'));
});

test('1.18: what the reference of kube-proxy lists, which leaves out what klog adds', () => {
  const page = JSON.parse(readFileSync(new URL('kube-proxy-1.18.json', fixtures), 'utf8')) as Listed;
  const left = Object.entries(ourFlags(kubeProxyFlags, '1.18')).filter(
    ([name]) => !(name in klogFlags) && name !== 'v' && name !== 'vmodule',
  );
  assert.equal(Object.fromEntries(left), upstreamFlags(page, 'kube-proxy'));
});

for (const [release, version] of [
  ['3.5', '3.5.33'],
  ['3.6', '3.6.14'],
] as const) {
  test(`etcd ${version}: every flag that its help shows, and no other`, () => {
    const own = parseVersion(version);
    assert.ok(own);
    const alive = Object.entries(etcdFlagsAsOf(own)).filter(([, { life }]) => livesIn(life, own.release));
    assert.equal(alive.map(([name]) => name).sort(), etcdList(release));
  });
}

function etcdList(release: string): readonly string[] {
  const text = readFileSync(new URL(`etcd-${release}.json`, fixtures), 'utf8');
  return (JSON.parse(text) as { flags: readonly string[] }).flags;
}

/** Program and release of everything that a profile's machines run, with its own flags or not. */
function programsOf(cluster: Cluster): string[] {
  const { controlPlane: plane, nodes, version } = cluster;
  const has = (test: (node: Cluster['nodes'][number]) => boolean, program: string) =>
    nodes.some(test) ? [`${program} ${version.release}`] : [];
  return [
    ...has(({ role }) => role !== 'etcd', 'kubelet'),
    ...has((node) => kubeProxyRun(cluster, node) !== 'none', 'kube-proxy'),
    ...Object.keys(controlPlaneFlags).flatMap((program) => has(() => plane !== undefined, program)),
    ...(plane?.etcd ?? []).map(({ node }) => `etcd ${plane && etcdVersionOf(version, plane, node)?.release}`),
  ];
}

function isListed(programAndRelease: string): boolean {
  const [program = '', release = ''] = programAndRelease.split(' ');
  // 3.4 is held in `etcd/`, against the program itself.
  if (program === 'etcd') return release === '3.4' || existsSync(new URL(`etcd-${release}.json`, fixtures));
  const file = new URL(`kubernetes-${release}.json`, fixtures);
  return existsSync(file) && program in listed(release as Release).flags;
}

test('there is a list for every program of every shipped profile', () => {
  const names = readdirSync(new URL('../../profiles/', import.meta.url)).flatMap(
    (file) => /^(.*)\.yaml$/.exec(file)?.[1] ?? [],
  );
  const programs = names.flatMap((name) => programsOf(machinesFrom(shippedProfile(name)).cluster));
  assert.ok(programs.length > names.length);
  assert.equal(
    [...new Set(programs)].filter((one) => !isListed(one)),
    [],
  );
});

function sorted(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

test.run();
