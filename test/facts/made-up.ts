/** A small node of nobody's, with a bit of everything, to try the checker on. */
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import forge from 'node-forge';
import type { GeneratedNode, GeneratedUnit } from './facts.ts';

interface Identity {
  readonly certificate: string;
  readonly key: string;
}

const attributes = {
  ca: [{ shortName: 'CN', value: 'lab-ca' }],
  leaf: [
    { shortName: 'CN', value: 'system:node:a1' },
    { shortName: 'C', value: 'US' },
    { shortName: 'ST', value: 'Oregon' },
    { shortName: 'L', value: 'Portland' },
    { shortName: 'O', value: 'system:nodes' },
    { shortName: 'OU', value: 'Lab' },
  ],
};

function issue(
  subject: forge.pki.CertificateField[],
  issuerName: forge.pki.CertificateField[],
  extensions: object[],
  issuer?: Identity,
): Identity {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
  certificate.serialNumber = '01';
  certificate.validity.notBefore = new Date('2026-01-01T00:00:00Z');
  certificate.validity.notAfter = new Date('2036-01-01T00:00:00Z');
  certificate.setSubject(subject);
  certificate.setIssuer(issuerName);
  // It writes what it works out into the objects that it is given.
  certificate.setExtensions(extensions.map((one) => ({ ...one })));
  certificate.sign(forge.pki.privateKeyFromPem(issuer?.key ?? privateKey), forge.md.sha256.create());
  return { certificate: forge.pki.certificateToPem(certificate), key: privateKey };
}

const caExtensions = [
  { name: 'basicConstraints', cA: true, critical: true },
  { name: 'subjectKeyIdentifier' },
];
const leafExtensions = [
  { name: 'basicConstraints', cA: false, critical: true },
  { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
  { name: 'extKeyUsage', serverAuth: true },
  {
    name: 'subjectAltName',
    altNames: [
      { type: 7, ip: '10.0.0.1' },
      { type: 2, value: 'a1' },
    ],
  },
];
const ca = issue(attributes.ca, attributes.ca, caExtensions);
/** Same name, another key: what a check by names alone would take for the first. */
const otherCa = issue(attributes.ca, attributes.ca, caExtensions);
const leaf = issue(attributes.leaf, attributes.ca, [...leafExtensions, namesKeyOf(ca)], ca);

/** As the extension of whatever that authority signs. */
function namesKeyOf({ certificate }: Identity): object {
  const keyIdentifier = forge.pki.certificateFromPem(certificate).generateSubjectKeyIdentifier().getBytes();
  return { name: 'authorityKeyIdentifier', keyIdentifier };
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

const kubeconfig = {
  clusters: [
    { name: 'lab', cluster: { 'certificate-authority-data': base64(ca.certificate + otherCa.certificate) } },
  ],
  contexts: [{ name: 'default', context: { cluster: 'lab', user: 'a1' } }],
  'current-context': 'default',
  users: [
    {
      name: 'a1',
      user: { 'client-certificate-data': base64(leaf.certificate), 'client-key-data': base64(leaf.key) },
    },
    { name: 'by-path', user: { 'client-certificate': '/pki/leaf.crt', 'client-key': '/pki/leaf.key' } },
    { name: 'nobody', user: { token: 'x' } },
  ],
};

const unit = `[Unit]
Description=A thing
After=one.service
After=two.service

[Service]
ExecStart=/usr/bin/thing \\
  --limit=a<10%%,b<5%% \\
  --empty= \\
  --apart yes \\
  --bare
Restart=always
`;

const root = { mode: 0o644, owner: 'root', group: 'root' };
const texts: Record<string, string> = {
  '/etc/thing.toml': '[plugins.cri]\nsnapshotter = "overlayfs"\n[grpc]\ngid = 990\nsince = 2026-01-01\n',
  '/etc/thing.json': '{"name":"lo","ranges":[[{"subnet":"10.0.0.0/24"}]],"on":true,"none":{}}',
  '/etc/thing.yaml': 'token: "002439.25f718816c0c9343"\nnode: a1\nempty: ""\nlist: [1, 2]\n',
  '/etc/broken.json': '{',
  '/etc/kubeconfig': JSON.stringify(kubeconfig),
  '/pki/ca.crt': ca.certificate,
  '/pki/bundle.pem': leaf.certificate + leaf.key,
  '/pki/leaf.crt': leaf.certificate,
  '/pki/leaf.key': leaf.key,
  '/pki/leaf.pub': createPublicKey(leaf.key).export({ type: 'spki', format: 'pem' }).toString(),
  '/pki/other-ca.crt': otherCa.certificate,
  '/pki/other.key': otherCa.key,
  '/run/thing/state': 'x',
};

const state = { dropIns: new Map<string, string>(), enabled: true, started: true };

export const madeUpNode: GeneratedNode = {
  name: 'a1',
  address: '10.0.0.1',
  hostname: 'a1',
  files: new Map(
    Object.entries(texts).map(([path, text]) => [
      path,
      { ...root, text, mode: path.endsWith('.key') ? 0o600 : 0o644 },
    ]),
  ),
  directories: new Map([['/pki', { mode: 0o700, owner: 'kubernetes', group: 'kubernetes' }]]),
  units: new Map<string, GeneratedUnit>([
    ['thing.service', { ...state, text: unit }],
    ['idle.service', { ...state, text: '[Service]\nExecStart=/bin/a b\n', enabled: false, started: false }],
    ['packaged.service', state],
  ]),
  artifacts: [
    {
      program: 'runc',
      version: '1.0.0-rc93',
      urls: ['https://one.example/runc', 'https://two.example/runc'],
      target: '/usr/local/bin/runc',
      mode: 0o755,
      owner: 'root',
      group: 'root',
    },
    {
      program: 'plain',
      version: '1.0.0',
      urls: ['http://one.example/plain'],
      target: '/opt/bin/plain',
      mode: 0o755,
      owner: 'root',
      group: 'root',
    },
  ],
  packages: {
    install: ['socat'],
    remove: ['firewalld'],
    repositories: [{ url: 'https://download.docker.com/linux/centos' }],
  },
  modules: ['overlay'],
  swap: { now: true, fstab: false },
  users: [
    { name: 'kubernetes', uid: 990, group: 'kubernetes', home: '/etc/kubernetes', shell: '/bin/nologin' },
    { name: 'human', uid: 1000, group: 'human', home: '/home/human', shell: '/bin/sh' },
  ],
  groups: [{ name: 'kubernetes', gid: 990 }],
  roles: ['master'],
  manifests: [{ kind: 'ClusterRoleBinding', metadata: { name: 'binding' }, roleRef: { name: 'admin' } }],
  caCertificates: (commonName) => ({ 'lab-ca': ca.certificate, renamed: ca.certificate })[commonName],
};
