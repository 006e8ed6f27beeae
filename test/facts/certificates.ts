/** Facts about certificates and authorities, read with OpenSSL (node:crypto) rather than what made them. */
import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { load } from 'js-yaml';
import {
  authorityKeyIdOf,
  hasBasicConstraints,
  keyUsagesOf,
  signatureOf,
  subjectKeyIdOf,
} from './extensions.ts';
import type { FactOf, GeneratedNode, Place } from './facts.ts';
import { at, compare, fileText, show } from './lookup.ts';

const usageIds: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.3.1': 'serverAuth',
  '1.3.6.1.5.5.7.3.2': 'clientAuth',
};

export function checkCertificate(fact: FactOf<'certificate'>, node: GeneratedNode): string | undefined {
  const certificate = new X509Certificate(credential(fact.path, 'client-certificate', node));
  const what = `certificate ${placeName(fact.path)}`;
  const subject = certificate.toLegacyObject().subject as unknown as Record<string, unknown>;
  const single = (name: string, attribute: string, expected: unknown) =>
    compare(`${name} of ${what}`, expected, subject[attribute]);

  if (fact.commonName !== undefined) return single('CN', 'CN', fact.commonName);
  if (fact.country !== undefined) return single('C', 'C', fact.country);
  if (fact.locality !== undefined) return single('L', 'L', fact.locality);
  if (fact.state !== undefined) return single('ST', 'ST', fact.state);
  if (fact.organizationalUnit !== undefined) return single('OU', 'OU', fact.organizationalUnit);
  if (fact.organization !== undefined) {
    return compare(`O of ${what}`, fact.organization, [subject['O'] ?? []].flat());
  }
  if (fact.sans !== undefined) {
    const wanted = 'ip' in fact.sans ? `IP Address:${fact.sans.ip[0]}` : `DNS:${fact.sans.dns[0]}`;
    const names = subjectAltNames(certificate);
    return names.includes(wanted) ? undefined : `SANs of ${what}: expected ${wanted}, found ${show(names)}`;
  }
  if (fact.sanCount !== undefined) {
    const names = subjectAltNames(certificate);
    const found = `found ${names.length}: ${show(names)}`;
    return names.length === fact.sanCount
      ? undefined
      : `SANs of ${what}: expected ${fact.sanCount}, ${found}`;
  }
  if (fact.issuer !== undefined) return checkIssuer(certificate, fact.issuer, what, node);
  if (fact.usages !== undefined) {
    const found = (certificate.keyUsage ?? []).map((id) => usageIds[id] ?? id);
    const missing = fact.usages.filter((usage) => !found.includes(usage));
    return missing.length === 0 ? undefined : `usages of ${what}: expected ${missing}, found ${show(found)}`;
  }
  if (fact.onlyUsages !== undefined) {
    const found = (certificate.keyUsage ?? []).map((id) => usageIds[id] ?? id);
    return compare(`all usages of ${what}`, [...fact.onlyUsages].sort(), found.sort());
  }
  if (fact.keyUsages !== undefined) {
    return compare(`key usages of ${what}`, [...fact.keyUsages].sort(), keyUsagesOf(certificate)?.sort());
  }
  if (fact.authority !== undefined) {
    const found = hasBasicConstraints(certificate) ? certificate.ca : undefined;
    return compare(`${what} as an authority`, fact.authority, found);
  }
  if (fact.authorityKeyId !== undefined) {
    const named = subjectKeyIdOf(new X509Certificate(fileText(node, fact.authorityKeyId)));
    if (named === undefined) throw new Error(`expected an identifier in ${fact.authorityKeyId}, found none`);
    return compare(`authority's key of ${what}`, named, authorityKeyIdOf(certificate));
  }
  if (fact.signature !== undefined) {
    return compare(`signature of ${what}`, fact.signature, signatureOf(certificate));
  }
  if (fact.days !== undefined) {
    const length = Date.parse(certificate.validTo) - Date.parse(certificate.validFrom);
    return compare(`days of ${what}`, fact.days, Math.floor(length / 86_400_000));
  }
  if (fact.key !== undefined) return compare(`key of ${what}`, fact.key, keyName(certificate.publicKey));
  if (fact.keyPath !== undefined) {
    const key = createPrivateKey(credential(fact.keyPath, 'client-key', node));
    if (certificate.checkPrivateKey(key)) return undefined;
    return `${what}: expected its key in ${placeName(fact.keyPath)}, found another key`;
  }
  if (fact.sameAs !== undefined) {
    const other = new X509Certificate(fileText(node, fact.sameAs));
    return compare(`${what} as in ${fact.sameAs}`, other.fingerprint256, certificate.fingerprint256);
  }
  return `${what}: nothing is said of it`;
}

export function checkKey(fact: FactOf<'key'>, node: GeneratedNode): string | undefined {
  const key = publicHalf(fact.path, node);
  if (fact.algorithm !== undefined) return compare(`key ${fact.path}`, fact.algorithm, keyName(key));
  const other = fact.pairOf ?? fact.path;
  return key.equals(publicHalf(other, node)) ? undefined : `key ${fact.path}: expected that of ${other}`;
}

/** Of a private key too. */
function publicHalf(path: string, node: GeneratedNode): KeyObject {
  const block = /-----BEGIN ([A-Z ]+ )?(PRIVATE|PUBLIC) KEY-----[^-]+-----END [A-Z ]+-----/;
  const [text] = block.exec(fileText(node, path)) ?? [];
  if (text === undefined) throw new Error(`expected a key in ${path}, found none`);
  return createPublicKey(text);
}

export function checkBlocks(fact: FactOf<'pem'>, node: GeneratedNode): string | undefined {
  const labels = [...fileText(node, fact.path).matchAll(/^-----BEGIN ([A-Z0-9 ]+)-----$/gm)];
  return compare(
    `PEM blocks of ${fact.path}`,
    fact.blocks,
    labels.map(([, label]) => label),
  );
}

export function checkAuthorities(fact: FactOf<'ca-file'>, node: GeneratedNode): string | undefined {
  const what = `authorities in ${placeName(fact.path)}`;
  const certificates = readAll(credential(fact.path, 'certificate-authority', node));
  const other = certificates.find((certificate) => !certificate.ca);
  if (other) return `${what}: expected authorities only, found ${other.subject}`;
  if (fact.certificates !== undefined) {
    const { length } = certificates;
    const enough = fact.certificates === 'several' ? length > 1 : length === fact.certificates;
    return enough ? undefined : `${what}: expected ${fact.certificates}, found ${length}`;
  }
  const authority = new X509Certificate(authorityText(fact.authority ?? '', node));
  if (certificates.some(({ fingerprint256 }) => fingerprint256 === authority.fingerprint256))
    return undefined;
  return `${what}: expected ${fact.authority}, found ${show(certificates.map(({ subject }) => subject))}`;
}

function checkIssuer(
  certificate: X509Certificate,
  issuer: string | { path: string },
  what: string,
  node: GeneratedNode,
): string | undefined {
  const [name, text] =
    typeof issuer === 'string'
      ? [issuer, authorityText(issuer, node)]
      : [issuer.path, fileText(node, issuer.path)];
  const signed = readAll(text).some(
    (authority) => certificate.checkIssued(authority) && certificate.verify(authority.publicKey),
  );
  return signed ? undefined : `issuer of ${what}: expected ${name}, found ${show(certificate.issuer)}`;
}

function authorityText(commonName: string, node: GeneratedNode): string {
  const text = node.caCertificates(commonName);
  if (text === undefined) throw new Error(`expected the authority ${commonName}, found none of this name`);
  const found = new X509Certificate(text).toLegacyObject().subject.CN;
  const difference = compare(`CN of the authority ${commonName}`, commonName, found);
  if (difference) throw new Error(difference);
  return text;
}

type Credential = 'client-certificate' | 'client-key' | 'certificate-authority';

/** The PEM text of a file, or of what a kubeconfig holds or names. */
function credential(place: Place, field: Credential, node: GeneratedNode): string {
  if (typeof place === 'string') return fileText(node, place);
  const kubeconfig: unknown = load(fileText(node, place.kubeconfig));
  const context = named(kubeconfig, 'contexts', at(kubeconfig, ['current-context']), 'context');
  const holder =
    field === 'certificate-authority'
      ? named(kubeconfig, 'clusters', at(context, ['cluster']), 'cluster')
      : named(kubeconfig, 'users', place.user ?? at(context, ['user']), 'user');
  const data = at(holder, [`${field}-data`]);
  if (typeof data === 'string') return Buffer.from(data, 'base64').toString('utf8');
  const path = at(holder, [field]);
  if (typeof path === 'string') return fileText(node, path);
  throw new Error(`expected ${field} in ${placeName(place)}, found ${show(holder)}`);
}

function named(kubeconfig: unknown, list: string, name: unknown, inner: string): unknown {
  const entries = at(kubeconfig, [list]);
  const found = Array.isArray(entries) ? entries.find((entry) => at(entry, ['name']) === name) : undefined;
  if (found === undefined) throw new Error(`expected ${show(name)} among ${list}, found ${show(entries)}`);
  return at(found, [inner]);
}

function placeName(place: Place): string {
  if (typeof place === 'string') return place;
  return place.user === undefined ? place.kubeconfig : `${place.kubeconfig} (user ${place.user})`;
}

function readAll(text: string): X509Certificate[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => new X509Certificate(block));
}

function subjectAltNames(certificate: X509Certificate): string[] {
  return certificate.subjectAltName?.split(', ') ?? [];
}

/** kubeadm's name for an algorithm. */
function keyName(key: KeyObject): string {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'rsa') return `RSA-${modulusLength}`;
  const curves: Record<string, string> = { prime256v1: 'ECDSA-P256', secp384r1: 'ECDSA-P384' };
  return curves[namedCurve ?? ''] ?? `${key.asymmetricKeyType} ${namedCurve ?? ''}`;
}
