/** Hostile values in what the Kubernetes components and the container runtime are told. */
import { test } from 'uvu';
import { hostileField } from './field.ts';
import { argument, only, outputText, structured, textAt } from './read.ts';

const kubeconfig = '/etc/kubernetes/kubelet.conf';
const kubeletConfig = '/var/lib/kubelet/config.yaml';
const proxyConfig = '/var/lib/kube-proxy/config.conf';
const containerdConfig = '/etc/containerd/config.toml';
const proxyOf = (settings: object) => ({ kubeProxy: { run: 'unit', ...settings } });

hostileField({
  name: 'clusterName',
  base: 'lab',
  profile: (clusterName) => ({ clusterName }),
  read: structured('yaml', kubeconfig, 'clusters', 0, 'name'),
});

for (const [key, path] of [
  ['clusterName', ['contexts', 0, 'context', 'cluster']],
  ['userName', ['users', 0, 'name']],
  ['contextName', ['current-context']],
] as const) {
  hostileField({
    name: `kubelet.kubeconfig.${key}`,
    base: 'some name',
    profile: (value) => ({ kubelet: { kubeconfig: { [key]: value } } }),
    read: structured('yaml', kubeconfig, ...path),
  });
}

hostileField({
  name: 'kubelet.kubeconfig.user',
  base: 'somebody',
  profile: (value) => ({ kubelet: { kubeconfig: { user: { as: value } } } }),
  read: structured('yaml', kubeconfig, 'users', 0, 'user', 'as'),
});

hostileField({
  name: 'kubelet.kubeconfig.server',
  base: 'https://10.0.0.1:6443/a%20b',
  profile: (server) => ({ kubelet: { kubeconfig: { server } } }),
  read: structured('yaml', kubeconfig, 'clusters', 0, 'cluster', 'server'),
});

hostileField({
  name: 'controlPlaneEndpoint',
  base: 'api.lab.example:6443',
  profile: (controlPlaneEndpoint) => ({ controlPlaneEndpoint }),
  read: structured('yaml', kubeconfig, 'clusters', 0, 'cluster', 'server'),
  expected: (value) => `https://${value}`,
});

hostileField({
  name: 'a label’s value',
  base: 'web',
  profile: (tier) => ({ labels: { tier } }),
  read: argument('kubelet.service', '--node-labels=tier='),
  expected: only,
});

hostileField({
  name: 'a label’s key',
  base: 'lab.example/tier',
  profile: (key) => ({ labels: { [key]: 'web' } }),
  read: argument('kubelet.service', '--node-labels='),
  expected: (value) => [`${value}=web`],
});

hostileField({
  name: 'a taint',
  base: 'gpu=present:NoSchedule',
  profile: (taint) => ({ taints: [taint] }),
  read: structured('yaml', kubeletConfig, 'registerWithTaints', 0),
  expected: (value) => {
    const [, key, taintValue = '', effect] = /^([^=:]*)=?([^:]*):(.*)$/.exec(value) ?? [];
    return { key, value: taintValue, effect };
  },
});

for (const name of ['root-dir', 'cloud-provider']) {
  hostileField({
    name: `kubelet.extraArgs ${name}`,
    base: '/var/lib/kubelet data',
    profile: (value) => ({ kubelet: { extraArgs: { [name]: value } } }),
    read: argument('kubelet.service', `--${name}=`),
    expected: only,
  });
}

hostileField({
  name: 'the name of a flag',
  base: 'v',
  profile: (name) => ({ kubelet: { extraArgs: { [name]: '4' } } }),
  read: ({ machine }, name) => argument('kubelet.service', `--${name}=`)({ machine, files: [] }),
  expected: () => ['4'],
});

hostileField({
  name: 'kubelet.config',
  base: 'cluster.local',
  profile: (clusterDomain) => ({ kubelet: { config: { clusterDomain } } }),
  read: structured('yaml', kubeletConfig, 'clusterDomain'),
});

hostileField({
  name: 'a key in kubelet.config',
  base: 'memory.available',
  profile: (key) => ({ kubelet: { config: { evictionHard: { [key]: '5%' } } } }),
  read: ({ machine }, key) => structured('yaml', kubeletConfig, 'evictionHard', key)({ machine, files: [] }),
  expected: () => '5%',
});

hostileField({
  name: 'kubelet.config as a flag',
  base: '200m',
  profile: (cpu) => ({ kubelet: { settings: 'flags', config: { systemReserved: { cpu } } } }),
  read: ({ machine }) => {
    const reading = argument('kubelet.service', '--system-reserved=')({ machine, files: [] });
    const [whole = ''] = 'found' in reading ? (reading.found as string[]) : [];
    return { found: Object.fromEntries(whole.split(',').map((part) => part.split(/=(.*)/s).slice(0, 2))) };
  },
  expected: (cpu) => ({ cpu }),
});

hostileField({
  name: 'staticPodPath',
  base: '/etc/kubernetes/manifests',
  profile: (staticPodPath) => ({ kubelet: { config: { staticPodPath } } }),
  read: structured('yaml', kubeletConfig, 'staticPodPath'),
});

hostileField({
  name: 'kubelet.configFile',
  base: '/etc/kubernetes/kubelet "1" $x.yaml',
  profile: (configFile) => ({ kubelet: { configFile } }),
  read: argument('kubelet.service', '--config='),
  expected: only,
});

hostileField({
  name: 'kubeProxy.config',
  base: '0.0.0.0',
  profile: (bindAddress) => proxyOf({ config: { bindAddress } }),
  read: structured('yaml', proxyConfig, 'bindAddress'),
});

hostileField({
  name: 'kubeProxy.extraArgs',
  base: 'a b',
  profile: (value) => proxyOf({ extraArgs: { 'hostname-override': value } }),
  read: argument('kube-proxy.service', '--hostname-override='),
  expected: only,
});

hostileField({
  name: 'containerRuntime.config',
  base: '/var/lib/containerd',
  profile: (root) => ({ containerRuntime: { config: { root } } }),
  read: structured('tomllib', containerdConfig, 'root'),
});

hostileField({
  name: 'a key in containerRuntime.config',
  base: 'gvisor',
  profile: (key) => ({
    containerRuntime: {
      config: {
        plugins: {
          'io.containerd.cri.v1.runtime': { containerd: { runtimes: { [key]: { runtime_path: '/x' } } } },
        },
      },
    },
  }),
  read: ({ machine }, key) => {
    const path = ['plugins', 'io.containerd.cri.v1.runtime', 'containerd', 'runtimes', key, 'runtime_path'];
    return structured('tomllib', containerdConfig, ...path)({ machine, files: [] });
  },
  expected: () => '/x',
});

hostileField({
  name: 'containerRuntime.snapshotter',
  base: 'overlayfs',
  profile: (snapshotter) => ({ containerRuntime: { snapshotter } }),
  read: structured('tomllib', containerdConfig, 'plugins', 'io.containerd.cri.v1.images', 'snapshotter'),
});

hostileField({
  name: 'containerRuntime.sandboxImage',
  base: 'registry.lab.example/pause:3.10',
  profile: (sandboxImage) => ({ containerRuntime: { sandboxImage } }),
  read: structured(
    'tomllib',
    containerdConfig,
    ...['plugins', 'io.containerd.cri.v1.images', 'pinned_images', 'sandbox'],
  ),
});

hostileField({
  name: 'containerRuntime.socket',
  base: '/run/lab/containerd.sock',
  profile: (socket) => ({ containerRuntime: { socket } }),
  read: structured('tomllib', containerdConfig, 'grpc', 'address'),
});

const mirrors = ['https://mirror.lab.example'];
const certsFolder = '/etc/containerd/certs.d';

hostileField({
  name: 'a registry’s host',
  base: 'registry.lab.example:5000',
  profile: (host) => ({ containerRuntime: { registries: { [host]: { mirrors } } } }),
  read: ({ machine }) => {
    const paths = machine.files.map(({ path }) => path).filter((path) => path.endsWith('/hosts.toml'));
    return { found: paths.map((path) => path.split('/').slice(0, -1)) };
  },
  expected: (host) => [[...certsFolder.split('/'), host]],
});

hostileField({
  name: 'a registry’s mirror',
  base: 'https://mirror.lab.example:5000/v2/%41',
  profile: (mirror) => ({ containerRuntime: { registries: { 'docker.io': { mirrors: [mirror] } } } }),
  read: ({ machine }, mirror) =>
    structured('tomllib', `${certsFolder}/docker.io/hosts.toml`, 'host', mirror)({ machine, files: [] }),
  expected: () => ({ capabilities: ['pull', 'resolve'] }),
});

hostileField({
  name: 'a registry’s user',
  base: 'nodes',
  profile: (username) => ({
    containerRuntime: { registries: { 'docker.io': { mirrors, credentials: { username } } } },
  }),
  read: ({ machine }) => {
    const text = textAt(machine, `${certsFolder}/docker.io/hosts.toml`);
    const [, encoded = ''] = /"Basic ([A-Za-z0-9+/=]+)"/.exec(text) ?? [];
    return {
      found: Buffer.from(encoded, 'base64')
        .toString('utf8')
        .split(/:[^:]*$/)[0],
    };
  },
});

hostileField({
  name: 'podNetwork.bridge',
  base: 'cni0',
  profile: (bridge) => ({ podNetwork: { bridge } }),
  read: structured('json', '/etc/cni/net.d/10-bridge.conflist', 'plugins', 0, 'bridge'),
});

hostileField({
  name: 'podNetwork.cniVersion',
  base: '1.0.0',
  profile: (cniVersion) => ({ podNetwork: { cniVersion } }),
  read: structured('json', '/etc/cni/net.d/10-bridge.conflist', 'cniVersion'),
});

for (const [key, path] of [
  ['bindingName', ['metadata', 'name']],
  ['user', ['subjects', 0, 'name']],
] as const) {
  hostileField({
    name: `manifests.kubeletAdmin.${key}`,
    base: 'api server',
    profile: (value) => ({
      manifests: { kubeletAdmin: { bindingName: 'binding', user: 'kubernetes', [key]: value } },
    }),
    outputs: true,
    read: (made) => {
      const file = made.files.find((one) => one.path.startsWith('manifests/'))?.path ?? '';
      return { reader: 'yaml', text: outputText(made, file), path };
    },
  });
}

test.run();
