/** Authorities from elsewhere: an existing cluster's PEM files, or a secrets file. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { Content } from '../model/content.ts';
import { secretContent } from '../model/secret-content.ts';
import type { AuthorityMaterial } from '../pki/authority.ts';
import { keyPem } from '../pki/derive/key.ts';
import { pemBlocks } from '../pki/x509/pem.ts';
import { readAuthorityFacts } from '../pki/x509/read.ts';
import { isSupportedKey } from '../pki/x509/sign.ts';
import { type Fault, Faults } from '../shared/fault.ts';
import type { FaultCode } from '../shared/fault-codes.ts';
import { revealText } from './secrets.ts';

const supportedKeys = 'an RSA key of 2048 bits or more, or an EC key on P-256 or P-384';

/**
 * An authority from PEM text: one certificate, and a key in PKCS#1, SEC 1 or PKCS#8 where the authority signs. The key
 * is kept as kubeadm writes keys, whatever its form. Throws an InputError with everything wrong with it; no message
 * holds a part of the key.
 */
export function importAuthority(id: string, certificatePem: string, keyPemText?: string): AuthorityMaterial {
  const faults = new Faults();
  const material = readAuthority(id, certificatePem, keyPemText, faults);
  faults.throwIfAny();
  return material as AuthorityMaterial;
}

/** As `importAuthority`, but faults go to `faults`, and the result is then undefined. */
export function readAuthority(
  id: string,
  certificatePem: string,
  keyText: string | undefined,
  faults: Faults,
): AuthorityMaterial | undefined {
  const found: Fault[] = [];
  const fault = (field: 'certificate' | 'key') => (code: FaultCode, message: string, expected: string) => {
    found.push({ code, message, expected, path: ['authorities', id, field], document: 'secrets' });
    return undefined;
  };
  const certificate = readCertificate(id, certificatePem, fault('certificate'));
  const key = keyText === undefined ? undefined : readKey(id, keyText, fault('key'));
  if (certificate !== undefined && key !== undefined && !certificate.checkPrivateKey(key)) {
    const message = `the private key of authority ${id} does not belong to its certificate`;
    fault('key')('secrets-key-mismatch', message, 'the private key to the public key in the certificate');
  }
  // A pair of a kind that cannot be used is one mistake.
  const kinds = new Set<string>();
  faults.addAll(found.filter(({ code }) => !kinds.has(code) && kinds.add(code)));
  if (certificate === undefined || found.length > 0) return undefined;
  const pem = certificate.toString();
  return key === undefined
    ? { certificate: pem }
    : { certificate: pem, key: secretContent('authority', keyPem(key)) };
}

/** The private key that signs service-account tokens (kubeadm's sa.key). Faults go to `faults`. */
export function readServiceAccountKey(text: string, faults: Faults): Content<'authority'> | undefined {
  const report: Report = (code, message, expected) => {
    faults.add({ code, message, expected, path: ['serviceAccountKey'], document: 'secrets' });
    return undefined;
  };
  const key = readKey('service accounts', text, report);
  return key && secretContent('authority', keyPem(key));
}

/** Adds a fault and gives undefined. */
type Report = (code: FaultCode, message: string, expected: string) => undefined;

function readCertificate(id: string, text: string, report: Report): X509Certificate | undefined {
  const expected = 'one X.509 certificate as PEM';
  const blocks = pemBlocks(text, 'CERTIFICATE');
  const [first] = blocks;
  if (first === undefined || blocks.length > 1) {
    return report('secrets-certificate', `authority ${id} has ${blocks.length} certificates`, expected);
  }
  const certificate = attempt(() => new X509Certificate(first));
  if (certificate === undefined || attempt(() => readAuthorityFacts(first)) === undefined) {
    const message = `the certificate of authority ${id} cannot be read`;
    return report('secrets-certificate', message, `${expected}, version 3, in DER`);
  }
  const publicKey = attempt(() => certificate.publicKey);
  if (publicKey === undefined || !isSupportedKey(publicKey)) {
    const message = `authority ${id} has ${describeKey(publicKey)}, which is not supported`;
    return report('secrets-key-unsupported', message, supportedKeys);
  }
  if (!certificate.ca) {
    const message = `the certificate of authority ${id} may not sign others`;
    return report(
      'secrets-not-a-ca',
      message,
      'basicConstraints CA:TRUE, and keyCertSign if it states key usages',
    );
  }
  return certificate;
}

function readKey(id: string, text: string, report: Report): KeyObject | undefined {
  const expected = 'one private key as PEM: PKCS#1, SEC 1 or PKCS#8';
  if (/BEGIN ENCRYPTED PRIVATE KEY|^Proc-Type:.*ENCRYPTED/m.test(text)) {
    const message = `the private key of authority ${id} is behind a passphrase`;
    return report('secrets-key-encrypted', message, `${expected}, not encrypted`);
  }
  // EC PARAMETERS, which openssl writes before an EC key, is no key.
  const blocks = text.match(/-----BEGIN (RSA |EC )?PRIVATE KEY-----[^-]*-----END \1PRIVATE KEY-----/g) ?? [];
  const [first] = blocks;
  const key = first === undefined || blocks.length > 1 ? undefined : attempt(() => createPrivateKey(first));
  if (key === undefined) {
    return report('secrets-key', `the private key of authority ${id} cannot be read`, expected);
  }
  if (!isSupportedKey(key)) {
    const message = `authority ${id} has ${describeKey(key)}, which is not supported`;
    return report('secrets-key-unsupported', message, supportedKeys);
  }
  return key;
}

function describeKey(key: KeyObject | undefined): string {
  const { modulusLength, namedCurve } = key?.asymmetricKeyDetails ?? {};
  const size = modulusLength === undefined ? '' : ` of ${modulusLength} bits`;
  const curve = namedCurve === undefined ? '' : ` on ${namedCurve}`;
  return `a key of type ${key?.asymmetricKeyType ?? 'unknown'}${size}${curve}`;
}

/** OpenSSL's own messages are dropped: they can quote what they were given. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** PEM text of an authority's key, if it has one. */
export function authorityKeyText({ key }: AuthorityMaterial): string | undefined {
  return key === undefined ? undefined : revealText(key);
}
