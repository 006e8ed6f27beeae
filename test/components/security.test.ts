/** The reference's table of security defaults, row by row: it holds unless somebody says so, and what is said to turn it off does. */
import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Machine } from '../../src/model/machine.ts';
import { hasFile, yamlAt } from '../support/machine-parts.ts';
import { machineFrom, minimalProfile } from '../support/profile.ts';

interface Row {
  readonly holds: string;
  readonly cis: string;
  /** Each `PATH: VALUE` in the last column, as what it is in a profile. */
  readonly off: readonly object[];
}

const reference = readFileSync(new URL('../../profiles/README.md', import.meta.url), 'utf8');

function rows(): Row[] {
  const [, table = ''] = reference.split('| what holds | CIS | to turn it off |\n|---|---|---|\n');
  const [lines = ''] = table.split('\n\n');
  return lines.split('\n').map((line) => {
    const [, holds = '', cis = '', off = ''] = line.split('|').map((cell) => cell.trim());
    const settings = [...off.matchAll(/`([A-Za-z.]+): ([^`]+)`/g)];
    return { holds, cis, off: settings.map(([, path = '', value = '']) => nested(path, load(value))) };
  });
}

function nested(path: string, value: unknown): object {
  return path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as object;
}

/** `null` here is a value of the profile's, not a key to take away: so no merge patch. */
function joined(one: unknown, other: unknown): unknown {
  const isMapping = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isMapping(one) || !isMapping(other)) return other;
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(keys.map((key) => [key, key in other ? joined(one[key], other[key]) : one[key]]));
}

const base = {
  kubernetesVersion: 'v1.36.4',
  controlPlane: { run: 'static-pods' },
  pools: [
    {
      name: 'cp',
      role: 'control-plane',
      os: 'debian-13',
      nodes: [{ name: 'cp-1', address: '10.0.1.11/24' }],
    },
  ],
};

function machine(...more: object[]): Machine {
  return machineFrom(minimalProfile(more.reduce<unknown>(joined, base) as object));
}

/** The flags of one of its static pods. */
function flags(of: Machine, program: string): Readonly<Record<string, string>> {
  const pod = yamlAt(of, `/etc/kubernetes/manifests/${program}.yaml`) as unknown as {
    spec: { containers: readonly { command: readonly string[] }[] };
  };
  const words = pod.spec.containers[0]?.command.slice(1) ?? [];
  return Object.fromEntries(words.map((word) => word.slice(2).split(/=(.*)/s).slice(0, 2)));
}

const api = (of: Machine) => flags(of, 'kube-apiserver');
const kubelet = (of: Machine) => yamlAt(of, '/var/lib/kubelet/config.yaml');

type Check = (of: Machine) => Readonly<Record<string, boolean>>;

/** By the beginning of a row: what is true by default, and false without it. */
const checks: Readonly<Record<string, Check>> = {
  'Secrets are encrypted': (of) => ({
    flag: 'encryption-provider-config' in api(of),
    secretbox:
      hasFile(of, '/etc/kubernetes/encryption-config.yaml') &&
      'secretbox' in firstProvider(yamlAt(of, '/etc/kubernetes/encryption-config.yaml')),
  }),
  'audit log': (of) => ({
    policy: 'audit-policy-file' in api(of),
    days: Number(api(of)['audit-log-maxage']) === 30,
    files: Number(api(of)['audit-log-maxbackup']) === 10,
    size: Number(api(of)['audit-log-maxsize']) === 100,
  }),
  'without credentials': (of) => ({ flag: 'authentication-config' in api(of) }),
  'authorization by Node': (of) => ({
    mode: api(of)['authorization-mode'] === 'Node,RBAC',
    admission: api(of)['enable-admission-plugins'] === 'NodeRestriction',
  }),
  'TLS 1.2': (of) => ({
    version: api(of)['tls-min-version'] === 'VersionTLS12',
    suites: api(of)['tls-cipher-suites']?.split(',').length === 4,
    kubelet: kubelet(of)['tlsMinVersion'] === 'VersionTLS12',
    kubeletSuites: (kubelet(of)['tlsCipherSuites'] as unknown[] | undefined)?.length === 4,
  }),
  'the API server checks': (of) => ({ flag: 'kubelet-certificate-authority' in api(of) }),
  'no profiling': (of) => ofEach(of, (given) => given['profiling'] === 'false', 'kube-apiserver'),
  'controller manager and scheduler': (of) => ofEach(of, (given) => given['bind-address'] === '127.0.0.1'),
  'etcd: certificates': (of) => ({
    clients: flags(of, 'etcd')['client-cert-auth'] === 'true',
    peers: flags(of, 'etcd')['peer-client-cert-auth'] === 'true',
  }),
  'kubelet: no anonymous': (of) => ({
    anonymous: !anonymous(of),
    authorization: (kubelet(of)['authorization'] as { mode?: string }).mode === 'Webhook',
  }),
  'kubelet: no read-only': (of) => ({
    port: kubelet(of)['readOnlyPort'] === 0,
    rotation: kubelet(of)['rotateCertificates'] === true,
    seccomp: kubelet(of)['seccompDefault'] === true,
  }),
  'kubelet: `protectKernelDefaults`': (of) => ({
    field: kubelet(of)['protectKernelDefaults'] === true,
    parameters: Object.keys(of.sysctls).filter((key) => /^(vm|kernel)\./.test(key)).length === 6,
  }),
};

function firstProvider(config: Readonly<Record<string, unknown>>): object {
  const [first] = config['resources'] as { providers: object[] }[];
  return first?.providers[0] ?? {};
}

function anonymous(of: Machine): boolean {
  return (kubelet(of)['authentication'] as { anonymous: { enabled: boolean } }).anonymous.enabled;
}

function ofEach(
  of: Machine,
  check: (given: Readonly<Record<string, string>>) => boolean,
  ...more: string[]
): Record<string, boolean> {
  const programs = ['kube-controller-manager', 'kube-scheduler', ...more];
  return Object.fromEntries(programs.map((program) => [program, check(flags(of, program))]));
}

const untouched = machine();

test('every row is checked, and every check is of a row', () => {
  const table = rows();
  const keys = Object.keys(checks);
  assert.is(table.length, keys.length);
  for (const { holds } of table) assert.is(keys.filter((key) => holds.startsWith(key)).length, 1, holds);
});

for (const { holds, cis, off } of rows()) {
  test(`${holds}: by default, and not when it is turned off`, () => {
    assert.match(cis, /^[1-5](\.\d+)*(, [1-5](\.\d+)*)*$/);
    assert.ok(off.length > 0);
    const [, check] = Object.entries(checks).find(([key]) => holds.startsWith(key)) ?? [];
    const before = check?.(untouched) ?? {};
    const after = check?.(machine(...off)) ?? {};
    assert.equal(
      Object.entries(before).filter(([, is]) => !is),
      [],
    );
    assert.equal(
      Object.entries(after).filter(([, is]) => is),
      [],
    );
  });
}

test('whoever has no credentials may ask three paths, from the release that can say so on', () => {
  const path = '/etc/kubernetes/authentication-config.yaml';
  const paths = (version: string, more: object = {}) => {
    const of = machine({ kubernetesVersion: version, ...more });
    if (!hasFile(of, path)) return undefined;
    const { apiVersion, anonymous } = yamlAt(of, path) as {
      apiVersion: string;
      anonymous: { enabled: boolean; conditions: readonly { path: string }[] };
    };
    return [apiVersion, anonymous.enabled, anonymous.conditions.map((one) => one.path).join(' ')];
  };
  const probes = '/livez /readyz /healthz';
  assert.equal(paths('v1.36.4'), ['apiserver.config.k8s.io/v1', true, probes]);
  assert.equal(paths('v1.34.11'), ['apiserver.config.k8s.io/v1', true, probes]);
  assert.equal(paths('v1.33.13'), ['apiserver.config.k8s.io/v1beta1', true, probes]);
  const digest = (letter: string) => ({ digest: `sha256:${letter.repeat(64)}` });
  const older = {
    controlPlane: { run: 'static-pods', etcd: { version: '3.5.24-0' } },
    addons: { coreDNS: 'none' },
    containerRuntime: { version: 'v1.7.34' },
    binaries: {
      runc: { version: 'v1.4.3' },
      cniPlugins: { version: 'v1.9.1' },
      kubelet: digest('0'),
      kubectl: digest('1'),
    },
  };
  assert.is(paths('v1.31.0', older), undefined);
});

test.run();
