/** The token a kubelet joins with. */
import type { Content } from '../model/content.ts';
import { secretContent } from '../model/secret-content.ts';
import { type BootstrapToken, type Secrets, tokenText } from '../secrets/secrets.ts';
import { Bug } from '../shared/fault.ts';

/**
 * Of those there are the one that ends last, of two that end together the later one in the list: as long as any of them is
 * good, this one is, whatever the time is when a machine boots.
 */
export function joiningToken(secrets: Secrets): BootstrapToken {
  const [first, ...others] = secrets.bootstrapTokens;
  if (!first) throw new Bug('there is no bootstrap token, and nobody has missed it');
  return others.reduce((best, one) => (endOf(one) >= endOf(best) ? one : best), first);
}

/** Sorts behind every instant where there is no end. */
function endOf({ expires }: BootstrapToken): string {
  return expires ?? 'never';
}

/** `ID.SECRET` of the joining token. */
export function bootstrapToken(secrets: Secrets): Content<'cluster'> {
  return secretContent('cluster', tokenText(joiningToken(secrets)));
}
