/** What a server needs that plays a cluster's API server. */
import { isIP } from 'node:net';
import { loadAuthority } from '../../../src/pki/authority.ts';
import { issueCertificate } from '../../../src/pki/certificate.ts';
import type { Shipped } from '../outputs.ts';
import type { Talk } from './talks.ts';

/**
 * A certificate for that name or address, by the authority that nodes trust; by its first intermediate where it has one, and
 * without that on the wire, as nodes are said to trust it too.
 */
export function serverCertificate({ secrets }: Shipped, host: string): NonNullable<Talk['tls']> {
  const ids = Object.keys(secrets.authorities);
  const signer = ids.find((id) => id.startsWith('cluster/')) ?? 'cluster';
  const { certificate, key } = issueCertificate(
    {
      identity: { purpose: 'kubelet-serving', node: 'api-server', generation: 0 },
      algorithm: 'ECDSA-P256',
      subject: { commonName: 'kube-apiserver' },
      sans: isIP(host) ? { dns: [], ip: [host] } : { dns: [host], ip: [] },
      usages: ['server'],
      issuedAt: secrets.issuedAt,
      validityDays: 30,
    },
    loadAuthority(signer, secrets),
    secrets.leafSeed.reveal(),
  );
  const ca = loadAuthority('cluster', secrets).certificate;
  return { cert: certificate, key: Buffer.from(key.reveal()).toString(), ca };
}
