/** What node:crypto does not tell of a certificate, read out of its DER. */
import type { X509Certificate } from 'node:crypto';
import forge from 'node-forge';

type Asn1 = forge.asn1.Asn1;

/** In the order of their bits (RFC 5280, 4.2.1.3). */
export const keyUsageNames = [
  'digitalSignature',
  'contentCommitment',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
] as const;

const oids = {
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  authorityKeyId: '2.5.29.35',
};
const signatures: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.11': 'SHA256-RSA',
  '1.2.840.10045.4.3.2': 'ECDSA-SHA256',
};

/** Undefined where the extension is not there. */
export function keyUsagesOf(certificate: X509Certificate): string[] | undefined {
  const found = extension(certificate, oids.keyUsage);
  if (!found) return undefined;
  // The first byte counts the unused bits of the last.
  const bits = bytesOf(found).charCodeAt(1);
  return keyUsageNames.filter((_, bit) => (bits & (0x80 >> bit)) !== 0);
}

export function hasBasicConstraints(certificate: X509Certificate): boolean {
  return extension(certificate, oids.basicConstraints) !== undefined;
}

/** In hexadecimal, as the other identifiers of keys. */
export function subjectKeyIdOf(certificate: X509Certificate): string | undefined {
  const found = extension(certificate, oids.subjectKeyId);
  return found && forge.util.bytesToHex(bytesOf(found));
}

export function authorityKeyIdOf(certificate: X509Certificate): string | undefined {
  const [first] = members(extension(certificate, oids.authorityKeyId));
  return first?.type === 0 ? forge.util.bytesToHex(bytesOf(first)) : undefined;
}

/** Go's name for the algorithm, or its object identifier. */
export function signatureOf(certificate: X509Certificate): string {
  const [, algorithm] = members(parse(certificate.raw.toString('latin1')));
  const oid = objectId(members(algorithm)[0]);
  return signatures[oid] ?? oid;
}

function extension(certificate: X509Certificate, oid: string): Asn1 | undefined {
  const [toBeSigned] = members(parse(certificate.raw.toString('latin1')));
  const tagged = members(toBeSigned).find(
    ({ tagClass, type }) => tagClass === forge.asn1.Class.CONTEXT_SPECIFIC && type === 3,
  );
  const found = members(members(tagged)[0]).find((one) => objectId(members(one)[0]) === oid);
  const value = members(found).at(-1);
  return value && parse(bytesOf(value));
}

function parse(der: string): Asn1 {
  return forge.asn1.fromDer(forge.util.createBuffer(der));
}

function members(asn1: Asn1 | undefined): Asn1[] {
  return Array.isArray(asn1?.value) ? asn1.value : [];
}

function bytesOf({ value }: Asn1): string {
  if (typeof value !== 'string') throw new Error('expected a primitive value in a certificate');
  return value;
}

function objectId(asn1: Asn1 | undefined): string {
  return asn1 ? forge.asn1.derToOid(bytesOf(asn1)) : '';
}
