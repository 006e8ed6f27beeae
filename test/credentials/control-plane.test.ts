/**
 * What kubeadm would have made on a control-plane node, by release (kubernetes/kubernetes cmd/kubeadm/app/phases/certs/certlist.go,
 * phases/kubeconfig/kubeconfig.go), read by OpenSSL from the files of the machine. Where nodeseed does otherwise, it is said.
 */
import { X509Certificate } from 'node:crypto';
import { load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Cluster } from '../../src/cluster/cluster.ts';
import { deriveCluster } from '../../src/cluster/derive.ts';
import { controlPlane } from '../../src/components/control-plane.ts';
import { issuer } from '../../src/credentials/issue.ts';
import { nodeCredentials } from '../../src/credentials/node.ts';
import { machineOf } from '../../src/machine/machine.ts';
import type { Machine } from '../../src/model/machine.ts';
import { parseVersion } from '../../src/upstream/release.ts';
import { opensslText, verify } from '../pki/support.ts';
import { available } from '../support/judges.ts';
import { hasFile, textAt } from '../support/machine-parts.ts';
import { issuedAt, minimalProfile, profileFrom, secretsFor } from '../support/profile.ts';

const pki = '/etc/kubernetes/pki';
const masters = 'system:masters';
const administrators = 'kubeadm:cluster-admins';

interface Release {
  readonly version: string;
  /** nodeseed knows no digests of some releases: their machines are another's, with their control plane. */
  readonly builtAs: string;
  readonly keyAlgorithm: 'RSA-2048' | 'ECDSA-P256';
  /** In admin.conf. */
  readonly administrator: string;
  readonly kubeletClient: readonly string[];
  readonly etcdClients: readonly string[];
  readonly superAdmin: boolean;
}

const before129 = {
  administrator: masters,
  kubeletClient: [masters],
  etcdClients: [masters],
  superAdmin: false,
};
const since129 = {
  administrator: administrators,
  kubeletClient: [administrators],
  etcdClients: [],
  superAdmin: true,
};

const releases: readonly Release[] = [
  { version: 'v1.19.5', builtAs: 'v1.19.5', keyAlgorithm: 'RSA-2048', ...before129 },
  { version: 'v1.21.0', builtAs: 'v1.21.0', keyAlgorithm: 'ECDSA-P256', ...before129 },
  { version: 'v1.28.15', builtAs: 'v1.36.4', keyAlgorithm: 'ECDSA-P256', ...before129 },
  { version: 'v1.29.0', builtAs: 'v1.36.4', keyAlgorithm: 'ECDSA-P256', ...since129 },
  { version: 'v1.36.0', builtAs: 'v1.36.4', keyAlgorithm: 'ECDSA-P256', ...since129 },
  // From here on RBAC names the user.
  { version: 'v1.36.4', builtAs: 'v1.36.4', keyAlgorithm: 'ECDSA-P256', ...since129, kubeletClient: [] },
];

/** The first control-plane node of two. */
function firstOf({ version, builtAs, keyAlgorithm }: Release): Machine {
  const os = builtAs === 'v1.36.4' ? 'debian-13' : 'debian-12';
  const text = minimalProfile({
    kubernetesVersion: builtAs,
    pki: { keyAlgorithm },
    containerRuntime: { version: os === 'debian-12' ? 'v1.7.34' : 'v2.3.4' },
    binaries: { runc: { version: 'v1.4.3' }, cniPlugins: { version: 'v1.9.1' } },
    addons: { coreDNS: 'none' },
    controlPlane: {
      run: 'systemd',
      apiServer: { certSANs: ['api.other.example', '192.0.2.7'] },
      etcd: { version: 'v3.5.33' },
    },
    networking: { podSubnet: '10.244.0.0/16', serviceSubnet: '10.96.0.0/16', dnsDomain: 'lab.local' },
    pools: [
      {
        name: 'control',
        role: 'control-plane',
        os,
        nodes: [
          { name: 'cp-1', address: '10.0.1.11/24' },
          { name: 'cp-2', address: '10.0.1.12/24' },
        ],
      },
    ],
  });
  const profile = profileFrom(text);
  const secrets = secretsFor(profile);
  const cluster = deriveCluster(profile);
  const [node] = cluster.nodes;
  if (!node) throw new Error('there are two nodes');
  const of = (one: Cluster) => nodeCredentials(one, secrets, issuer(secrets), node);
  const machine = machineOf(cluster, node, of(cluster), issuedAt);
  if (version === builtAs) return machine;
  const other = { ...cluster, version: parseVersion(version) ?? cluster.version };
  const rest = machine.files.filter(({ origin }) => origin.component !== 'control-plane');
  return { ...machine, files: [...rest, ...(controlPlane(other, node, of(other)).files ?? [])] };
}

type Usage = 'sslserver' | 'sslclient';
const oids: Readonly<Record<Usage, string>> = {
  sslserver: '1.3.6.1.5.5.7.3.1',
  sslclient: '1.3.6.1.5.5.7.3.2',
};
const usages = Object.keys(oids) as Usage[];

interface Expected {
  /** Below /etc/kubernetes/pki, without .crt and .key. */
  readonly name: string;
  readonly authority: 'ca' | 'etcd/ca' | 'front-proxy-ca';
  readonly commonName: string;
  readonly organizations?: readonly string[];
  readonly usages: readonly Usage[];
  readonly sans?: readonly string[];
}

/** nodeseed adds the other control planes, which may come to answer for the endpoint, and this machine to itself. */
const apiServerNames = [
  'DNS:api.lab.example',
  'DNS:api.other.example',
  'DNS:cp-1',
  'DNS:cp-2',
  'DNS:kubernetes',
  'DNS:kubernetes.default',
  'DNS:kubernetes.default.svc',
  'DNS:kubernetes.default.svc.lab.local',
  'DNS:localhost',
  'IP Address:0:0:0:0:0:0:0:1',
  'IP Address:10.0.1.11',
  'IP Address:10.0.1.12',
  'IP Address:10.96.0.1',
  'IP Address:127.0.0.1',
  'IP Address:192.0.2.7',
];
const etcdNames = [
  'DNS:cp-1',
  'DNS:localhost',
  'IP Address:0:0:0:0:0:0:0:1',
  'IP Address:10.0.1.11',
  'IP Address:127.0.0.1',
];

function certificatesOf(release: Release): Expected[] {
  const client = { usages: ['sslclient'] } as const;
  const member = {
    authority: 'etcd/ca',
    commonName: 'cp-1',
    usages: ['sslclient', 'sslserver'],
    sans: etcdNames,
  } as const;
  return [
    {
      name: 'apiserver',
      authority: 'ca',
      commonName: 'kube-apiserver',
      usages: ['sslserver'],
      sans: apiServerNames,
    },
    {
      name: 'apiserver-kubelet-client',
      authority: 'ca',
      commonName: 'kube-apiserver-kubelet-client',
      organizations: release.kubeletClient,
      ...client,
    },
    {
      name: 'apiserver-etcd-client',
      authority: 'etcd/ca',
      commonName: 'kube-apiserver-etcd-client',
      organizations: release.etcdClients,
      ...client,
    },
    { name: 'front-proxy-client', authority: 'front-proxy-ca', commonName: 'front-proxy-client', ...client },
    { name: 'etcd/server', ...member },
    { name: 'etcd/peer', ...member },
    {
      name: 'etcd/healthcheck-client',
      authority: 'etcd/ca',
      commonName: 'kube-etcd-healthcheck-client',
      organizations: release.etcdClients,
      ...client,
    },
  ];
}

const endpoint = 'https://api.lab.example:6443';
const own = 'https://10.0.1.11:6443';

function kubeconfigsOf(release: Release) {
  return [
    { file: 'admin.conf', user: 'kubernetes-admin', group: release.administrator, server: endpoint },
    // kubeadm has the endpoint; this one is for a machine whose endpoint does not answer yet.
    ...(release.superAdmin
      ? [{ file: 'super-admin.conf', user: 'kubernetes-super-admin', group: masters, server: own }]
      : []),
    {
      file: 'controller-manager.conf',
      user: 'system:kube-controller-manager',
      group: undefined,
      server: own,
    },
    { file: 'scheduler.conf', user: 'system:kube-scheduler', group: undefined, server: own },
    { file: 'kubelet.conf', user: 'system:node:cp-1', group: 'system:nodes', server: endpoint },
  ];
}

interface Kubeconfig {
  readonly 'current-context': string;
  readonly contexts: readonly {
    readonly name: string;
    readonly context: { readonly cluster: string; readonly user: string };
  }[];
  readonly clusters: readonly {
    readonly name: string;
    readonly cluster: { readonly server: string; readonly 'certificate-authority-data': string };
  }[];
  readonly users: readonly {
    readonly name: string;
    readonly user: { readonly 'client-certificate-data': string; readonly 'client-key-data': string };
  }[];
}

function subjectOf(pem: string): { CN: unknown; O: unknown } {
  const { CN, O = [] } = new X509Certificate(pem).toLegacyObject().subject as unknown as Record<
    string,
    unknown
  >;
  return { CN, O: [O].flat() };
}

const sansOf = (pem: string): string[] => new X509Certificate(pem).subjectAltName?.split(', ').sort() ?? [];

function modeAt(machine: Machine, path: string): number | undefined {
  return machine.files.find((file) => file.path === path)?.mode;
}

/** openssl's word on the chain for every purpose, on the key that goes with it, and on what the key may do. */
function judge(
  leaf: { readonly pem: string; readonly key: string },
  root: string,
  good: readonly Usage[],
  where: string,
) {
  const at = new Date(Date.parse(issuedAt) + 86_400_000).toISOString();
  for (const purpose of usages) {
    const { status, stderr } = verify({ leaf: leaf.pem, root }, ['-purpose', purpose], at);
    assert.is(status === 0, good.includes(purpose), `${where} as ${purpose}: ${stderr}`);
  }
  assert.is(
    opensslText(['pkey', '-pubout'], leaf.key),
    opensslText(['x509', '-noout', '-pubkey'], leaf.pem),
    where,
  );
  const keyUsage = opensslText(['x509', '-noout', '-ext', 'keyUsage'], leaf.pem);
  const { asymmetricKeyType } = new X509Certificate(leaf.pem).publicKey;
  // Keys are enciphered by RSA alone.
  const expected = asymmetricKeyType === 'rsa' ? 'Digital Signature, Key Encipherment' : 'Digital Signature';
  assert.is(keyUsage.trim().split('\n').at(-1)?.trim(), expected, where);
  assert.match(keyUsage, 'critical', where);
}

if (available('openssl', 'openssl')) {
  for (const release of releases) {
    const machine = firstOf(release);

    test(`${release.version}: certificates`, () => {
      const authorities = ['ca', 'etcd/ca', 'front-proxy-ca'].map((name) => ({
        name,
        pem: textAt(machine, `${pki}/${name}.crt`),
      }));
      for (const expected of certificatesOf(release)) {
        const { name, authority, commonName, organizations = [], sans = [] } = expected;
        const where = `${release.version} ${name}`;
        const pem = textAt(machine, `${pki}/${name}.crt`);
        const certificate = new X509Certificate(pem);
        assert.equal(subjectOf(pem), { CN: commonName, O: organizations }, where);
        assert.equal(sansOf(pem), sans, where);
        assert.equal(
          [...certificate.keyUsage].sort(),
          expected.usages.map((usage) => oids[usage]).sort(),
          where,
        );
        const signers = authorities.filter((one) =>
          certificate.verify(new X509Certificate(one.pem).publicKey),
        );
        assert.equal(
          signers.map((one) => one.name),
          [authority],
          where,
        );
        const key = textAt(machine, `${pki}/${name}.key`);
        judge({ pem, key }, textAt(machine, `${pki}/${authority}.crt`), expected.usages, where);
      }
    });

    test(`${release.version}: authorities`, () => {
      const names = [
        ['ca', 'kubernetes'],
        ['etcd/ca', 'etcd-ca'],
        ['front-proxy-ca', 'front-proxy-ca'],
      ] as const;
      for (const [name, commonName] of names) {
        const pem = textAt(machine, `${pki}/${name}.crt`);
        const { status, stderr } = verify({ leaf: pem, root: pem }, [], issuedAt);
        assert.is(status, 0, `${name}: ${stderr}`);
        assert.ok(new X509Certificate(pem).ca, name);
        assert.equal(subjectOf(pem), { CN: commonName, O: [] });
        const key = textAt(machine, `${pki}/${name}.key`);
        assert.is(
          opensslText(['pkey', '-pubout'], key),
          opensslText(['x509', '-noout', '-pubkey'], pem),
          name,
        );
      }
    });

    test(`${release.version}: kubeconfigs`, () => {
      const authority = textAt(machine, `${pki}/ca.crt`);
      for (const { file, user, group, server } of kubeconfigsOf(release)) {
        const config = load(textAt(machine, `/etc/kubernetes/${file}`)) as Kubeconfig;
        const [cluster] = config.clusters;
        const [credential] = config.users;
        const decoded = (text = '') => Buffer.from(text, 'base64').toString();
        assert.is(cluster?.cluster.server, server, file);
        assert.is(decoded(cluster?.cluster['certificate-authority-data']), authority, file);
        assert.is(config['current-context'], `${user}@lab`, file);
        assert.equal(config.contexts, [{ name: `${user}@lab`, context: { cluster: 'lab', user } }], file);
        assert.equal([cluster?.name, credential?.name], ['lab', user], file);
        const pem = decoded(credential?.user['client-certificate-data']);
        const key = decoded(credential?.user['client-key-data']);
        assert.equal(subjectOf(pem), { CN: user, O: group === undefined ? [] : [group] }, file);
        assert.equal(sansOf(pem), [], file);
        judge({ pem, key }, authority, ['sslclient'], `${release.version} ${file}`);
      }
      assert.is(hasFile(machine, '/etc/kubernetes/super-admin.conf'), release.superAdmin);
    });

    test(`${release.version}: the service accounts' public key is that of their private one`, () => {
      const derived = opensslText(['pkey', '-pubout'], textAt(machine, `${pki}/sa.key`));
      assert.is(textAt(machine, `${pki}/sa.pub`), derived);
    });

    test(`${release.version}: these files and no others, with kubeadm's modes`, () => {
      const names = [...certificatesOf(release).map(({ name }) => name), 'ca', 'etcd/ca', 'front-proxy-ca'];
      const expected = [
        ...names.flatMap((name) => [`${pki}/${name}.crt 644`, `${pki}/${name}.key 600`]),
        `${pki}/sa.key 600`,
        // No secret, and yet for root alone.
        `${pki}/sa.pub 600`,
        ...kubeconfigsOf(release).map(({ file }) => `/etc/kubernetes/${file} 600`),
      ];
      const found = machine.files
        .map(({ path }) => path)
        .filter((path) => path.startsWith(`${pki}/`) || /^\/etc\/kubernetes\/[^/]+\.conf$/.test(path));
      assert.equal(
        found.map((path) => `${path} ${modeAt(machine, path)?.toString(8)}`).sort(),
        expected.sort(),
      );
    });
  }
}

test.run();
