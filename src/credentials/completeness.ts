/** Do the secrets have everything the profile needs? */
import type { Profile } from '../profile/schema/profile.ts';
import { missingSecrets } from '../secrets/create.ts';
import { requiredSecrets } from '../secrets/required.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { InputError } from '../shared/fault.ts';

/** Throws InputError naming each missing secret and the command that adds it. */
export function checkCompleteness(profile: Profile, secrets: Secrets): void {
  const missing = missingSecrets(requiredSecrets(profile), secrets);
  if (missing.length === 0) return;
  throw new InputError(
    missing.map(({ what, id }) => ({
      code: 'secrets-missing',
      message: `the secrets have no ${id === '' ? what : `${what} ${id}`}, which the profile needs`,
      expected: 'every secret that the profile needs',
      hint: 'nodeseed secrets add PROFILE --secrets FILE adds what is missing and keeps what is there',
      path: [],
      document: 'secrets',
    })),
  );
}
