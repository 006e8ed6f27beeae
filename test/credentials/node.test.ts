/** Who a node's certificates say it is, read with OpenSSL (node:crypto) from the files of its machine. */
import { X509Certificate } from 'node:crypto';
import { load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Machine } from '../../src/model/machine.ts';
import { hasFile, textAt } from '../support/machine-parts.ts';
import { machineFrom, machinesFrom, minimalProfile, workerPool } from '../support/profile.ts';

const pki = '/var/lib/kubelet/pki';
const serverAuth = '1.3.6.1.5.5.7.3.1';
const clientAuth = '1.3.6.1.5.5.7.3.2';

const dualStack = [
  workerPool('debian-13', { nodes: [{ name: 'a.lab', addresses: ['10.0.1.11/24', 'fd00:1::b/64'] }] }),
];
const of = (kubelet: object = {}, more: object = {}) =>
  machineFrom(minimalProfile({ kubelet, pools: dualStack, ...more }));
const certificateAt = (machine: Machine, path: string) => new X509Certificate(textAt(machine, path));

interface Kubeconfig {
  readonly clusters: readonly { readonly cluster: { readonly 'certificate-authority-data': string } }[];
  readonly users: readonly { readonly user: { readonly 'client-certificate-data': string } }[];
}

/** The certificate in a kubeconfig, and the one it trusts. */
function inKubeconfig(
  machine: Machine,
  path: string,
): { client: X509Certificate; authority: X509Certificate } {
  const { clusters, users } = load(textAt(machine, path)) as Kubeconfig;
  const read = (data = '') => new X509Certificate(Buffer.from(data, 'base64'));
  return {
    client: read(users[0]?.user['client-certificate-data']),
    authority: read(clusters[0]?.cluster['certificate-authority-data']),
  };
}

test('a serving certificate has the node’s name and every address of it', () => {
  const certificate = certificateAt(of(), `${pki}/kubelet.crt`);
  assert.is(certificate.subjectAltName, 'DNS:a.lab, IP Address:10.0.1.11, IP Address:FD00:1:0:0:0:0:0:B');
  assert.equal(certificate.keyUsage, [serverAuth]);
  assert.is(certificate.subject, 'O=system:nodes\nCN=system:node:a.lab');
});

test('a client certificate is the node’s for the API server, and no server’s', () => {
  const { client } = inKubeconfig(of(), '/etc/kubernetes/kubelet.conf');
  assert.is(client.subjectAltName, undefined);
  assert.equal(client.keyUsage, [clientAuth]);
  assert.is(client.subject, 'O=system:nodes\nCN=system:node:a.lab');
});

test('the profile’s own SANs replace the list, placeholders stand for the node', () => {
  const sans = ['127.0.0.1', '$(NODE_NAME)', 'kubelet.lab', '$(NODE_IP)', '10.0.1.11'];
  const certificate = certificateAt(of({ servingCertificate: { sans } }), `${pki}/kubelet.crt`);
  assert.equal(certificate.subjectAltName?.split(', '), [
    'DNS:a.lab',
    'DNS:kubelet.lab',
    'IP Address:127.0.0.1',
    'IP Address:10.0.1.11',
    'IP Address:FD00:1:0:0:0:0:0:B',
  ]);
});

test('one certificate for both has both usages, and the names it is reached by', () => {
  const clientCertificate = { usages: ['client', 'server'] };
  const machine = of({ servingCertificate: 'client', clientCertificate });
  const certificate = certificateAt(machine, `${pki}/kubelet-client.crt`);
  assert.equal([...(certificate.keyUsage ?? [])].sort(), [serverAuth, clientAuth]);
  assert.ok(certificate.checkHost('a.lab'));
  assert.not(hasFile(machine, `${pki}/kubelet.crt`));
});

test('names of one’s own, and further parts for all of a node’s', () => {
  const subject = { country: 'US', organizationalUnits: ['Lab'] };
  const clientCertificate = { commonName: 'somebody', organizations: ['a', 'b'] };
  const machine = of({ clientCertificate }, { pki: { subject } });
  const { client } = inKubeconfig(machine, '/etc/kubernetes/kubelet.conf');
  const { CN, O, OU, C } = client.toLegacyObject().subject as unknown as Record<string, unknown>;
  assert.equal({ CN, O, OU, C }, { CN: 'somebody', O: ['a', 'b'], OU: 'Lab', C: 'US' });
  assert.match(certificateAt(machine, `${pki}/kubelet.crt`).subject, /^C=US$/m);
});

test('where the profile splits the authorities, each signs its own', () => {
  const authorities = { cluster: { commonName: 'api-ca' }, kubelet: { commonName: 'kubelet-ca' } };
  const machine = of({}, { pki: { authorities } });
  const cluster = certificateAt(machine, '/etc/kubernetes/pki/ca.crt');
  const kubelet = certificateAt(machine, '/etc/kubernetes/pki/kubelet-ca.crt');
  assert.equal([cluster.subject, kubelet.subject], ['CN=api-ca', 'CN=kubelet-ca']);
  const { client, authority } = inKubeconfig(machine, '/etc/kubernetes/kubelet.conf');
  assert.ok(client.verify(cluster.publicKey));
  assert.is(authority.fingerprint256, cluster.fingerprint256);
  const serving = certificateAt(machine, `${pki}/kubelet.crt`);
  assert.ok(serving.verify(kubelet.publicKey));
  assert.not(serving.verify(cluster.publicKey));
});

test('intermediates are trusted along with the authority that has signed them', () => {
  const authorities = { cluster: { commonName: 'root-ca', intermediates: ['one', 'two'] } };
  const text = textAt(of({}, { pki: { authorities } }), '/etc/kubernetes/pki/ca.crt');
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n/g) ?? [];
  assert.is(blocks.join(''), text);
  const all = blocks.map((block) => new X509Certificate(block));
  assert.equal(
    all.map(({ subject }) => subject),
    ['CN=root-ca', 'CN=one', 'CN=two'],
  );
  const [root] = all;
  assert.ok(root && all.every((one) => one.verify(root.publicKey)));
});

test('another node changes no certificate of the first', () => {
  const nodes = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ name: `n${i + 1}`, address: `10.0.1.${11 + i}/24` }));
  const kubelets = (count: number) =>
    machinesFrom(minimalProfile({ pools: [workerPool('debian-13', { nodes: nodes(count) })] })).machines.map(
      ({ machine }) => [
        textAt(machine, `${pki}/kubelet.crt`),
        textAt(machine, '/etc/kubernetes/kubelet.conf'),
      ],
    );
  assert.equal(kubelets(1), kubelets(2).slice(0, 1));
});

test.run();
