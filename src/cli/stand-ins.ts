/** Secrets for looking at a profile without its own. */
import type { Profile } from '../profile/schema/profile.ts';
import { createSecrets } from '../secrets/create.ts';
import { requiredSecrets } from '../secrets/required.ts';
import type { Secrets } from '../secrets/secrets.ts';

/** Made-up ones, which nothing sees: what shows late in the pipeline shows all the same. */
export function standIns(profile: Profile): Secrets {
  const required = requiredSecrets(profile);
  const authorities = required.authorities.map((authority) => ({
    ...authority,
    algorithm: 'ECDSA-P256' as const,
  }));
  const random = (length: number) => new Uint8Array(length).fill(1);
  return createSecrets({ ...required, authorities }, { issuedAt: '2026-01-01T00:00:00Z', random });
}
