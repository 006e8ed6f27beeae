/** What is needed of an authority's certificate in order to sign under it. */
import { X509Certificate } from 'node:crypto';
import { type Asn1, contents, decode, encode, isTagged, members, objectIdOf } from './der.ts';
import { extensionIds } from './extensions.ts';
import { keyIdOf, publicKeyInfo } from './tbs.ts';

export interface AuthorityFacts {
  /** DER, byte by byte as in the certificate. */
  readonly subject: Uint8Array;
  /** Its subject key identifier; without one, what that would be here. */
  readonly keyId: Uint8Array;
  /** As in `time.ts`. */
  readonly notAfter: string;
}

/** Undefined for a certificate that is not DER of version 3. `pem` must be one that OpenSSL can read. */
export function readAuthorityFacts(pem: string): AuthorityFacts | undefined {
  const certificate = new X509Certificate(pem);
  const root = decodeExactly(certificate.raw);
  const tbs = members(members(root)[0]);
  // version, serial, signature, issuer, validity, subject, subjectPublicKeyInfo, ..., extensions
  const [version, , , , validity, subject] = tbs;
  if (version === undefined || !isTagged(version, 0) || subject === undefined) return undefined;
  const notAfter = instantOf(members(validity)[1]);
  if (notAfter === undefined) return undefined;
  return {
    subject: encode(subject),
    keyId: subjectKeyIdOf(tbs) ?? keyIdOf(publicKeyInfo(certificate.publicKey)),
    notAfter,
  };
}

/** Undefined unless writing what was read gives the same bytes again: then a part can be copied into another certificate. */
function decodeExactly(der: Buffer): Asn1 | undefined {
  try {
    const root = decode(der);
    return encode(root).equals(der) ? root : undefined;
  } catch {
    return undefined;
  }
}

function subjectKeyIdOf(tbs: readonly Asn1[]): Buffer | undefined {
  const holder = tbs.find((item) => isTagged(item, 3));
  const found = members(members(holder)[0]).find(
    (item) => objectIdOf(members(item)[0]) === extensionIds.subjectKeyIdentifier,
  );
  const wrapped = contents(members(found).at(-1));
  return wrapped === undefined ? undefined : contents(decode(wrapped));
}

/** From UTCTime (two digits of year, 1950 to 2049) or GeneralizedTime, both in UTC with seconds (RFC 5280, 4.1.2.5). */
function instantOf(item: Asn1 | undefined): string | undefined {
  const digits = contents(item)?.toString('latin1') ?? '';
  const full = digits.length === 13 ? `${digits < '50' ? '20' : '19'}${digits}` : digits;
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(full);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
}
