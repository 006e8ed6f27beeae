/** X.509 certificates as lines that people can review. */
import { X509Certificate } from 'node:crypto';

const pem = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** What stands in every certificate of a PEM text, in its order; nothing for a text without any. */
export function describeCertificates(text: string): string[] {
  return (text.match(pem) ?? []).map(describe);
}

function describe(block: string): string {
  try {
    return lines(new X509Certificate(block));
  } catch {
    return 'not a certificate that can be read\n';
  }
}

function lines(certificate: X509Certificate): string {
  const { subject, issuer, subjectAltName, keyUsage, validFrom, validTo, serialNumber, ca } = certificate;
  const described = {
    subject: oneLine(subject),
    issuer: oneLine(issuer),
    'subject alternative names': subjectAltName ?? 'none',
    'not before': new Date(validFrom).toISOString(),
    'not after': new Date(validTo).toISOString(),
    'extended key usage': keyUsage?.map((oid) => usageNames[oid] ?? oid).join(', ') ?? 'any',
    authority: ca ? 'yes' : 'no',
    key: keyName(certificate),
    serial: serialNumber.toLowerCase(),
  };
  return Object.entries(described)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');
}

/** Node gives one attribute a line; undefined for an empty name, whatever its types say. */
function oneLine(name: string | undefined): string {
  return name === undefined || name === '' ? '(empty)' : name.split('\n').join(', ');
}

/** RFC 5280 4.2.1.12. */
const usageNames: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.3.1': 'server authentication',
  '1.3.6.1.5.5.7.3.2': 'client authentication',
};

function keyName({ publicKey }: X509Certificate): string {
  const { modulusLength, namedCurve } = publicKey.asymmetricKeyDetails ?? {};
  return [publicKey.asymmetricKeyType, modulusLength ?? namedCurve].filter(Boolean).join(' ');
}
