/** Texts of other formats in the profile: are they what their place wants? */
import { X509Certificate } from 'node:crypto';
import { pemBlocks } from '../../pki/x509/pem.ts';
import type { Fault, Faults, Path } from '../../shared/fault.ts';
import type { Cluster, Node } from '../cluster.ts';

export function checkContents(cluster: Cluster, faults: Faults): void {
  for (const node of cluster.nodes) {
    faults.addAll([...trustedFaults(node), ...registryFaults(node), ...repositoryFaults(node)]);
  }
}

/** update-ca-certificates takes one certificate a file. */
function trustedFaults(node: Node): Fault[] {
  return (node.settings.host?.trustedCAs ?? []).flatMap(({ certificate }, i) =>
    certificates(certificate) === 1
      ? []
      : certificateFault(
          'one certificate as PEM; several are several entries',
          node.origin(['host', 'trustedCAs', i, 'certificate']),
        ),
  );
}

function registryFaults(node: Node): Fault[] {
  const registries = node.settings.containerRuntime?.registries ?? {};
  return Object.entries(registries).flatMap(([host, { certificateAuthority }]) =>
    certificateAuthority === undefined || certificates(certificateAuthority) > 0
      ? []
      : certificateFault(
          'a certificate as PEM',
          node.origin(['containerRuntime', 'registries', host, 'certificateAuthority']),
        ),
  );
}

function certificateFault(expected: string, path: Path): Fault {
  return { code: 'certificate-syntax', message: 'this cannot be read as a certificate', expected, path };
}

/** How many there are; none when one of them cannot be read. */
function certificates(text: string): number {
  const blocks = pemBlocks(text.replaceAll(/\r\n?/g, '\n'), 'CERTIFICATE');
  return blocks.every(isCertificate) ? blocks.length : 0;
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}

function repositoryFaults(node: Node): Fault[] {
  return (node.settings.host?.packages?.repositories ?? []).flatMap(({ key, name }, i) =>
    isArmoured(key)
      ? []
      : {
          code: 'openpgp-syntax',
          message: `the key of ${name} cannot be read as an OpenPGP public key`,
          expected: '-----BEGIN PGP PUBLIC KEY BLOCK-----, base64, and its end',
          path: node.origin(['host', 'packages', 'repositories', i, 'key']),
        },
  );
}

/** RFC 9580, 6.2: headers, a blank line, base64. A binary key's first bit is set. */
function isArmoured(text: string): boolean {
  const block = /-----BEGIN PGP PUBLIC KEY BLOCK-----([\s\S]*?)-----END PGP PUBLIC KEY BLOCK-----/g;
  const blocks = [...text.replaceAll('\r\n', '\n').matchAll(block)];
  return blocks.length > 0 && blocks.every(([, inside = '']) => isKeyData(inside));
}

function isKeyData(inside: string): boolean {
  const blank = inside.search(/\n[ \t]*\n/);
  const first = Buffer.from(inside.slice(blank), 'base64')[0];
  return blank >= 0 && first !== undefined && first >= 0x80;
}
