/** kube-vip's pod and the local proxies: what they are told, and what haproxy and nginx themselves say to it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Machine } from '../../src/model/machine.ts';
import { available, run } from '../support/judges.ts';
import { argvOf, hasFile, settingOf, textAt, unitOf, yamlAt } from '../support/machine-parts.ts';
import { machinesFrom } from '../support/profile.ts';
import { ownControlPlane } from './support/profiles.ts';

const manifests = '/etc/kubernetes/manifests';
const configPath = '/etc/nodeseed/api-proxy.conf';

function machines(controlPlane: object, more: object = {}): Record<'cp1' | 'cp2' | 'worker', Machine> {
  const all = machinesFrom(ownControlPlane({ controlPlane, ...more })).machines;
  const of = (name: string) => {
    const found = all.find(({ node }) => node.name === name);
    if (!found) throw new Error(name);
    return found.machine;
  };
  return { cp1: of('cp-1'), cp2: of('cp-2'), worker: of('w-1') };
}

function onSystem(os: string, program: string): Machine {
  const pools = [
    { name: 'control', role: 'control-plane', os, nodes: [{ name: 'cp-1', address: '10.0.1.11/24' }] },
  ];
  const endpoint = { type: 'local-proxy', program };
  const [first] = machinesFrom(
    ownControlPlane({ controlPlane: { run: 'systemd', endpoint }, pools }),
  ).machines;
  if (!first) throw new Error('no machine');
  return first.machine;
}

interface Pod {
  readonly spec: {
    readonly containers: readonly {
      readonly image: string;
      readonly env?: readonly { readonly name: string; readonly value?: string }[];
      readonly command?: readonly string[];
      readonly securityContext: Record<string, unknown>;
      readonly volumeMounts: readonly { readonly mountPath: string }[];
    }[];
    readonly hostAliases?: unknown;
    readonly hostNetwork: boolean;
    readonly volumes: readonly { readonly hostPath: { readonly path: string } }[];
  };
}
const podAt = (machine: Machine, name: string) =>
  yamlAt(machine, `${manifests}/${name}.yaml`) as unknown as Pod;

const vip = { controlPlaneEndpoint: '10.0.1.10:6443' };
const kubeVip = (more: object = {}) => ({
  run: 'static-pods',
  endpoint: { type: 'kube-vip', interface: 'ens3', ...more },
});

test('kube-vip carries the endpoint’s address on control-plane nodes, by ARP and an election', () => {
  const { cp1, worker } = machines(kubeVip(), vip);
  assert.not.ok(hasFile(worker, `${manifests}/kube-vip.yaml`));
  const { spec } = podAt(cp1, 'kube-vip');
  const env = Object.fromEntries((spec.containers[0]?.env ?? []).map(({ name, value }) => [name, value]));
  assert.is(env['address'], '10.0.1.10');
  assert.is(env['vip_interface'], 'ens3');
  assert.is(env['vip_arp'], 'true');
  assert.is(env['vip_leaderelection'], 'true');
  assert.is(env['vip_subnet'], '32');
  assert.is(env['port'], '6443');
  assert.ok(spec.hostNetwork);
  assert.equal(spec.hostAliases, [{ ip: '127.0.0.1', hostnames: ['kubernetes'] }]);
  assert.match(spec.containers[0]?.image ?? '', /^ghcr\.io\/kube-vip\/kube-vip:v\d+\.\d+\.\d+$/);
});

test('on the first node it may do everything before anybody has bound the administrators, from 1.29 on', () => {
  const mounted = (machine: Machine) => podAt(machine, 'kube-vip').spec.volumes[0]?.hostPath.path;
  const now = machines(kubeVip(), vip);
  assert.is(mounted(now.cp1), '/etc/kubernetes/super-admin.conf');
  assert.is(mounted(now.cp2), '/etc/kubernetes/admin.conf');
  const before = machines(kubeVip(), {
    ...vip,
    kubernetesVersion: 'v1.19.5',
    containerRuntime: { type: 'docker', source: 'package' },
    binaries: { cniPlugins: { version: 'v0.9.1' } },
    pools: [
      {
        name: 'a',
        role: 'control-plane',
        os: 'ubuntu-20.04',
        nodes: [{ name: 'cp-1', address: '10.0.1.11/24' }],
      },
      {
        name: 'b',
        role: 'control-plane',
        os: 'ubuntu-20.04',
        nodes: [{ name: 'cp-2', address: '10.0.1.12/24' }],
      },
      { name: 'c', role: 'worker', os: 'ubuntu-20.04', nodes: [{ name: 'w-1', address: '10.0.1.21/24' }] },
    ],
  });
  assert.is(mounted(before.cp1), '/etc/kubernetes/admin.conf');
  for (const machine of [now.cp1, now.cp2])
    assert.is(
      podAt(machine, 'kube-vip').spec.containers[0]?.volumeMounts[0]?.mountPath,
      '/etc/kubernetes/admin.conf',
    );
});

test('its image can be another', () => {
  const { cp1 } = machines(kubeVip({ image: 'mirror.example/kube-vip:v9' }), vip);
  assert.is(podAt(cp1, 'kube-vip').spec.containers[0]?.image, 'mirror.example/kube-vip:v9');
});

const proxied = (more: object = {}) => ({ run: 'systemd', endpoint: { type: 'local-proxy', ...more } });

test('every node has a proxy to all API servers, from the distribution’s package', () => {
  for (const machine of Object.values(machines(proxied()))) {
    assert.ok(machine.packages.install.includes('haproxy'));
    assert.equal(argvOf(machine, 'nodeseed-api-proxy.service'), [
      '/usr/sbin/haproxy',
      '-db',
      '-f',
      configPath,
    ]);
    assert.is(unitOf(machine, 'nodeseed-api-proxy.service').state, 'enabled');
    assert.is(unitOf(machine, 'haproxy.service').state, 'disabled');
    const text = textAt(machine, configPath);
    assert.match(text, 'bind 127.0.0.1:7443\n');
    for (const server of ['server cp-1 10.0.1.11:6443 check', 'server cp-2 10.0.1.12:6443 check'])
      assert.match(text, server);
    assert.match(text, 'option httpchk GET /readyz');
  }
});

test('a worker’s kubelet goes through it, a control-plane node’s to the API server beside it', () => {
  const { cp1, worker } = machines(proxied({ port: 8443 }), { kubelet: {} });
  assert.match(textAt(cp1, '/etc/kubernetes/kubelet.conf'), 'server: https://10.0.1.11:6443');
  assert.match(textAt(worker, '/etc/kubernetes/bootstrap-kubelet.conf'), 'server: https://127.0.0.1:8443');
  assert.match(textAt(worker, configPath), 'bind 127.0.0.1:8443\n');
});

test('where there is no package it is a pod', () => {
  for (const [os, program] of [
    ['flatcar-4593', 'haproxy'],
    ['fedora-coreos-43', 'nginx'],
    ['rocky-9', 'nginx'],
  ] as const) {
    const machine = onSystem(os, program);
    const { spec } = podAt(machine, 'nodeseed-api-proxy');
    const [container] = spec.containers;
    assert.match(container?.image ?? '', new RegExp(`^docker\\.io/library/${program}:\\d+\\.\\d+\\.\\d+`));
    assert.is(container?.command?.[0], program);
    assert.is(container?.securityContext['runAsNonRoot'], true);
    assert.ok(spec.volumes.some(({ hostPath }) => hostPath.path === configPath));
    assert.not.ok(machine.units.some(({ name }) => name === 'nodeseed-api-proxy.service'));
  }
});

test('where SELinux would keep haproxy from other ports it is let', () => {
  const before = settingOf(
    onSystem('rocky-9', 'haproxy'),
    'nodeseed-api-proxy.service',
    'Service',
    'ExecStartPre',
  );
  assert.equal(before, ['-/usr/sbin/setsebool haproxy_connect_any on']);
});

/** The text with a certificate that is there, judged by the program itself. */
function judged(machine: Machine, command: (config: string) => readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'nodeseed-proxy-'));
  const authority = join(folder, 'ca.crt');
  writeFileSync(authority, textAt(machine, '/etc/kubernetes/pki/ca.crt'));
  writeFileSync(
    join(folder, 'proxy.conf'),
    textAt(machine, configPath).replaceAll('/etc/kubernetes/pki/ca.crt', authority),
  );
  const [program = '', ...args] = command(join(folder, 'proxy.conf'));
  const { status, stdout, stderr } = run(program, args);
  rmSync(folder, { recursive: true });
  return status === 0 ? '' : `${status}: ${stdout}${stderr}`;
}

const dual = {
  networking: { podSubnet: '10.244.0.0/16,fd00:10:244::/56', serviceSubnet: '10.96.0.0/16,fd00:10:96::/112' },
  pools: [
    {
      name: 'six',
      role: 'control-plane',
      os: 'debian-13',
      nodes: [
        { name: 'cp-1', addresses: ['fd00:1::b/64', '10.0.1.11/24'] },
        { name: 'cp-2', addresses: ['fd00:1::c/64', '10.0.1.12/24'] },
        { name: 'w-1', addresses: ['fd00:1::d/64', '10.0.1.13/24'] },
      ],
    },
  ],
};

if (available('haproxy', 'haproxy')) {
  test('haproxy takes its configuration', () => {
    for (const machine of [
      machines(proxied()).worker,
      machines(proxied(), dual).cp1,
      onSystem('flatcar-4593', 'haproxy'),
    ])
      assert.is(
        judged(machine, (config) => ['haproxy', '-c', '-f', config]),
        '',
      );
  });
}

if (available('nginx', 'libnginx-mod-stream')) {
  test('nginx takes its configuration', () => {
    for (const machine of [
      machines(proxied({ program: 'nginx' })).worker,
      machines(proxied({ program: 'nginx' }), dual).cp1,
    ])
      assert.is(
        judged(machine, (config) => ['nginx', '-t', '-c', config]),
        '',
      );
  });
}

test.run();
