/** Authorities of an existing cluster, from a folder of PEM files. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuthorityMaterial } from '../pki/authority.ts';
import { importAuthority } from '../secrets/import.ts';
import type { AuthorityRequirement } from '../secrets/requirements.ts';
import { collectFaults, InputError } from '../shared/fault.ts';

/** File names without suffix, by id: kubeadm's, then the authority's own name as cfssl writes it. */
const kubeadmNames: Readonly<Record<string, string>> = {
  cluster: 'ca',
  kubelet: 'kubelet-ca',
  etcd: 'etcd/ca',
  'front-proxy': 'front-proxy-ca',
};

export function readAuthorities(
  folder: string,
  required: readonly AuthorityRequirement[],
): Record<string, AuthorityMaterial> {
  return Object.fromEntries(collectFaults(required, (one) => [one.id, readAuthority(folder, one)] as const));
}

function readAuthority(folder: string, { id, commonName }: AuthorityRequirement): AuthorityMaterial {
  const kubeadm = kubeadmNames[id];
  const stems = [...(kubeadm ? [kubeadm] : []), commonName];
  const certificates = stems.flatMap((stem) => [`${stem}.crt`, `${stem}.pem`]);
  const certificate = certificates.find((name) => existsSync(join(folder, name)));
  if (certificate === undefined) {
    throw new InputError([
      {
        code: 'secrets-missing',
        message: `${folder} has no certificate of the authority ${id}`,
        expected: `one of ${certificates.join(', ')}`,
        path: ['pki', 'authorities'],
      },
    ]);
  }
  const stem = certificate.replace(/\.(crt|pem)$/, '');
  const key = [`${stem}.key`, `${stem}-key.pem`].find((name) => existsSync(join(folder, name)));
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  return importAuthority(id, read(certificate), key === undefined ? undefined : read(key));
}
