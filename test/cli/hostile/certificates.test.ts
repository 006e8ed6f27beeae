/** Hostile values in the names of certificates. */
import { X509Certificate } from 'node:crypto';
import { test } from 'uvu';
import { hostileField, type Made, type Reading } from './field.ts';
import { textAt } from './read.ts';

const serving = '/var/lib/kubelet/pki/kubelet.crt';

/** Attributes by node's own reader; several of one kind are a list. */
function subjectPart(file: string, part: string) {
  return ({ machine }: Made): Reading => {
    const { subject } = new X509Certificate(textAt(machine, file)).toLegacyObject();
    return { found: (subject as unknown as Record<string, unknown>)[part] };
  };
}

hostileField({
  name: 'servingCertificate.commonName',
  base: 'system:node:somebody',
  profile: (commonName) => ({ kubelet: { servingCertificate: { commonName } } }),
  read: subjectPart(serving, 'CN'),
});

hostileField({
  name: 'servingCertificate.organizations',
  base: 'system:nodes',
  profile: (value) => ({ kubelet: { servingCertificate: { organizations: [value] } } }),
  read: subjectPart(serving, 'O'),
});

for (const [key, part, wrap] of [
  ['state', 'ST', (value: string) => value],
  ['locality', 'L', (value: string) => value],
  ['organizationalUnits', 'OU', (value: string) => [value]],
] as const) {
  hostileField({
    name: `pki.subject.${key}`,
    base: 'Kubernetes, The Hard Way',
    profile: (value) => ({ pki: { subject: { [key]: wrap(value) } } }),
    read: subjectPart(serving, part),
  });
}

hostileField({
  name: 'pki.subject.country',
  base: 'DE',
  profile: (country) => ({ pki: { subject: { country } } }),
  read: subjectPart(serving, 'C'),
});

hostileField({
  name: 'servingCertificate.sans',
  base: 'api.lab.example',
  profile: (san) => ({ kubelet: { servingCertificate: { sans: [san] } } }),
  read: ({ machine }) => ({ found: new X509Certificate(textAt(machine, serving)).subjectAltName }),
  expected: (san) => {
    if (/^[0-9.]+$/.test(san)) return `IP Address:${san}`;
    return san.includes(':') ? `IP Address:${longForm(san)}` : `DNS:${san}`;
  },
});

/** As node prints an IPv6 address: eight groups. */
function longForm(text: string): string {
  const [head = '', tail = ''] = text.split('::').map((part) => part.toUpperCase());
  const front = head.split(':').filter(Boolean);
  const back = tail.split(':').filter(Boolean);
  const zeros = text.includes('::') ? Array.from({ length: 8 - front.length - back.length }, () => '0') : [];
  return [...front, ...zeros, ...back].join(':');
}

hostileField({
  name: 'pki.authorities.cluster.commonName',
  base: 'kubernetes',
  profile: (commonName) => ({ pki: { authorities: { cluster: { commonName } } } }),
  read: subjectPart('/etc/kubernetes/pki/ca.crt', 'CN'),
});

hostileField({
  name: 'pki.authorities.cluster.file',
  base: '/etc/kubernetes/pki/a b.crt',
  profile: (file) => ({ pki: { authorities: { cluster: { file } } } }),
  read: ({ machine }, file) => ({ found: machine.files.find(({ path }) => path === file)?.path }),
});

hostileField({
  name: 'kubelet.servingCertificate.keyFile',
  base: '/var/lib/kubelet/pki/my $key.pem',
  profile: (keyFile) => ({ kubelet: { servingCertificate: { keyFile } } }),
  read: ({ machine }) => ({
    reader: 'yaml',
    text: textAt(machine, '/var/lib/kubelet/config.yaml'),
    path: ['tlsPrivateKeyFile'],
  }),
});

test.run();
