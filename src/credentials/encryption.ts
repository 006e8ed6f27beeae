/** Secrets at rest: EncryptionConfiguration of apiserver.config.k8s.io/v1 (kubernetes.io, "Encrypting Confidential Data at Rest"). */
import type { Content } from '../model/content.ts';
import { secretContent } from '../model/secret-content.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { toYaml } from '../shared/emit.ts';
import { Bug } from '../shared/fault.ts';

/** New secrets by secretbox; what was written before, in the clear, stays readable. */
export function encryptionConfiguration(secrets: Secrets): Content<'authority'> {
  const key = secrets.encryptionKey;
  if (!key) throw new Bug('there is no encryption key, and nobody has missed it');
  const secret = Buffer.from(key.reveal()).toString('base64');
  const text = toYaml({
    apiVersion: 'apiserver.config.k8s.io/v1',
    kind: 'EncryptionConfiguration',
    resources: [
      {
        resources: ['secrets'],
        providers: [{ secretbox: { keys: [{ name: 'key1', secret }] } }, { identity: {} }],
      },
    ],
  });
  return secretContent('authority', text);
}
