/** What certificates are made with, and what the API server signs and encrypts with: nobody but control-plane nodes has it. */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { Cluster } from '../../cluster/cluster.ts';
import { controlPlanePaths as paths } from '../../cluster/paths.ts';
import { publicContent } from '../../model/content.ts';
import { loadAuthority } from '../../pki/authority.ts';
import type { Secrets } from '../../secrets/secrets.ts';
import { Bug } from '../../shared/fault.ts';
import { encryptionConfiguration } from '../encryption.ts';
import type { AuthorityId } from '../identities.ts';
import type { CredentialFile } from './file.ts';

/** An external authority has no key here. */
export function authority(
  id: AuthorityId,
  at: { readonly certificate: string; readonly key: string },
  secrets: Secrets,
  withKey: boolean,
): CredentialFile[] {
  const { certificate } = loadAuthority(id, secrets);
  const key = withKey ? secrets.authorities[id]?.key : undefined;
  return [
    { path: at.certificate, content: publicContent(certificate) },
    ...(key ? [{ path: at.key, content: key }] : []),
  ];
}

export function serviceAccount(secrets: Secrets): CredentialFile[] {
  const key = secrets.serviceAccountKey;
  if (!key) throw new Bug('there is no service-account key, and nobody has missed it');
  const publicKey = createPublicKey(createPrivateKey(Buffer.from(key.reveal())));
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  return [
    { path: paths.serviceAccount.certificate, content: publicContent(pem), mode: 0o600 },
    { path: paths.serviceAccount.key, content: key },
  ];
}

export function encryption(cluster: Cluster, secrets: Secrets): CredentialFile[] {
  const content = encryptionConfiguration(secrets, cluster.controlPlane?.settings.encryption ?? 'secretbox');
  return content ? [{ path: paths.encryptionConfig, content }] : [];
}
