/** Secrets at rest: EncryptionConfiguration of apiserver.config.k8s.io/v1 (kubernetes.io, "Encrypting Confidential Data at Rest"). */
import type { Content } from '../model/content.ts';
import { secretContent } from '../model/secret-content.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { toYaml } from '../shared/emit.ts';
import { Bug } from '../shared/fault.ts';

/**
 * The first provider writes, all of them read: what was written before, in the clear or encrypted, stays readable whichever
 * way the profile turns. Undefined where there has never been a key.
 */
export function encryptionConfiguration(
  secrets: Secrets,
  writes: 'secretbox' | 'none',
): Content<'authority'> | undefined {
  const [first] = secrets.encryptionKeys;
  if (!first) {
    if (writes === 'none') return undefined;
    throw new Bug('there is no encryption key, and nobody has missed it');
  }
  const keys = secrets.encryptionKeys.map(({ name, secret }) => ({
    name,
    secret: Buffer.from(secret.reveal()).toString('base64'),
  }));
  const providers = [{ secretbox: { keys } }, { identity: {} }];
  const text = toYaml({
    apiVersion: 'apiserver.config.k8s.io/v1',
    kind: 'EncryptionConfiguration',
    resources: [{ resources: ['secrets'], providers: writes === 'none' ? providers.reverse() : providers }],
  });
  return secretContent('authority', text);
}
