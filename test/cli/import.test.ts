/** Authorities of an existing cluster, made by openssl. */
import { createPublicKey, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { available, run } from '../support/judges.ts';
import { minimalProfile } from '../support/profile.ts';
import { call } from './support/call.ts';
import { workFolder } from './support/folder.ts';

const kinds = {
  RSA: ['-newkey', 'rsa:2048'],
  EC: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'],
} as const;

/** A self-signed authority. */
function authority(
  folder: string,
  certificate: string,
  key: string,
  kind: keyof typeof kinds,
  name: string,
): void {
  const files = ['-out', join(folder, certificate), '-keyout', join(folder, key)];
  const done = run('openssl', [
    'req',
    '-x509',
    '-nodes',
    ...kinds[kind],
    ...files,
    '-subj',
    `/CN=${name}`,
    '-days',
    '3650',
  ]);
  if (done.status !== 0) throw new Error(done.stderr);
}

function folderWith(settings: object): string {
  const folder = workFolder();
  writeFileSync(join(folder, 'p.yaml'), minimalProfile(settings));
  mkdirSync(join(folder, 'pki'));
  return folder;
}

/** Of two PEM texts, whatever form the keys have. */
function sameKey(one: string, other: string): boolean {
  const spki = (pem: string) => createPublicKey(pem).export({ type: 'spki', format: 'pem' });
  return spki(one) === spki(other);
}

const importing = (folder: string) =>
  call(['secrets', 'import', 'p.yaml', '--from', 'pki', '--out', 's.yaml'], folder);

if (available('openssl', 'openssl')) {
  test('a whole kubeadm cluster: all its authorities, and the key of its service accounts', async () => {
    const control = {
      name: 'control',
      role: 'control-plane',
      os: 'debian-13',
      nodes: [{ name: 'cp', address: '10.0.0.11/24' }],
    };
    const folder = folderWith({ controlPlane: { run: 'static-pods' }, pools: [control] });
    const pki = join(folder, 'pki');
    mkdirSync(join(pki, 'etcd'));
    authority(pki, 'ca.crt', 'ca.key', 'RSA', 'kubernetes');
    authority(pki, 'etcd/ca.crt', 'etcd/ca.key', 'RSA', 'etcd-ca');
    authority(pki, 'front-proxy-ca.crt', 'front-proxy-ca.key', 'RSA', 'front-proxy-ca');
    const without = await importing(folder);
    assert.is(without.code, 1);
    assert.match(without.stderr, /no key of the service accounts in this folder/);
    assert.not(existsSync(join(folder, 's.yaml')));

    assert.is(run('openssl', ['genrsa', '-traditional', '-out', join(pki, 'sa.key'), '2048']).status, 0);
    const imported = await importing(folder);
    assert.equal([imported.code, imported.stderr], [0, '']);
    assert.match(
      imported.stdout,
      /^s\.yaml: cluster, etcd, front-proxy from pki\nnew: the key for Secrets in etcd/,
    );
    const { serviceAccountKey } = load(readFileSync(join(folder, 's.yaml'), 'utf8')) as {
      serviceAccountKey: string;
    };
    assert.is(serviceAccountKey, readFileSync(join(pki, 'sa.key'), 'utf8'));
  });

  test('a new control-plane node of a kubeadm cluster: every certificate is good to the others', async () => {
    const control = {
      name: 'control',
      role: 'control-plane',
      os: 'debian-13',
      nodes: [
        { name: 'cp-1', address: '10.0.0.11/24' },
        { name: 'cp-2', address: '10.0.0.12/24', etcd: { join: 'existing' } },
      ],
    };
    const folder = folderWith({
      controlPlane: { run: 'static-pods', encryption: 'none' },
      controlPlaneEndpoint: '10.0.0.11:6443',
      pools: [control],
    });
    const pki = join(folder, 'pki');
    mkdirSync(join(pki, 'etcd'));
    for (const [stem, name] of [
      ['ca', 'kubernetes'],
      ['etcd/ca', 'etcd-ca'],
      ['front-proxy-ca', 'front-proxy-ca'],
    ] as const)
      authority(pki, `${stem}.crt`, `${stem}.key`, 'RSA', name);
    assert.is(run('openssl', ['genrsa', '-traditional', '-out', join(pki, 'sa.key'), '2048']).status, 0);
    const { stdout } = await importing(folder);
    assert.is(
      stdout,
      's.yaml: cluster, etcd, front-proxy from pki\n',
      'kubeadm has no encryption of its own',
    );
    const shown = async (path: string) => {
      const file = ['--node', 'cp-2', '--file', `/etc/kubernetes/pki/${path}`];
      return (await call(['show', 'p.yaml', '--secrets', 's.yaml', ...file], folder)).stdout;
    };
    for (const file of ['ca.crt', 'ca.key', 'etcd/ca.crt', 'etcd/ca.key', 'front-proxy-ca.crt', 'sa.key'])
      assert.ok(sameKey(await shown(file), readFileSync(join(pki, file), 'utf8')), file);
    const issuers: [string, string, string][] = [
      ['apiserver.crt', 'ca.crt', 'sslserver'],
      ['apiserver-kubelet-client.crt', 'ca.crt', 'sslclient'],
      ['apiserver-etcd-client.crt', 'etcd/ca.crt', 'sslclient'],
      ['front-proxy-client.crt', 'front-proxy-ca.crt', 'sslclient'],
      ['etcd/server.crt', 'etcd/ca.crt', 'sslserver'],
      ['etcd/peer.crt', 'etcd/ca.crt', 'sslclient'],
    ];
    for (const [leaf, issuer, purpose] of issuers) {
      writeFileSync(join(folder, 'leaf.crt'), await shown(leaf));
      const args = ['-no_check_time', '-purpose', purpose, '-CAfile', join(pki, issuer)];
      const done = run('openssl', ['verify', ...args, join(folder, 'leaf.crt')]);
      assert.is(done.status, 0, `${leaf}: ${done.stderr}`);
    }
  });

  test('an external CA: what has no key signs nothing, and nodes join by token', async () => {
    const folder = folderWith({});
    authority(join(folder, 'pki'), 'ca.crt', 'ca.key', 'RSA', 'kubernetes');
    rmSync(join(folder, 'pki/ca.key'));
    const { code, stdout } = await importing(folder);
    assert.is(code, 0);
    assert.match(stdout, /^s\.yaml: cluster from pki\nwithout private keys \(an external CA\): cluster; /);
    const [, client = '', serving = ''] =
      /clientCertificate: (\S+), servingCertificate: (\S+)\n$/.exec(stdout) ?? [];
    const kubelet = { clientCertificate: client, servingCertificate: serving };
    writeFileSync(join(folder, 'p.yaml'), minimalProfile({ kubelet }));
    assert.is((await call(['secrets', 'add', 'p.yaml', '--secrets', 's.yaml'], folder)).code, 0);
    const built = await call(['build', 'p.yaml', '--secrets', 's.yaml', '--out', 'o'], folder);
    assert.equal([built.code, built.stderr], [0, '']);
  });

  for (const kind of ['RSA', 'EC'] as const) {
    test(`kubeadm's folder, ${kind}: the nodes' certificates are signed by its authority`, async () => {
      const folder = folderWith({});
      authority(join(folder, 'pki'), 'ca.crt', 'ca.key', kind, 'kubernetes');
      const { code, stdout, stderr } = await importing(folder);
      assert.equal([code, stdout, stderr], [0, 's.yaml: cluster from pki\n', '']);
      const built = await call(['build', 'p.yaml', '--secrets', 's.yaml', '--out', 'o'], folder);
      assert.is(built.code, 0, built.stderr);
      const shown = await call(
        [
          'show',
          'p.yaml',
          '--secrets',
          's.yaml',
          '--node',
          'worker-1',
          '--file',
          '/var/lib/kubelet/pki/kubelet.crt',
        ],
        folder,
      );
      const ca = new X509Certificate(readFileSync(join(folder, 'pki/ca.crt')));
      assert.ok(new X509Certificate(shown.stdout).verify(ca.publicKey));
    });
  }

  const split = {
    pki: {
      authorities: {
        cluster: { commonName: 'kubernetes-ca-api' },
        kubelet: { commonName: 'kubernetes-ca-kubelet' },
      },
    },
  };

  test('cfssl’s names, for split authorities', async () => {
    const folder = folderWith(split);
    for (const name of ['kubernetes-ca-api', 'kubernetes-ca-kubelet'])
      authority(join(folder, 'pki'), `${name}.pem`, `${name}-key.pem`, 'RSA', name);
    const { code, stdout, stderr } = await importing(folder);
    assert.equal([code, stdout, stderr], [0, 's.yaml: cluster, kubelet from pki\n', '']);
    const secrets = load(readFileSync(join(folder, 's.yaml'), 'utf8')) as {
      authorities: Record<string, { certificate: string }>;
    };
    const subjects = ['cluster', 'kubelet'].map(
      (id) => new X509Certificate(secrets.authorities[id]?.certificate ?? '').subject,
    );
    assert.equal(subjects, ['CN=kubernetes-ca-api', 'CN=kubernetes-ca-kubelet']);
  });

  test('a file that is missing is named, with the names it could have; all that are missing at once', async () => {
    const folder = folderWith(split);
    const { code, stderr } = await importing(folder);
    assert.is(code, 1);
    assert.match(
      stderr,
      /^pki:1:1: error: there is no certificate of the authority cluster in this folder \[secrets-missing\]/,
    );
    assert.match(stderr, /expected: one of ca\.crt, ca\.pem, kubernetes-ca-api\.crt, kubernetes-ca-api\.pem/);
    assert.match(stderr, /authority kubelet in this folder/);
    assert.not.ok(existsSync(join(folder, 's.yaml')));
  });

  test('an authority without its key is imported, and asked for the key where it must sign', async () => {
    const folder = folderWith({});
    authority(join(folder, 'pki'), 'ca.crt', 'ca.key', 'EC', 'kubernetes');
    rmSync(join(folder, 'pki/ca.key'));
    assert.is((await importing(folder)).code, 0);
    const { code, stderr } = await call(['check', 'p.yaml', '--secrets', 's.yaml'], folder);
    assert.is(code, 1);
    assert.match(stderr, /\[authority-without-key\]/);
  });

  test('what is wrong with a file is said of that file', async () => {
    const folder = folderWith({});
    const pki = join(folder, 'pki');
    authority(pki, 'ca.crt', 'ca.key', 'EC', 'kubernetes');
    authority(pki, 'other.crt', 'other.key', 'EC', 'other');
    const good = { certificate: readFileSync(join(pki, 'ca.crt')), key: readFileSync(join(pki, 'ca.key')) };
    const attempt = async (certificate: Buffer | string, key: Buffer | string, says: RegExp) => {
      writeFileSync(join(pki, 'ca.crt'), certificate);
      writeFileSync(join(pki, 'ca.key'), key);
      const { code, stderr } = await importing(folder);
      assert.is(code, 1, stderr);
      assert.match(stderr, says);
      assert.not.ok(existsSync(join(folder, 's.yaml')));
    };
    await attempt(
      good.certificate,
      readFileSync(join(pki, 'other.key')),
      /^pki\/ca\.key:1:1: .*\[secrets-key-mismatch\]/,
    );
    await attempt('nothing', good.key, /^pki\/ca\.crt:1:1: .*\[secrets-certificate\]/);
    await attempt(good.certificate, 'nothing', /^pki\/ca\.key:1:1: .*\[secrets-key\]/);
    rmSync(join(pki, 'ca.key'));
    mkdirSync(join(pki, 'ca.key'));
    const { code, stderr } = await importing(folder);
    assert.equal(
      [code, /^pki\/ca\.key:1:1: .*it is a directory \[file-unreadable\]/.test(stderr)],
      [1, true],
      stderr,
    );
  });

  test('a folder that is not there, or is a file', async () => {
    const folder = folderWith({});
    for (const [from, says] of [
      ['nowhere', /no such folder/],
      ['p.yaml', /no certificate|no such folder/],
    ] as const) {
      const { code, stderr } = await call(
        ['secrets', 'import', 'p.yaml', '--from', from, '--out', 's.yaml'],
        folder,
      );
      assert.is(code, 1, stderr);
      assert.match(stderr, says);
    }
  });
}

test.run();
