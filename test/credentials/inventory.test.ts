/**
 * Which private keys, tokens and other secrets are anywhere in what a node is given, by role, for every shipped profile whose
 * control plane is ours. Searched are the bytes of the files that a user gets, with everything that is packed in them.
 */
import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { buildFiles } from '../../src/build.ts';
import type { Cluster, Node } from '../../src/cluster/cluster.ts';
import type { Secrecy } from '../../src/model/content.ts';
import { createSecrets } from '../../src/secrets/create.ts';
import { requiredSecrets } from '../../src/secrets/required.ts';
import { revealText, type Secrets } from '../../src/secrets/secrets.ts';
import { shippedNames } from '../golden/shipped.ts';
import { fakeRandom } from '../pki/support.ts';
import { heldPieces, madeUpSizes } from '../support/held.ts';
import { issuedAt, profileFrom, shippedProfile } from '../support/profile.ts';
import { layersOf, privateNumberOf } from './support/layers.ts';

interface Output {
  readonly path: string;
  readonly node: string | undefined;
  readonly secrecy: Secrecy;
  /** Its bytes, and those that are packed in them. */
  readonly layers: readonly Buffer[];
}

interface BuiltCluster {
  readonly secrets: Secrets;
  readonly cluster: Cluster;
  readonly outputs: readonly Output[];
}

const before = new Map<string, BuiltCluster>();

/** There is a bootstrap token, whether the profile needs one or not. */
async function built(text: string): Promise<BuiltCluster> {
  const known = before.get(text);
  if (known) return known;
  const profile = profileFrom(text);
  const required = { ...requiredSecrets(profile), bootstrapToken: true };
  const secrets = createSecrets(required, { issuedAt, random: fakeRandom('inventory') });
  const { cluster, files } = await buildFiles(profile, secrets, { artifacts: madeUpSizes });
  const outputs = files.map((file) => ({
    path: file.path,
    node: file.node,
    secrecy: file.content.secrecy,
    layers: heldPieces(file).flatMap(layersOf),
  }));
  const made = { secrets, cluster, outputs };
  before.set(text, made);
  return made;
}

/** What must be looked for, by name: bytes that appear nowhere unless the secret does. */
function needlesOf(secrets: Secrets): [string, Buffer][] {
  const bytes = (content: { reveal(): Uint8Array } | undefined) =>
    content ? [Buffer.from(content.reveal())] : [];
  const named = (name: string, all: readonly Buffer[]) => all.map((one): [string, Buffer] => [name, one]);
  return [
    ...named('leaf seed', bytes(secrets.leafSeed)),
    ...Object.entries(secrets.authorities).flatMap(([id, { key }]) =>
      named(`${id} authority`, bytes(key).map(privateNumberOf)),
    ),
    ...named('service-account key', bytes(secrets.serviceAccountKey).map(privateNumberOf)),
    ...secrets.encryptionKeys.flatMap(({ secret }) => named('encryption key', bytes(secret))),
    ...secrets.bootstrapTokens.flatMap((token) => named('token', bytes(token.secret))),
    ...Object.entries(secrets.registries).flatMap(([host, { password }]) =>
      named(`password of ${host}`, bytes(password)),
    ),
  ];
}

function secretsIn(secrets: Secrets, all: readonly Buffer[]): string[] {
  const isIn = (needle: Buffer) =>
    all.some((layer) => layer.includes(needle) || layer.includes(needle.toString('hex')));
  return needlesOf(secrets)
    .filter(([, needle]) => isIn(needle))
    .map(([name]) => name)
    .sort();
}

const privateKey = /-----BEGIN (?:EC |RSA )?PRIVATE KEY-----[^-]+-----END (?:EC |RSA )?PRIVATE KEY-----/g;
const certificate = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** PEM blocks, without what they are indented by in another file. */
function blocks(all: readonly Buffer[], form: RegExp): string[] {
  const found = all.flatMap((layer) => layer.toString('latin1').match(form) ?? []);
  return [...new Set(found.map((block) => block.replaceAll(/^[ \t]+/gm, '')))];
}

const spkiOf = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();

/** Public keys of every private key there that is not one of secrets.yaml. */
function leafKeysIn(secrets: Secrets, all: readonly Buffer[]): string[] {
  const known = [...Object.values(secrets.authorities).map(({ key }) => key), secrets.serviceAccountKey];
  const publicOf = (pem: string) => spkiOf(createPublicKey(createPrivateKey(pem)));
  const others = new Set(known.map((key) => key && publicOf(revealText(key))));
  return [...new Set(blocks(all, privateKey).map(publicOf))].filter((key) => !others.has(key));
}

/** Every key of a leaf by its certificate: ISSUER: SUBJECT, USAGES. The node's name is NODE. */
function leavesIn(secrets: Secrets, all: readonly Buffer[], node: string): string[] {
  const certificates = blocks(all, certificate).map((pem) => new X509Certificate(pem));
  return leafKeysIn(secrets, all)
    .map((key) => {
      const own = certificates.filter(({ publicKey }) => spkiOf(publicKey) === key);
      return own.map((one) => describe(one, node)).join(' and ') || 'a key without certificate';
    })
    .sort();
}

const usageNames: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.3.1': 'server',
  '1.3.6.1.5.5.7.3.2': 'client',
};

function describe({ issuer, subject, keyUsage }: X509Certificate, node: string): string {
  const parts = (name: string) => name.split('\n').map((part) => part.replace(/^[A-Z]+=/, ''));
  const usages = keyUsage.map((oid) => usageNames[oid] ?? oid).sort();
  const [signer = ''] = parts(issuer).slice(-1);
  const names = parts(subject).map((part) =>
    part
      .split(':')
      .map((word) => (word === node ? 'NODE' : word))
      .join(':'),
  );
  return `${signer}: ${names.join(' ')}, ${usages.join('+')}`;
}

const kubelet = [
  'kubernetes: system:nodes system:node:NODE, client',
  'kubernetes: system:nodes system:node:NODE, server',
];
const proxy = ['kubernetes: system:node-proxier system:kube-proxy, client'];
const etcdMember = ['etcd-ca: NODE, client+server', 'etcd-ca: NODE, client+server'];
/** It also has the authorities' and the service accounts' keys: whoever signs for others must be one of these. */
const server = [
  'etcd-ca: kube-apiserver-etcd-client, client',
  'front-proxy-ca: front-proxy-client, client',
  'kubernetes: kube-apiserver, server',
  'kubernetes: kube-apiserver-kubelet-client, client',
  'kubernetes: kubeadm:cluster-admins kubernetes-admin, client',
  'kubernetes: system:kube-controller-manager, client',
  'kubernetes: system:kube-scheduler, client',
  'kubernetes: system:masters kubernetes-super-admin, client',
  ...kubelet,
];
const signing = ['cluster authority', 'front-proxy authority', 'service-account key'];

interface Holdings {
  /** Of secrets.yaml. */
  readonly secrets: readonly string[];
  readonly leaves: readonly string[];
}

const worker: Holdings = { secrets: [], leaves: kubelet };
const stacked: Holdings = {
  secrets: [...signing, 'etcd authority', 'encryption key', 'token'],
  leaves: [...server, ...etcdMember, 'etcd-ca: kube-etcd-healthcheck-client, client'],
};
const usual = { 'control-plane': stacked, worker };

/** Of kubeadm 1.19, which made masters of them. */
const layoutOf119: Holdings = {
  secrets: [...signing, 'etcd authority', 'token'],
  leaves: [
    ...etcdMember,
    'etcd-ca: system:masters kube-apiserver-etcd-client, client',
    'etcd-ca: system:masters kube-etcd-healthcheck-client, client',
    'front-proxy-ca: front-proxy-client, client',
    'kubernetes: kube-apiserver, server',
    'kubernetes: system:kube-controller-manager, client',
    'kubernetes: system:kube-scheduler, client',
    'kubernetes: system:masters kube-apiserver-kubelet-client, client',
    'kubernetes: system:masters kubernetes-admin, client',
    ...kubelet,
  ],
};

/** What each role of each profile is given: no more, and no less. A new profile needs its lines here. */
const table: Readonly<Record<string, Readonly<Partial<Record<Node['role'], Holdings>>>>> = {
  'air-gap': usual,
  autoscaling: { 'control-plane': stacked, worker: { secrets: ['token'], leaves: [] } },
  'dual-stack': {
    'control-plane': { ...stacked, leaves: [...stacked.leaves, ...proxy] },
    worker: { ...worker, leaves: [...kubelet, ...proxy] },
  },
  'external-etcd': {
    'control-plane': { secrets: [...signing, 'encryption key', 'token'], leaves: server },
    etcd: { secrets: [], leaves: [...etcdMember, 'etcd-ca: kube-etcd-healthcheck-client, client'] },
    worker,
  },
  'fedora-coreos': usual,
  flatcar: usual,
  ha: usual,
  'kubeadm-layout': { 'control-plane': layoutOf119 },
  'single-node': { 'control-plane': stacked },
};

const own = shippedNames().filter((name) => {
  const { controlPlane } = profileFrom(shippedProfile(name));
  return controlPlane !== undefined && controlPlane !== 'external';
});

test('every profile with a control plane of its own is in the table', () => {
  assert.equal(own, Object.keys(table).sort());
});

for (const name of own) {
  test(`${name}: every role has what it needs, and nobody has the leaf seed`, async () => {
    const { secrets, cluster, outputs } = await built(shippedProfile(name));
    const seen = new Map<string, string>();
    for (const node of cluster.nodes) {
      const title = `${name}: ${node.name}`;
      const all = outputs.filter((output) => output.node === node.name).flatMap(({ layers }) => layers);
      const expected = table[name]?.[node.role];
      assert.equal(secretsIn(secrets, all), [...(expected?.secrets ?? [])].sort(), title);
      assert.equal(leavesIn(secrets, all, node.name), [...(expected?.leaves ?? [])].sort(), title);
      for (const key of leafKeysIn(secrets, all)) {
        assert.is(seen.get(key), undefined, `${title} has a key of another node`);
        seen.set(key, node.name);
      }
    }
    const roles = new Set(cluster.nodes.map(({ role }) => role));
    assert.equal([...roles].sort(), Object.keys(table[name] ?? {}).sort());
  });

  test(`${name}: what is no node's has tokens at most, in manifests that are secret as a whole`, async () => {
    const { secrets, outputs } = await built(shippedProfile(name));
    for (const { path, node, layers, secrecy } of outputs.filter((output) => output.node === undefined)) {
      const found = secretsIn(secrets, layers);
      assert.equal(found, secrecy === 'public' ? [] : ['token'], `${path} ${node}`);
      assert.equal(leafKeysIn(secrets, layers), [], path);
    }
  });

  test(`${name}: the search finds what is packed, in each form of a node's files by itself`, async () => {
    const { secrets, cluster, outputs } = await built(shippedProfile(name));
    const servers = new Set(
      cluster.nodes.filter(({ role }) => role === 'control-plane').map((node) => node.name),
    );
    const forms = outputs.filter(
      ({ path, node = '' }) => servers.has(node) && /(?:user-data|config\.ign|\.rootfs\.tar\.gz)$/.test(path),
    );
    assert.is(forms.length, servers.size * 2);
    for (const { path, layers } of forms)
      assert.ok(secretsIn(secrets, layers).includes('cluster authority'), path);
  });
}

test("a registry's password is where images are pulled", async () => {
  const registry = { mirrors: ['https://registry.example'], credentials: { username: 'puller' } };
  const text = `${shippedProfile('external-etcd')}containerRuntime: ${JSON.stringify({ registries: { 'registry.example': registry } })}\n`;
  const { secrets, cluster, outputs } = await built(text);
  for (const { name, role } of cluster.nodes) {
    const all = outputs.filter(({ node }) => node === name).flatMap(({ layers }) => layers);
    const has = secretsIn(secrets, all).includes('password of registry.example');
    assert.is(has, role !== 'etcd', name);
  }
});

test.run();
