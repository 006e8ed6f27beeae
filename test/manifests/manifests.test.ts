/** What is applied to the API, by what it does there. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { buildFiles } from '../../src/build.ts';
import { tokenManifests } from '../../src/credentials/bootstrap-tokens.ts';
import { appliedManifests, isWritten } from '../../src/manifests/applied.ts';
import { coreDNSObjects } from '../../src/manifests/core-dns.ts';
import { kubeProxyObjects } from '../../src/manifests/kube-proxy.ts';
import { nodeStates } from '../../src/manifests/nodes.ts';
import { ownControlPlane, singleNode } from '../components/support/profiles.ts';
import { pinned } from '../support/debian.ts';
import { run } from '../support/judges.ts';
import { machinesFrom, minimalProfile, profileFrom, secretsFor } from '../support/profile.ts';

const clusterOf = (text: string) => machinesFrom(text).cluster;
const kinds = (text: string) => manifestsOf(text).map(({ name }) => name);

function manifestsOf(text: string) {
  const { cluster, secrets } = machinesFrom(text);
  return appliedManifests(cluster, tokenManifests(secrets));
}

interface Loaded {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly roleRef?: { readonly name: string };
  readonly subjects?: readonly { readonly name: string }[];
}

function objectsOf(text: string, file: RegExp): Loaded[] {
  return manifestsOf(text)
    .filter(isWritten)
    .filter((one) => file.test(one.file))
    .flatMap(({ content }) => loadAll(Buffer.from(content.reveal()).toString()) as Loaded[]);
}

test('access first, then tokens, DNS, the proxy, and what is the user’s', () => {
  const [access, bootstrap, token, ...rest] = kinds(ownControlPlane());
  assert.equal(
    [access, bootstrap, ...rest],
    ['access', 'bootstrap', 'core-dns', 'kube-proxy', 'first', 'second'],
  );
  assert.match(token ?? '', /^bootstrap-token-[a-z0-9]{6}$/);
});

const addOn = {
  name: 'flannel',
  url: 'https://mirror.example/kube-flannel.yml',
  digest: `sha256:${'a'.repeat(64)}`,
};
const withAddOn = (networking: object = {}, more: object = {}) =>
  ownControlPlane({ networking: { manifests: [addOn], ...networking }, ...more });

test('a network add-on comes after kube-proxy and before what is the user’s, a group of its own', () => {
  const rest = manifestsOf(withAddOn()).slice(-4);
  assert.equal(
    rest.map(({ group, name, file }) => [group, name, file]),
    [
      ['kube-proxy', 'kube-proxy', '50-kube-proxy.yaml'],
      ['network', 'flannel', '55-network-01-flannel.yaml'],
      ['own', 'first', '60-own-01-first.yaml'],
      ['own', 'second', '60-own-02-second.yaml'],
    ],
  );
});

test('with one no node has a bridge, and the controller manager gives nodes their pod networks', () => {
  const { machines, cluster } = machinesFrom(withAddOn());
  assert.equal(
    nodeStates(cluster).flatMap(({ podCIDRs }) => podCIDRs),
    [],
  );
  for (const { machine } of machines) {
    assert.equal(
      machine.files.filter(({ path }) => path.startsWith('/etc/cni/net.d/')),
      [],
    );
    assert.equal(
      machine.network.interfaces.flatMap(({ routes }) => routes),
      [],
    );
  }
  assert.ok(controllerManager(withAddOn()).includes('--allocate-node-cidrs=true'));
  assert.ok(controllerManager(ownControlPlane()).includes('--allocate-node-cidrs=false'));
});

test('in parts as large as the profile says, by the flag that fits the families', () => {
  const sizes = (networking: object, more: object = {}) =>
    controllerManager(withAddOn(networking, more)).filter((arg) => arg.includes('mask-size'));
  assert.equal(sizes({}), []);
  assert.equal(sizes({ podCIDRPrefixes: { ipv4: 25, ipv6: 80 } }), ['--node-cidr-mask-size=25']);
  const pools = [
    {
      name: 'control',
      role: 'control-plane',
      os: 'debian-13',
      nodes: [{ name: 'cp-1', addresses: ['10.0.1.11/24', 'fd00:1::b/64'] }],
    },
  ];
  const both = { podSubnet: '10.244.0.0/16,fd00:10:244::/56', podCIDRPrefixes: { ipv4: 25, ipv6: 66 } };
  assert.equal(sizes(both, { pools }), ['--node-cidr-mask-size-ipv4=25', '--node-cidr-mask-size-ipv6=66']);
});

test('every image of a cluster can be named by its digest', () => {
  const digest = (letter: string) => `@sha256:${letter.repeat(64)}`;
  const component = (letter: string) => ({ image: `registry.example/${letter}:v1${digest(letter)}` });
  const text = ownControlPlane({
    controlPlane: {
      run: 'static-pods',
      etcd: component('a'),
      apiServer: component('b'),
      controllerManager: component('c'),
      scheduler: component('d'),
      endpoint: { type: 'local-proxy', ...component('e') },
    },
    kubeProxy: component('f'),
    addons: { coreDNS: component('0') },
    containerRuntime: { sandboxImage: component('1').image },
    pools: [
      {
        name: 'cp',
        role: 'control-plane',
        os: 'debian-13',
        nodes: [{ name: 'cp-1', address: '10.0.1.11/24' }],
      },
      { name: 'w', role: 'worker', os: 'flatcar-4593', nodes: [{ name: 'w-1', address: '10.0.1.21/24' }] },
    ],
  });
  const { machines } = machinesFrom(text);
  const written = machines
    .flatMap(({ machine }) => machine.files)
    .map(({ content }) => Buffer.from(content.reveal()).toString())
    .join('\n');
  for (const letter of [...'abcdef01']) assert.ok(written.includes(component(letter).image), letter);
});

test('the text of an add-on may stand in a file beside the profile', () => {
  const [first] = manifestsOf(
    withAddOn({ manifests: [{ name: 'from-file', contents: { source: 'single-node.yaml' } }] }),
  ).filter(({ group }) => group === 'network');
  assert.ok(first && isWritten(first));
  assert.match(Buffer.from(first.content.reveal()).toString(), /kind: ClusterProfile/);
});

function controllerManager(text: string): readonly string[] {
  const file = machinesFrom(text).machines[0]?.machine.files.find(({ path }) =>
    path.endsWith('/kube-controller-manager.yaml'),
  );
  assert.ok(file);
  const pod = loadAll(Buffer.from(file.content.reveal()).toString())[0] as {
    spec: { containers: readonly { command: readonly string[] }[] };
  };
  return pod.spec.containers[0]?.command ?? [];
}

test('a group of administrators is bound where the release has one', () => {
  const bound = (version: string) =>
    objectsOf(ownControlPlane({ kubernetesVersion: version }), /access/).map(({ roleRef, subjects }) => [
      roleRef?.name,
      subjects?.[0]?.name,
    ]);
  const kubelets = ['system:kubelet-api-admin', 'kube-apiserver-kubelet-client'];
  assert.equal(bound('v1.36.2'), [['cluster-admin', 'kubeadm:cluster-admins'], kubelets]);
});

// An API server of 1.20 forgets who applied an object that says nothing but its name, and writes it anew the next time.
test('every object of ours says something of itself besides its name', () => {
  for (const { kind, metadata, ...rest } of objectsOf(ownControlPlane(), /^(?!60-own)/)) {
    const { name, namespace: _, ...more } = metadata as Loaded['metadata'] & { namespace?: string };
    const said = [...Object.keys(rest), ...Object.keys(more)].filter((key) => key !== 'apiVersion');
    assert.ok(said.length > 0, `${kind} ${name}`);
  }
});

test('tokens may join where there are any; renewals are approved in any case', () => {
  const names = (text: string) => objectsOf(text, /20-/).map(({ metadata }) => metadata.name);
  assert.is(names(ownControlPlane()).length, 3);
  assert.equal(names(singleNode()), ['kubeadm:node-autoapprove-certificate-rotation']);
});

test('a token is a Secret of its own, for the cluster’s eyes alone', () => {
  const secret = manifestsOf(ownControlPlane()).find(({ file }) => file.startsWith('21-'));
  assert.ok(secret && isWritten(secret) && secret.content.secrecy === 'cluster');
  const [object] = objectsOf(ownControlPlane(), /^21-/);
  const data = Object.fromEntries(
    Object.entries(object?.data ?? {}).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]),
  );
  assert.is(object?.metadata.name, `bootstrap-token-${data['token-id']}`);
  assert.match(data['token-secret'] ?? '', /^[a-z0-9]{16}$/);
  assert.is(data['auth-extra-groups'], 'system:bootstrappers:kubeadm:default-node-token');
  assert.is(data['usage-bootstrap-authentication'], 'true');
  assert.not('expiration' in data);
});

test('a token that ends says when, to the API and to the reconciler', () => {
  const secrets = secretsFor(profileFrom(ownControlPlane()));
  const expires = '2027-01-01T00:00:00Z';
  const [manifest] = tokenManifests({
    ...secrets,
    bootstrapTokens: secrets.bootstrapTokens.map((token) => ({ ...token, expires })),
  });
  assert.is(manifest?.expires, expires);
  const { data } = loadAll(Buffer.from(manifest?.content.reveal() ?? []).toString())[0] as Loaded;
  assert.is(Buffer.from(data?.['expiration'] ?? '', 'base64').toString(), expires);
});

test('nodes: role, taint and pod network; a kubelet’s own labels are left to it', () => {
  const [first, , worker] = nodeStates(clusterOf(ownControlPlane()));
  assert.equal(first, {
    name: 'cp-1',
    labels: {
      'node-role.kubernetes.io/control-plane': '',
      'node.kubernetes.io/exclude-from-external-load-balancers': '',
    },
    taints: ['node-role.kubernetes.io/control-plane:NoSchedule'],
    untainted: [],
    podCIDRs: ['10.244.0.0/24'],
  });
  assert.equal(worker, {
    name: 'w-1',
    labels: { 'node-role.kubernetes.io/worker': '' },
    taints: [],
    untainted: [],
    podCIDRs: ['10.244.2.0/24'],
  });
});

test('nodes: no taint and no exclusion where workloads are welcome; no pod networks where a CNI gives them', () => {
  const [only] = nodeStates(clusterOf(singleNode({ podNetwork: { type: 'none' } })));
  assert.equal(only?.labels, { 'node-role.kubernetes.io/control-plane': '' });
  assert.equal(only?.untainted, ['node-role.kubernetes.io/control-plane:NoSchedule']);
  assert.equal(only?.podCIDRs, []);
});

const coreDNS = (text: string) => coreDNSObjects(clusterOf(text));
const find = <T extends { kind: string }, K extends T['kind']>(objects: readonly T[], kind: K) => {
  const found = objects.find((one) => one.kind === kind);
  if (!found) throw new Error(`there is no ${kind}`);
  return found as Extract<T, { kind: K }>;
};

test('CoreDNS: two of them, one on a single machine, as many as the profile says', () => {
  const replicas = (text: string) => find(coreDNS(text), 'Deployment').spec.replicas;
  assert.is(replicas(ownControlPlane()), 2);
  assert.is(replicas(singleNode()), 1);
  assert.is(replicas(singleNode({ addons: { coreDNS: { replicas: 3 } } })), 3);
  assert.equal(coreDNS(singleNode({ addons: { coreDNS: 'none' } })), []);
});

test('CoreDNS: serves the cluster’s domain at the address that kubelets tell pods', () => {
  const objects = coreDNS(
    ownControlPlane({ networking: { dnsDomain: 'k8s.example', serviceSubnet: '10.32.0.0/24' } }),
  );
  assert.is(find(objects, 'Service').spec.clusterIP, '10.32.0.10');
  assert.match(
    find(objects, 'ConfigMap').data['Corefile'] ?? '',
    /kubernetes k8s\.example in-addr\.arpa ip6\.arpa {/,
  );
});

test('CoreDNS: an address of each family where services have them', () => {
  const networking = {
    podSubnet: '10.244.0.0/16,fd00:10:244::/56',
    serviceSubnet: '10.96.0.0/16,fd00:10:96::/112',
    clusterDNS: ['fd00:10:96::a', '10.96.0.10'],
  };
  const pools = [
    {
      name: 'all',
      role: 'control-plane',
      os: 'debian-13',
      nodes: [{ name: 'cp-1', addresses: ['10.0.1.11/24', 'fd00:1::11/64'] }],
    },
  ];
  const { spec } = find(coreDNS(ownControlPlane({ networking, pools })), 'Service');
  assert.is(spec.clusterIP, 'fd00:10:96::a');
  assert.equal(spec.clusterIPs, ['fd00:10:96::a', '10.96.0.10']);
  assert.equal(spec.ipFamilies, ['IPv6', 'IPv4']);
  const single = find(coreDNS(ownControlPlane()), 'Service').spec;
  assert.not('ipFamilies' in single);
});

test('images come from upstream’s places, or all from one repository', () => {
  const imagesOf = (text: string) => {
    const objects = [...coreDNS(text), ...kubeProxyObjects(clusterOf(text))];
    return [find(objects, 'Deployment'), find(objects, 'DaemonSet')].map(
      ({ spec }) => spec.template.spec.containers[0]?.image,
    );
  };
  assert.equal(imagesOf(ownControlPlane()), [
    'registry.k8s.io/coredns/coredns:v1.14.2',
    'registry.k8s.io/kube-proxy:v1.36.2',
  ]);
  const controlPlane = { run: 'static-pods', imageRepository: 'mirror.example/k8s' };
  assert.equal(imagesOf(ownControlPlane({ controlPlane })), [
    'mirror.example/k8s/coredns:v1.14.2',
    'mirror.example/k8s/kube-proxy:v1.36.2',
  ]);
});

const proxy = (text: string) => kubeProxyObjects(clusterOf(text));

test('kube-proxy: a DaemonSet unless every node runs it otherwise', () => {
  assert.is(proxy(ownControlPlane()).length, 4);
  assert.equal(proxy(ownControlPlane({ kubeProxy: { run: 'none' } })), []);
  assert.equal(proxy(ownControlPlane({ kubeProxy: { run: 'unit' } })), []);
  assert.equal(kinds(singleNode({ kubeProxy: { run: 'none' } })).includes('kube-proxy'), false);
});

test('kube-proxy: not on nodes that have a unit', () => {
  const pools = [
    { name: 'a', role: 'control-plane', os: 'debian-13', nodes: [{ name: 'cp-1', address: '10.0.1.11/24' }] },
    {
      name: 'b',
      role: 'worker',
      os: 'debian-13',
      kubeProxy: { run: 'unit' },
      nodes: [{ name: 'w-1', address: '10.0.1.21/24' }],
    },
  ];
  const { affinity } = find(proxy(ownControlPlane({ pools })), 'DaemonSet').spec.template.spec;
  const [term] =
    affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms ?? [];
  assert.equal(term?.matchFields, [{ key: 'metadata.name', operator: 'NotIn', values: ['w-1'] }]);
});

test('kube-proxy: another configuration makes other pods; the endpoint is the cluster’s or the node’s own proxy', () => {
  const digest = (text: string) =>
    find(proxy(text), 'DaemonSet').spec.template.metadata.annotations?.['nodeseed-configuration'];
  assert.is.not(digest(ownControlPlane()), digest(ownControlPlane({ kubeProxy: { mode: 'nftables' } })));
  const config = (text: string) => find(proxy(text), 'ConfigMap').data;
  assert.match(
    config(ownControlPlane({ kubeProxy: { mode: 'nftables' } }))['config.conf'] ?? '',
    /^mode: nftables$/m,
  );
  assert.match(
    config(ownControlPlane())['kubeconfig.conf'] ?? '',
    /server: https:\/\/api\.lab\.example:6443$/m,
  );
});

test('the output has all of it for review, secrets among it; an external control plane gets what it must apply itself', async () => {
  const filesOf = async (text: string) => {
    const profile = profileFrom(text);
    const { files } = await buildFiles(profile, secretsFor(profile));
    return files.filter(({ path }) => path.startsWith('manifests/'));
  };
  const own = await filesOf(ownControlPlane());
  assert.equal(
    own.map(({ path, content }) => `${path.replace(/token-.{6}/, 'token')} ${content.secrecy}`),
    [
      'manifests/10-access.yaml public',
      'manifests/20-bootstrap.yaml public',
      'manifests/21-bootstrap-token.yaml cluster',
      'manifests/40-core-dns.yaml public',
      'manifests/50-kube-proxy.yaml public',
      'manifests/60-own-01-first.yaml public',
      'manifests/60-own-02-second.yaml public',
    ],
  );
  const kubelet = { clientCertificate: 'bootstrap' };
  assert.equal(
    (await filesOf(minimalProfile({ kubelet }))).map(
      ({ path, content }) => `${path.replace(/token-.{6}/, 'token')} ${content.secrecy}`,
    ),
    [
      'manifests/bootstrap-token.yaml cluster',
      'manifests/kubeadm-kubelet-bootstrap.yaml public',
      'manifests/kubeadm-node-autoapprove-bootstrap.yaml public',
      'manifests/kubeadm-node-autoapprove-certificate-rotation.yaml public',
    ],
  );
});

const kubectl = pinned('kubectl 1.36');

if (kubectl !== undefined) {
  test('kubectl reads every one of them', () => {
    const folder = mkdtempSync(join(tmpdir(), 'nodeseed-manifests-'));
    try {
      for (const manifest of manifestsOf(ownControlPlane()).filter(isWritten)) {
        const file = join(folder, manifest.file);
        writeFileSync(file, manifest.content.reveal());
        const expected = loadAll(Buffer.from(manifest.content.reveal()).toString()).length;
        // Without an API, kubectl takes the kinds that it has been built with, and decodes them as such.
        const done = run(
          join(kubectl, 'usr/bin/kubectl'),
          ['label', '--local', '--dry-run=client', '-o', 'name', '-f', file, 'a=b'],
          {
            env: { ...process.env, KUBECONFIG: '/nonexistent' },
          },
        );
        assert.is(done.status, 0, `${manifest.file}: ${done.stderr}`);
        assert.is(done.stdout.trim().split('\n').length, expected, done.stdout);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}

test.run();
