/** `nodeseed secrets token`: one more token for machines that are to join. */
import { addToken } from '../../secrets/create.ts';
import { exitCodes, UsageError } from '../exit.ts';
import { loadProfile, loadSecrets } from '../input.ts';
import { type ChangeOptions, endingAt, random, replaceSecrets } from '../secrets-file.ts';
import { type Clock, defaultTokenTtl, instantOf, tokenEnd } from '../times.ts';

/** Says which one it is by its id, which is no secret. */
export function secretsToken(
  argv: ChangeOptions & { readonly ttl?: string | undefined; readonly expires?: string | undefined },
  clock: Clock,
): number {
  const now = instantOf('', undefined, clock);
  const ends =
    argv.expires === undefined
      ? tokenEnd('--ttl', argv.ttl ?? defaultTokenTtl, now)
      : instantOf('--expires', argv.expires, clock);
  if (ends !== undefined && ends <= now)
    throw new UsageError(`a token that ended at ${ends} lets nobody in; it is ${now}`);
  loadProfile(argv.profile);
  const { secrets } = loadSecrets(argv.secrets);
  const more = addToken(secrets, { random, ...endingAt(ends) });
  replaceSecrets(argv.secrets, more);
  const id = more.bootstrapTokens.at(-1)?.id;
  process.stdout.write(
    `${argv.secrets}: added bootstrap token ${id}, ${ends === undefined ? 'which never ends' : `good until ${ends}`}; build again\n`,
  );
  return exitCodes.done;
}
