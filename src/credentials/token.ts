/** The token a kubelet joins with. */
import type { Content } from '../model/content.ts';
import { secretContent } from '../model/secret-content.ts';
import { type Secrets, tokenText } from '../secrets/secrets.ts';
import { Bug } from '../shared/fault.ts';

/** `ID.SECRET` of the newest token. */
export function bootstrapToken(secrets: Secrets): Content<'cluster'> {
  const token = secrets.bootstrapTokens.at(-1);
  if (!token) throw new Bug('there is no bootstrap token, and nobody has missed it');
  return secretContent('cluster', tokenText(token));
}
