/** What comes to its end: authorities, certificates, the token that machines join with. */
import type { Cluster } from '../cluster/cluster.ts';
import { loadAuthority } from '../pki/authority.ts';
import { addDays } from '../pki/time.ts';
import { requiredSecrets } from '../secrets/required.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { Path } from '../shared/fault.ts';
import type { Warning } from '../shared/warning.ts';
import type { Issued } from './issue.ts';
import { joiningToken } from './token.ts';

/** From how many days before its end something is spoken of. */
export const horizonDays = 30;

/** `now`: RFC 3339, UTC, whole seconds. `issued`: everything that was signed in a build. */
export function endings(
  cluster: Cluster,
  secrets: Secrets,
  issued: readonly Issued[],
  now: string,
): Warning[] {
  const horizon = addDays(now, horizonDays);
  const near = (end: string) => end <= horizon;
  return [
    ...endingAuthorities(cluster, secrets, near, now),
    ...endingCertificates(secrets, issued, near, now),
    ...endingToken(cluster, secrets, near, now),
  ];
}

type Near = (end: string) => boolean;

const ending = (end: string, now: string) => `${end <= now ? 'ended' : 'ends'} at ${end}`;

function endingAuthorities(cluster: Cluster, secrets: Secrets, near: Near, now: string): Warning[] {
  return requiredSecrets(cluster.profile).authorities.flatMap(({ id }): Warning[] => {
    const { notAfter } = loadAuthority(id, secrets);
    if (!near(notAfter)) return [];
    return [
      {
        code: 'authority-ends',
        message: `the authority ${id} ${ending(notAfter, now)}, and with it all that it has signed`,
        hint: 'every machine must be given another one before that',
        path: ['authorities', id, 'certificate'],
        document: 'secrets',
      },
    ];
  });
}

/** Those of one date are one warning, at that date. */
function endingCertificates(secrets: Secrets, issued: readonly Issued[], near: Near, now: string): Warning[] {
  const groups = new Map<string, Issued[]>();
  for (const one of issued.filter(({ notAfter, capped }) => !capped && near(notAfter))) {
    const own = one.node !== undefined && Object.hasOwn(secrets.renewals, one.node) ? one.node : '';
    groups.set(own, [...(groups.get(own) ?? []), one]);
  }
  return [...groups].map(([own, all]): Warning => {
    const end = all.map(({ notAfter }) => notAfter).reduce((a, b) => (a < b ? a : b));
    const path: Path = own === '' ? ['issuedAt'] : ['renewals', own, 'issuedAt'];
    const only = own === '' ? '' : ` --node ${own}`;
    return {
      code: 'certificates-end',
      message: `the certificates of ${holders(all)} ${end <= now ? 'ended' : 'end'} at ${end}`,
      hint: `nodeseed secrets renew PROFILE --secrets FILE${only}`,
      path,
      document: 'secrets',
    };
  });
}

const named = 3;

function holders(issued: readonly Issued[]): string {
  const nodes = [...new Set(issued.flatMap(({ node }) => node ?? []))];
  if (nodes.length === 0) return 'the cluster';
  const more = nodes.length > named ? ` and ${nodes.length - named} more` : '';
  return `${nodes.slice(0, named).join(', ')}${more}`;
}

/** Only where machines join by it; other tokens of the list may end as they like. */
function endingToken(cluster: Cluster, secrets: Secrets, near: Near, now: string): Warning[] {
  if (!requiredSecrets(cluster.profile).bootstrapToken) return [];
  const { id, expires } = joiningToken(secrets);
  if (expires === undefined || !near(expires)) return [];
  return [
    {
      code: 'token-ends',
      message: `the bootstrap token ${id} ${ending(expires, now)}; after that no new machine joins by it`,
      hint: 'nodeseed secrets token PROFILE --secrets FILE',
      path: ['bootstrapTokens', secrets.bootstrapTokens.findIndex((token) => token.id === id), 'expires'],
      document: 'secrets',
    },
  ];
}
