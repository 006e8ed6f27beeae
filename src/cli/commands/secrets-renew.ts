/** `nodeseed secrets renew`: new keys and certificates from the next build on. */
import type { Node } from '../../cluster/cluster.ts';
import { deriveCluster } from '../../cluster/derive.ts';
import { renewAll, renewNodes } from '../../secrets/renew.ts';
import { suggest } from '../../shared/suggest.ts';
import { exitCodes, UsageError } from '../exit.ts';
import { loadProfile, loadSecrets, placing } from '../input.ts';
import { type ChangeOptions, replaceSecrets } from '../secrets-file.ts';
import { type Clock, instantOf } from '../times.ts';

/** Without names: everybody, and what is nobody's. */
export function secretsRenew(
  argv: ChangeOptions & {
    readonly node?: readonly string[] | undefined;
    readonly issuedAt?: string | undefined;
  },
  clock: Clock,
): number {
  const issuedAt = instantOf('--issued-at', argv.issuedAt, clock);
  const { profile, source, lock } = loadProfile(argv.profile);
  const { secrets, source: secretsSource } = loadSecrets(argv.secrets);
  const { nodes } = placing(
    () => source,
    () => secretsSource,
    // What is downloaded makes no difference to who is renewed.
    () => deriveCluster(profile, lock, 'open'),
  );
  const names = argv.node ?? [];
  for (const name of names) requireNode(name, nodes);
  const renewed = names.length > 0 ? renewNodes(secrets, names, issuedAt) : renewAll(secrets, issuedAt);
  replaceSecrets(argv.secrets, renewed);
  const who = names.length > 0 ? [...new Set(names)].join(', ') : 'every node';
  process.stdout.write(
    `${argv.secrets}: new keys and certificates of ${who} from ${issuedAt} on; build again, and bring the new files to the machines\n`,
  );
  return exitCodes.done;
}

function requireNode(name: string, nodes: readonly Node[]): void {
  const known = nodes.filter(({ dynamic }) => !dynamic).map((node) => node.name);
  if (known.includes(name)) return;
  const meant = suggest(name, known);
  throw new UsageError(
    `there is no node ${name} with certificates of its own${meant ? `; did you mean ${meant}?` : ''}`,
  );
}
