/** Authorities of an existing cluster, and the key of its service accounts, from a folder of PEM files. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Content } from '../model/content.ts';
import type { AuthorityMaterial } from '../pki/authority.ts';
import { importAuthority, readServiceAccountKey } from '../secrets/import.ts';
import type { AuthorityRequirement } from '../secrets/requirements.ts';
import { Faults, InputError } from '../shared/fault.ts';
import { Reported } from './exit.ts';
import { fileFault, reason } from './input.ts';
import type { Placed } from './report.ts';

/** File names without suffix, by id: kubeadm's, then the authority's own name as cfssl writes it. */
const kubeadmNames: Readonly<Record<string, string>> = {
  cluster: 'ca',
  kubelet: 'kubelet-ca',
  etcd: 'etcd/ca',
  'front-proxy': 'front-proxy-ca',
};

/** By id. Throws Reported with what is wrong with any of the files, each named by its own path. */
export function readAuthorities(
  folder: string,
  required: readonly AuthorityRequirement[],
): Record<string, AuthorityMaterial> {
  if (!existsSync(folder)) throw fileFault(folder, 'file-unreadable', 'there is no such folder');
  const found: Record<string, AuthorityMaterial> = {};
  const placed: Placed[] = [];
  for (const one of required) {
    try {
      found[one.id] = readAuthority(folder, one);
    } catch (error) {
      if (!(error instanceof Reported)) throw error;
      placed.push(...error.placed);
    }
  }
  if (placed.length > 0) throw new Reported(placed);
  return found;
}

/** kubeadm's sa.key: tokens that it has signed must stay good. */
export function readServiceAccount(folder: string): Content<'authority'> {
  const file = join(folder, 'sa.key');
  if (!existsSync(file)) {
    const message = 'there is no key of the service accounts in this folder';
    throw fileFault(folder, 'secrets-missing', message, 'sa.key');
  }
  const faults = new Faults();
  const key = readServiceAccountKey(readText(file), faults);
  if (key) return key;
  throw new Reported(
    faults
      .distinct()
      .flatMap(({ code, message, expected }) => fileFault(file, code, message, expected).placed),
  );
}

function readAuthority(folder: string, { id, commonName }: AuthorityRequirement): AuthorityMaterial {
  const kubeadm = kubeadmNames[id];
  const stems = [...(kubeadm ? [kubeadm] : []), commonName];
  const names = stems.flatMap((stem) => [`${stem}.crt`, `${stem}.pem`]);
  const name = names.find((one) => existsSync(join(folder, one)));
  if (name === undefined) {
    const message = `there is no certificate of the authority ${id} in this folder`;
    throw fileFault(folder, 'secrets-missing', message, `one of ${names.join(', ')}`);
  }
  const stem = name.replace(/\.(crt|pem)$/, '');
  const certificate = join(folder, name);
  const key = [`${stem}.key`, `${stem}-key.pem`]
    .map((one) => join(folder, one))
    .find((path) => existsSync(path));
  return imported(id, certificate, key);
}

function imported(id: string, certificate: string, key: string | undefined): AuthorityMaterial {
  const keyText = key === undefined ? undefined : readText(key);
  try {
    return importAuthority(id, readText(certificate), keyText);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const fileOf = (path: readonly unknown[]) => (path.at(-1) === 'key' ? (key ?? certificate) : certificate);
    throw new Reported(
      error.faults.flatMap(
        (fault) => fileFault(fileOf(fault.path), fault.code, fault.message, fault.expected).placed,
      ),
    );
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw fileFault(file, 'file-unreadable', `cannot read the file: ${reason(error)}`);
  }
}
