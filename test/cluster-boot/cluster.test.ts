/** A whole cluster of v1.20.2 from what `build` wrote, nobody touching it: five machines on a bridge, judged by their own API. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Cluster } from './cluster.ts';
import {
  issuedTo,
  kubeletCertificates,
  labelled,
  localApi,
  ownCertificate,
  statusOf,
} from './credentials.ts';
import { programs, stepsOf } from './rig.ts';
import { allReady, answers, helloPods, type NodeObject, podsReachEachOther } from './seen.ts';

const names: readonly string[] = ['cp-1', 'cp-2', 'cp-3', 'worker-1', 'worker-2'];

const master = 'node-role.kubernetes.io/master';
const controlPlane = { 'node-role.kubernetes.io/control-plane': '', [master]: '' };

/** What the profile says of each node, seen at the API. */
const expected = [
  { name: 'cp-1', labels: controlPlane, taints: [`${master}:NoSchedule`], pods: '10.244.0.0/24' },
  { name: 'cp-2', labels: controlPlane, taints: [`${master}:NoSchedule`], pods: '10.244.1.0/24' },
  { name: 'cp-3', labels: controlPlane, taints: [`${master}:NoSchedule`], pods: '10.244.2.0/24' },
  {
    name: 'worker-1',
    labels: { 'node-role.kubernetes.io/worker': '', tier: 'compute' },
    taints: ['dedicated=ready:PreferNoSchedule'],
    pods: '10.244.3.0/24',
  },
  { name: 'worker-2', labels: { tier: 'storage' }, taints: [], pods: '10.244.4.0/24' },
];

function seen(node: NodeObject) {
  const { name, labels } = node.metadata;
  // The rest are the kubelet's own, of every node.
  const own = Object.entries(labels).filter(
    ([key]) => !/^(beta\.)?kubernetes\.io\/(arch|os|hostname)$/.test(key),
  );
  const taints = (node.spec.taints ?? []).map(
    ({ key, value, effect }) => `${key}${value ? `=${value}` : ''}:${effect}`,
  );
  return { name, labels: Object.fromEntries(own.sort()), taints, pods: node.spec.podCIDRs?.join() };
}

/** ID, STATUS, NAME, PEERS, CLIENTS, IS-LEARNER. */
function memberLines(cluster: Cluster, asked: string): string[] {
  return cluster.etcdctl(asked, 'member', 'list').trim().split('\n');
}

function voters(cluster: Cluster, asked: string): string[] {
  return memberLines(cluster, asked)
    .map((line) => line.split(', '))
    .filter(([, status, , , , learns]) => status === 'started' && learns === 'false')
    .map(([, , name]) => name ?? '')
    .sort();
}

const found = programs();
if (found) {
  const cluster = await Cluster.prepare('profile.yaml', found);
  const { step, lap } = stepsOf(cluster);

  step('five machines become five nodes, as the profile says', async () => {
    cluster.build();
    lap('build');
    for (const name of names) cluster.add(name);
    await cluster.setUp('worker-1');
    await allReady(cluster, names);
    lap('five cold machines, all nodes ready');
    const asTheyShouldBe = () =>
      JSON.stringify(cluster.get('nodes').items.map(seen)) === JSON.stringify(expected);
    await cluster.until('labels, taints and pod networks', asTheyShouldBe).catch((error) => {
      assert.equal(cluster.get('nodes').items.map(seen), expected);
      throw error;
    });
  });

  step('pods of every node reach those of every other, by themselves and as a service', async () => {
    await podsReachEachOther(cluster, names);
    const pods = helloPods(cluster, names);
    const places = [
      ...Array.from({ length: 8 }, () => '10.96.0.80 80'),
      ...['10.9.0.11 30080', '10.9.0.21 30080'],
    ];
    // Every node's kube-proxy learns of a pod in its own time.
    let served: string[] = [];
    await cluster.until('the service from every pod', () => {
      const told = pods.map((pod) => ({ pod, names: answers(cluster, pod, places) }));
      const short = told.filter((one) => one.names.filter(Boolean).length < places.length);
      if (short.length > 0)
        throw new Error(short.map(({ pod, names }) => `${pod.node}: ${names}`).join('; '));
      served = told.flatMap((one) => one.names);
      return true;
    });
    assert.equal(
      served.filter((name) => !names.includes(name)),
      [],
    );
    // 50 draws of one of five: that they are all of one node does not happen.
    assert.ok(new Set(served).size > 1, served.join(' '));
  });

  step('logs come from every node', () => {
    for (const { name, node } of helloPods(cluster, names))
      assert.is(cluster.kubectl('logs', name).stdout, `hello from ${node}\n`);
  });

  step('the worker from a bundle runs the images that came in it, and has nobody to ask for others', () => {
    const worker = cluster.machine('worker-1');
    const { stdout } = worker.run('journalctl', '--unit=nodeseed-images', '--output=cat');
    for (const name of ['k8s.gcr.io/pause:3.2', 'docker.io/library/busybox:1.35'])
      assert.match(stdout, `image ${name}: imported\n`);
    const mirrors = '/etc/containerd/certs.d/_default/hosts.toml';
    assert.is.not(worker.run('test', '-e', mirrors).status, 0);
    assert.is(cluster.machine('worker-2').run('test', '-e', mirrors).status, 0);
  });

  step('one worker has joined by its token, and kubelets renew their certificates', async () => {
    assert.is(issuedTo(cluster, /^system:bootstrap:/).length, 1);
    // With a ready-made certificate a kubelet asks for its own at once; that it may, and what for, is the rotation's right.
    for (const name of names.filter((one) => one !== 'worker-2')) await ownCertificate(cluster, name);
  });

  step('a secret is encrypted in etcd, and who made it is in the audit log', async () => {
    const made = cluster.kubectl('create', 'secret', 'generic', 'locked', '--from-literal=word=sesame-open');
    assert.is(made.status, 0, made.stderr);
    const stored = cluster.etcdctl('cp-2', 'get', '/registry/secrets/default/locked', '--print-value-only');
    assert.ok(stored.startsWith('k8s:enc:secretbox:v1:'), stored.slice(0, 40));
    assert.not.match(stored, 'sesame-open');
    const word = cluster.get('secret', 'locked').data.word;
    assert.is(Buffer.from(word, 'base64').toString(), 'sesame-open');
    interface Audited {
      readonly verb: string;
      readonly level: string;
      readonly user: { readonly username: string };
      readonly objectRef?: { readonly name?: string };
    }
    const { stdout } = cluster
      .machine('cp-1')
      .run('grep', '"secrets"', '/var/log/kubernetes/audit/audit.log');
    const lines = stdout
      .trim()
      .split('\n')
      .map((line): Audited => JSON.parse(line));
    const creation = lines.find(({ verb, objectRef }) => verb === 'create' && objectRef?.name === 'locked');
    assert.is(creation?.user.username, 'kubernetes-admin');
    assert.is(creation?.level, 'Metadata');
    assert.not.match(stdout, Buffer.from('sesame-open').toString('base64'));
  });

  step('a node may touch itself alone, and who is nobody touches nothing', () => {
    assert.is(labelled(cluster, 'worker-1', 'worker-1', 'colour'), '200');
    assert.is(labelled(cluster, 'worker-1', 'worker-2', 'colour'), '403');
    assert.is(labelled(cluster, 'worker-1', 'worker-1', 'node-role.kubernetes.io/control-plane'), '403');
    const anonymously = (url: string) => statusOf(cluster.machine('worker-1'), url);
    assert.is(anonymously(`${localApi}/api/v1/nodes`), '403');
    assert.is(anonymously(`${localApi}/api/v1/namespaces/kube-system/secrets`), '403');
    assert.is(anonymously('https://worker-1:10250/pods'), '401');
  });

  step('all machines are rebooted at once, and everything comes back', async () => {
    await Promise.all([...cluster.machines.values()].map((machine) => machine.powerOff()));
    const since = Date.now();
    for (const machine of cluster.machines.values()) machine.start();
    await allReady(cluster, names, since);
    lap('all nodes ready again');
    await podsReachEachOther(cluster, names, 1);
    assert.is(Buffer.from(cluster.get('secret', 'locked').data.word, 'base64').toString(), 'sesame-open');
  });

  step('a control-plane machine is lost, and a new one from its bundle takes its place', async () => {
    await cluster.destroy('cp-3');
    // The two that are left may have to agree on a leader first.
    await cluster.until('etcd without cp-3', () => {
      const lost = memberLines(cluster, 'cp-1').find((line) => line.includes(' cp-3,'));
      if (lost !== undefined) cluster.etcdctl('cp-1', 'member', 'remove', lost.split(',')[0] ?? '');
      return lost === undefined;
    });
    cluster.build(({ pools }) => {
      const [control] = pools;
      if (control) control.nodes.overrides = { 'cp-3': { etcd: { join: 'existing' } } };
    });
    const since = Date.now();
    cluster.add('cp-3');
    // The others, which have not been away, say that they are ready once in five minutes.
    await allReady(cluster, ['cp-3'], since);
    lap('ready again');
    await cluster.until('three voters', () => voters(cluster, 'cp-1').join(' ') === 'cp-1 cp-2 cp-3');
    // From its own API server, which asks its own etcd among others; and from that etcd's own data.
    await cluster.until('the API server of cp-3', () => {
      return (
        cluster.kubectlOn('cp-3', '--server=https://10.9.0.13:6443', 'get', '--raw', '/readyz').stdout ===
        'ok'
      );
    });
    const stored = cluster.etcdctl(
      'cp-3',
      'get',
      '/registry/secrets/default/locked',
      '--consistency=s',
      '--print-value-only',
    );
    assert.ok(stored.startsWith('k8s:enc:secretbox:v1:'), stored.slice(0, 40));
    await podsReachEachOther(cluster, names);
  });

  step('a sixth node comes with a change of the profile', async () => {
    const sixth = { name: 'worker-3', address: '10.9.0.23/24', mac: '52:54:00:09:00:17' };
    cluster.build(({ controlPlane, pools }) => {
      pools[2]?.nodes.push(sixth);
      // Of which five minutes are over when it is signed (cmd/kube-controller-manager, certificates/signer/ca_provider.go), and a
      // kubelet asks for the next after 0.7 to 0.9 of the whole: between 1.3 and 3.1 minutes from then.
      controlPlane.controllerManager = { extraArgs: { 'cluster-signing-duration': '9m' } };
    });
    // The others have a route to its pods, and the control plane has something to say of it: their bundles have changed.
    await Promise.all([...cluster.machines.values()].map((machine) => machine.powerOff()));
    const since = Date.now();
    for (const machine of cluster.machines.values()) {
      machine.seed();
      machine.start();
    }
    cluster.add(sixth.name);
    await cluster.setUp('worker-1');
    const all = [...names, sixth.name];
    await allReady(cluster, all, since);
    lap('six nodes ready');
    await cluster.until('what the profile says of it', () => {
      const { spec, metadata }: NodeObject = cluster.get('node', sixth.name);
      return spec.podCIDRs?.join() === '10.244.5.0/24' && metadata.labels['tier'] === 'storage';
    });
    await podsReachEachOther(cluster, all);
  });

  step('a worker that has joined by its token renews its certificate by itself', async () => {
    await ownCertificate(cluster, 'worker-3');
    // Each under the time of its issue: what its token got it, and what it got as a node.
    assert.ok(kubeletCertificates(cluster, 'worker-3').length > 1);
    assert.is(labelled(cluster, 'worker-3', 'worker-3', 'colour'), '200');
  });
}

test.run();
