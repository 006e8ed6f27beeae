import { parse } from '@iarna/toml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Machine } from '../../src/model/machine.ts';
import { argvOf, hasFile, settingOf, textAt, unitOf, yamlAt } from '../support/machine-parts.ts';
import { machineFrom, minimalProfile, releaseProfile, workerPool } from '../support/profile.ts';

const configFile = '/etc/containerd/config.toml';
const unit = 'containerd.service';
const images = 'io.containerd.cri.v1.images';
const runtime = 'io.containerd.cri.v1.runtime';

/** Through JSON: the parser's objects are of its own kind. */
const config = (machine: Machine) => JSON.parse(JSON.stringify(parse(textAt(machine, configFile))));
const modern = (containerRuntime: object = {}, more: object = {}) =>
  machineFrom(minimalProfile({ containerRuntime, ...more }));
/** From a package of a release that nobody names. */
const packaged = (configVersion: 1 | 2) =>
  machineFrom(
    releaseProfile('v1.21.0', 'ubuntu-20.04', { containerRuntime: { source: 'package', configVersion } }),
  );

test('2.x gets version 3', () => {
  assert.equal(config(modern()), {
    version: 3,
    plugins: {
      [images]: {
        snapshotter: 'overlayfs',
        pinned_images: { sandbox: 'registry.k8s.io/pause:3.10.2' },
      },
      [runtime]: {
        cni: { bin_dirs: ['/opt/cni/bin'], conf_dir: '/etc/cni/net.d' },
        containerd: {
          default_runtime_name: 'runc',
          runtimes: {
            runc: {
              runtime_type: 'io.containerd.runc.v2',
              options: { SystemdCgroup: true, BinaryName: '/usr/local/bin/runc' },
            },
          },
        },
      },
    },
  });
});

test('folders of CNI plugins are a list from 2.1 on, and one before', () => {
  const cni = (version: string) => config(modern({ version })).plugins[runtime].cni;
  assert.equal(cni('v2.1.9'), { bin_dirs: ['/opt/cni/bin'], conf_dir: '/etc/cni/net.d' });
  assert.equal(cni('v2.0.11'), { bin_dir: '/opt/cni/bin', conf_dir: '/etc/cni/net.d' });
});

test('1.3 to 1.7 get version 2', () => {
  assert.equal(config(machineFrom(releaseProfile('v1.30.14', 'debian-12'))), {
    version: 2,
    plugins: {
      'io.containerd.grpc.v1.cri': {
        cni: { bin_dir: '/opt/cni/bin', conf_dir: '/etc/cni/net.d' },
        containerd: {
          snapshotter: 'overlayfs',
          default_runtime_name: 'runc',
          runtimes: {
            runc: {
              runtime_type: 'io.containerd.runc.v2',
              options: { SystemdCgroup: true, BinaryName: '/usr/local/bin/runc' },
            },
          },
        },
      },
    },
  });
});

test('the oldest form has no version, and the first Linux shim', () => {
  assert.equal(config(packaged(1)), {
    plugins: {
      cri: {
        sandbox_image: 'k8s.gcr.io/pause:3.4.1',
        systemd_cgroup: true,
        containerd: {
          snapshotter: 'overlayfs',
          default_runtime: {
            runtime_type: 'io.containerd.runtime.v1.linux',
            runtime_engine: '',
            runtime_root: '',
          },
        },
      },
    },
  });
});

test('the cgroup driver is the same in containerd and in the kubelet', () => {
  for (const cgroupDriver of ['systemd', 'cgroupfs']) {
    const machine = modern({}, { cgroupDriver });
    const { options } = config(machine).plugins[runtime].containerd.runtimes.runc;
    assert.is(options.SystemdCgroup, cgroupDriver === 'systemd');
    assert.is(yamlAt(machine, '/var/lib/kubelet/config.yaml')['cgroupDriver'], cgroupDriver);
  }
});

test('settings and a patch of the profile’s', () => {
  const machine = modern({
    snapshotter: 'native',
    sandboxImage: 'mirror.example/pause:3',
    socket: '/run/other.sock',
    config: { plugins: { [runtime]: { enable_cdi: true, cni: { conf_dir: null } } } },
  });
  const { grpc, plugins } = config(machine);
  assert.equal(grpc, { address: '/run/other.sock' });
  assert.equal(plugins[images], {
    snapshotter: 'native',
    pinned_images: { sandbox: 'mirror.example/pause:3' },
  });
  assert.is(plugins[runtime].enable_cdi, true);
  assert.equal(plugins[runtime].cni, { bin_dirs: ['/opt/cni/bin'] });
  assert.equal(yamlAt(machine, '/etc/crictl.yaml'), {
    'runtime-endpoint': 'unix:///run/other.sock',
    'image-endpoint': 'unix:///run/other.sock',
  });
});

test('a registry gets its hosts.toml, secret when a password is in it', () => {
  const registries = {
    'docker.io': { mirrors: ['https://mirror.example'] },
    'quay.io': { mirrors: ['https://mirror.example'], credentials: { username: 'nodes' } },
  };
  const machine = modern({ registries });
  assert.equal(config(machine).plugins[images].registry, { config_path: '/etc/containerd/certs.d' });
  const hosts = (name: string) =>
    machine.files.find(({ path }) => path === `/etc/containerd/certs.d/${name}/hosts.toml`);
  assert.is(hosts('docker.io')?.mode, 0o644);
  assert.is(hosts('docker.io')?.content.secrecy, 'public');
  assert.is(hosts('quay.io')?.mode, 0o600);
  assert.not.equal(hosts('quay.io')?.content.secrecy, 'public');
});

test('a program of ours gets a unit of ours', () => {
  const machine = modern({ unit: { Service: { TasksMax: null, LimitCORE: '0' } } });
  assert.equal(argvOf(machine, unit), ['/usr/local/bin/containerd']);
  assert.equal(settingOf(machine, unit, 'Service', 'Type'), ['notify']);
  assert.equal(settingOf(machine, unit, 'Service', 'TasksMax'), []);
  assert.equal(settingOf(machine, unit, 'Service', 'LimitCORE'), ['0']);
  const elsewhere = modern({ configFile: '/etc/other.toml' });
  assert.equal(argvOf(elsewhere, unit), ['/usr/local/bin/containerd', '--config', '/etc/other.toml']);
});

test('a package brings its unit; the profile’s patch is a drop-in', () => {
  const machine = machineFrom(
    releaseProfile('v1.30.14', 'debian-12', {
      containerRuntime: { source: 'package', unit: { Service: { LimitCORE: '0' } } },
    }),
  );
  assert.ok(machine.packages.install.includes('containerd'));
  const { text, state, dropIns } = unitOf(machine, unit);
  assert.equal([text, state], [undefined, 'enabled']);
  const own = dropIns.filter(({ name }) => name !== '10-nodeseed.conf');
  assert.equal(
    own.map((one) => [one.name, one.text]),
    [['30-profile.conf', '[Service]\nLimitCORE=0\n']],
  );
  assert.not(machine.placements.some(({ artifact }) => /containerd|runc/.test(artifact.name)));
});

test('a system’s own containerd is told where its configuration is', () => {
  const machine = machineFrom(
    minimalProfile({ containerRuntime: { source: 'system' }, pools: [workerPool('flatcar-4593')] }),
  );
  const { text, dropIns } = unitOf(machine, unit);
  assert.is(text, undefined);
  const override = dropIns.find(({ name }) => name === '20-configuration.conf');
  assert.is(
    override?.text,
    '[Service]\nExecStart=\nExecStart=/usr/bin/containerd --config /etc/containerd/config.toml\n',
  );
  assert.is(config(machine).version, 3);
});

test('the modules that overlays and bridged traffic need are loaded', () => {
  const { modules } = modern();
  for (const name of ['overlay', 'br_netfilter']) assert.ok(modules.includes(name), name);
  assert.ok(hasFile(modern(), '/etc/modules-load.d/nodeseed.conf'));
});

test.run();
