/** The list of images that a cluster needs, held against what the generated files really name. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { neededImages } from '../../src/cluster/images.ts';
import { manifestFiles } from '../../src/manifests/manifests.ts';
import { fullImageName, isFullImageName, storedName } from '../../src/shared/image-name.ts';
import { shippedNames } from '../golden/shipped.ts';
import { machinesFrom, minimalProfile, shippedProfile } from '../support/profile.ts';

/** Anything that looks like a container's image, or containerd's own for a pod's first container. */
const named = /^\s*(?:- )?(?:image|sandbox_image|sandbox)(?:: | = )["']?([^"'\s]+)["']?$/gm;
const imagesIn = (bytes: Uint8Array) =>
  [...Buffer.from(bytes).toString('utf8').matchAll(named)].map(([, image = '']) => fullImageName(image));

const node = (name: string, address: string) => ({ name, address });
const plane = (more: object, os = 'debian-13') =>
  minimalProfile({
    controlPlane: { run: 'static-pods', ...more },
    controlPlaneEndpoint: '10.0.1.100:6443',
    pools: [
      { name: 'control', role: 'control-plane', os, nodes: [node('cp-1', '10.0.1.11/24')] },
      { name: 'worker', role: 'worker', os, nodes: [node('worker-1', '10.0.1.21/24')] },
    ],
  });
const profiles: [string, string][] = [
  ...shippedNames().map((name): [string, string] => [name, shippedProfile(name)]),
  ['kube-vip', plane({ endpoint: { type: 'kube-vip', interface: 'eth0' } })],
  ['a proxy as a pod', plane({ endpoint: { type: 'local-proxy' } }, 'flatcar-4593')],
  ['a repository of the user’s', plane({ imageRepository: 'registry.island.example/k8s' })],
];

for (const [title, text] of profiles) {
  test(`${title}: every image that the files name is in the list, and the list has no others`, () => {
    const { cluster, secrets, machines } = machinesFrom(text);
    const applied = cluster.controlPlane
      ? manifestFiles(cluster, secrets).flatMap(({ content }) => imagesIn(content.reveal()))
      : [];
    for (const { node: one, machine } of machines) {
      // Docker takes the kubelet's own default for that, which stands in no file.
      const isDocker = one.settings.containerRuntime?.type === 'docker';
      const needed = neededImages(cluster, one)
        .filter(({ purpose }) => !(isDocker && purpose === 'every pod'))
        .map(({ image }) => image);
      const own = machine.files.flatMap(({ path, content }) =>
        /\/(manifests\/[^/]+\.yaml|config\.toml)$/.test(path) && !path.includes('/nodeseed/')
          ? imagesIn(content.reveal())
          : [],
      );
      const everything = [...new Set([...own, ...(one.role === 'etcd' ? [] : applied)])].sort();
      assert.equal(
        everything.filter((image) => !needed.includes(image)),
        [],
        one.name,
      );
      if (cluster.controlPlane)
        assert.equal(
          needed.filter((image) => !everything.includes(image)),
          [],
          one.name,
        );
    }
  });
}

test('manifests of the profile’s own are looked into: containers of every kind of object', () => {
  const contents = `apiVersion: apps/v1
kind: DaemonSet
spec:
  template:
    spec:
      initContainers: [{ name: a, image: "ghcr.io/flannel-io/flannel-cni-plugin:v1.7.1" }]
      containers:
        - { name: b, image: busybox }
---
apiVersion: v1
kind: ConfigMap
data: { image: "not-one:1" }
`;
  const text = plane({}).replace(
    'pools:',
    `manifests: ${JSON.stringify({ own: [{ name: 'net', contents }] })}\npools:`,
  );
  const { cluster, machines } = machinesFrom(text);
  const images = neededImages(cluster, machines[1]?.node as never).map(({ image }) => image);
  assert.ok(images.includes('ghcr.io/flannel-io/flannel-cni-plugin:v1.7.1'));
  assert.ok(images.includes('docker.io/library/busybox:latest'));
  assert.not.ok(images.some((image) => image.includes('not-one')));
});

test('names are compared in full, as containerd stores them', () => {
  for (const [short, full] of [
    ['nginx', 'docker.io/library/nginx:latest'],
    ['nginx:1.28', 'docker.io/library/nginx:1.28'],
    ['user/app:1', 'docker.io/user/app:1'],
    ['localhost/app', 'localhost/app:latest'],
    ['registry:5000/app', 'registry:5000/app:latest'],
    ['registry.k8s.io/pause:3.10', 'registry.k8s.io/pause:3.10'],
  ] as const) {
    assert.is(fullImageName(short), full);
    assert.ok(isFullImageName(full), full);
  }
  const digest = `@sha256:${'a'.repeat(64)}`;
  for (const [name, stored] of [
    ['localhost:5000/app:1', 'localhost:5000/app:1'],
    [`localhost:5000/app${digest}`, `localhost:5000/app${digest}`],
    [`localhost:5000/app:1${digest}`, `localhost:5000/app${digest}`],
  ] as const) {
    assert.ok(isFullImageName(name), name);
    assert.is(storedName(name), stored);
  }
  for (const none of [
    '',
    'pause',
    'pause:3',
    'Registry/x:1',
    'registry.k8s.io/Pause:1',
    'a.b/c',
    'a.b/c:',
    'a.b//c:1',
    'a.b/c:1@sha256:0',
    'a.b/c d:1',
    'https://a.b/c:1',
  ])
    assert.not.ok(isFullImageName(none), none);
});

test('an image that pods ask for by digest is there by its tag and digest, or by its digest alone', () => {
  const digest = `@sha256:${'a'.repeat(64)}`;
  const asked = `ghcr.io/kube-vip/kube-vip:v1.0.3${digest}`;
  const text = plane({ endpoint: { type: 'kube-vip', interface: 'eth0', image: asked } });
  const { cluster } = machinesFrom(text);
  const names = new Set(cluster.nodes.flatMap((one) => neededImages(cluster, one)).map(({ image }) => image));
  const offline = (more: string) => {
    const images = [...names]
      .filter((name) => name !== asked)
      .concat(more)
      .map((name) => ({ name, file: 'x.tar', digest: `sha256:${'1'.repeat(64)}` }));
    return machinesFrom(
      `${text}delivery: { mode: embed, network: none }\nimages: ${JSON.stringify(images)}\n`,
    );
  };
  for (const name of [asked, `ghcr.io/kube-vip/kube-vip${digest}`])
    assert.is(offline(name).machines.length, 2);
  assert.throws(() => offline('ghcr.io/kube-vip/kube-vip:v1.0.3'), /image-missing/);
});

test('with every image of the list a profile without a network is good', () => {
  const offline = (images: readonly { image: string }[]) =>
    machinesFrom(
      `${plane({})}delivery: { mode: embed, network: none }\nimages: ${JSON.stringify(
        images.map(({ image }, i) => ({
          name: image,
          file: 'x.tar',
          digest: `sha256:${String(i).padStart(64, '0')}`,
        })),
      )}\n`,
    );
  const { cluster } = machinesFrom(plane({}));
  const all = cluster.nodes.flatMap((one) => neededImages(cluster, one));
  const needed = [...new Map(all.map((one) => [one.image, one])).values()];
  assert.is(offline(needed).machines.length, 2);
  for (const { image } of needed)
    assert.throws(
      () => offline(needed.filter((one) => one.image !== image)),
      (error: Error) =>
        error.message.includes(`image-missing: pods need images that are not in images: ${image} (`),
    );
});

test.run();
