/** Every certificate that there is in some files, wherever it is. */
import { X509Certificate } from 'node:crypto';
import { load } from 'js-yaml';
import type { File } from '../../../src/model/machine.ts';

export interface Given {
  /** The file, and in a kubeconfig the field. */
  readonly where: string;
  readonly pem: string;
  readonly parsed: X509Certificate;
}

export interface GivenLeaf extends Given {
  /** The private key that goes by the same name, PEM. */
  readonly key: string;
}

interface Part {
  readonly where: string;
  readonly text: string;
}

const certificate = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n/g;
const privateKey = /-----BEGIN (?:EC |RSA )?PRIVATE KEY-----/;
/** What tells a key's place from its certificate's: `x-key.pem` and `x.pem`, `x.key` and `x.crt`, the fields of a kubeconfig. */
const ending = /(?: client-(?:certificate|key)-data|(?:-key)?\.[a-z]+)$/;

/** Files as they are, and what is in base64 in kubeconfigs. */
function partsOf(files: readonly Pick<File, 'path' | 'content'>[]): Part[] {
  return files.flatMap(({ path, content }): Part[] => {
    const text = Buffer.from(content.reveal()).toString();
    if (!/^kind: Config$/m.test(text)) return [{ where: path, text }];
    return dataFields(load(text)).map(([name, value]) => {
      return { where: `${path} ${name}`, text: Buffer.from(value, 'base64').toString() };
    });
  });
}

/** The fields called `...-data`, however deep they are. */
function dataFields(value: unknown): [string, string][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]): [string, string][] => {
    if (typeof item !== 'string') return dataFields(item);
    return key.endsWith('-data') ? [[key, item]] : [];
  });
}

function certificatesOf(parts: readonly Part[]): Given[] {
  return parts.flatMap(({ where, text }) =>
    (text.match(certificate) ?? []).map((pem) => ({ where, pem, parsed: new X509Certificate(pem) })),
  );
}

export function authoritiesOf(files: readonly Pick<File, 'path' | 'content'>[]): Given[] {
  return certificatesOf(partsOf(files)).filter(({ parsed }) => parsed.ca);
}

/** Throws for one without a key. */
export function leavesOf(files: readonly Pick<File, 'path' | 'content'>[]): GivenLeaf[] {
  const parts = partsOf(files);
  const leaves = certificatesOf(parts).filter(({ parsed }) => !parsed.ca);
  return leaves.map((leaf) => {
    const stem = leaf.where.replace(ending, '');
    const key = parts.find(({ where, text }) => where.replace(ending, '') === stem && privateKey.test(text));
    if (key === undefined) throw new Error(`no key goes by the name of ${leaf.where}`);
    return { ...leaf, key: key.text };
  });
}
