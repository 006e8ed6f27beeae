/** `nodeseed secrets`: the one file of a cluster that is secret. */
import { randomBytes } from 'node:crypto';
import type { Node } from '../../cluster/cluster.ts';
import { deriveCluster } from '../../cluster/derive.ts';
import { addMissing, addToken, createSecrets, missingSecrets } from '../../secrets/create.ts';
import { formatSecrets } from '../../secrets/format.ts';
import { renewAll, renewNodes } from '../../secrets/renew.ts';
import { requiredSecrets } from '../../secrets/required.ts';
import type { Secrets } from '../../secrets/secrets.ts';
import { toYaml } from '../../shared/emit.ts';
import { suggest } from '../../shared/suggest.ts';
import { exitCodes, UsageError } from '../exit.ts';
import { readAuthorities, readServiceAccount } from '../import-folder.ts';
import { loadProfile, loadSecrets, placing } from '../input.ts';
import { replaceFile } from '../replace-file.ts';
import { type Clock, defaultTokenTtl, instantOf, tokenEnd } from '../times.ts';
import { writeNew } from './init.ts';

interface NewOptions {
  readonly profile: string;
  readonly out: string;
  readonly issuedAt?: string | undefined;
  readonly tokenTtl: string;
}

/** Of a file that is there already. */
interface ChangeOptions {
  readonly profile: string;
  readonly secrets: string;
}

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));

export function secretsNew(argv: NewOptions, clock: Clock): number {
  const { profile } = loadProfile(argv.profile);
  const secrets = createSecrets(requiredSecrets(profile), making(argv, clock));
  writeNew(argv.out, text(secrets), 0o600);
  process.stdout.write(`${argv.out}: secrets of ${profile.clusterName}; keep it, and keep it to yourself\n`);
  return exitCodes.done;
}

/** Of the same date: certificates, and the time for which a token is good. */
function making({ issuedAt, tokenTtl }: NewOptions, clock: Clock) {
  const at = instantOf('--issued-at', issuedAt, clock);
  return { issuedAt: at, random, ...endingAt(tokenEnd('--token-ttl', tokenTtl, at)) };
}

const endingAt = (expires: string | undefined) => (expires === undefined ? {} : { tokenExpires: expires });

export function secretsImport(argv: NewOptions & { readonly from: string }, clock: Clock): number {
  const { profile } = loadProfile(argv.profile);
  const required = requiredSecrets(profile);
  const authorities = readAuthorities(argv.from, required.authorities);
  const { serviceAccountKey: signs, ...rest } = required;
  const serviceAccountKey = signs && readServiceAccount(argv.from);
  const others = createSecrets({ ...rest, authorities: [] }, making(argv, clock));
  writeNew(
    argv.out,
    text({ ...others, authorities, ...(serviceAccountKey && { serviceAccountKey }) }),
    0o600,
  );
  process.stdout.write(`${argv.out}: ${Object.keys(authorities).join(', ')} from ${argv.from}\n`);
  return exitCodes.done;
}

export function secretsAdd(argv: ChangeOptions & { readonly tokenTtl: string }, clock: Clock): number {
  const ends = tokenEnd('--token-ttl', argv.tokenTtl, instantOf('', undefined, clock));
  const { profile, source } = loadProfile(argv.profile);
  const { secrets, source: secretsSource } = loadSecrets(argv.secrets);
  const required = requiredSecrets(profile);
  const missing = missingSecrets(required, secrets);
  if (missing.length > 0) {
    const complete = placing(
      () => source,
      () => secretsSource,
      () => addMissing(required, secrets, { random, ...endingAt(ends) }),
    );
    replaceFile(argv.secrets, text(complete), 0o600);
  }
  const added = missing.map(({ what, id }) => (id === '' ? what : `${what} ${id}`));
  process.stdout.write(
    `${argv.secrets}: ${added.length > 0 ? `added ${added.join(', ')}` : 'nothing was missing'}\n`,
  );
  return exitCodes.done;
}

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
  replaceFile(argv.secrets, text(more), 0o600);
  const id = more.bootstrapTokens.at(-1)?.id;
  process.stdout.write(
    `${argv.secrets}: added bootstrap token ${id}, ${ends === undefined ? 'which never ends' : `good until ${ends}`}; build again\n`,
  );
  return exitCodes.done;
}

/** Without names: everybody, and what is nobody's. */
export function secretsRenew(
  argv: ChangeOptions & {
    readonly node?: readonly string[] | undefined;
    readonly issuedAt?: string | undefined;
  },
  clock: Clock,
): number {
  const issuedAt = instantOf('--issued-at', argv.issuedAt, clock);
  const { profile, source } = loadProfile(argv.profile);
  const { secrets, source: secretsSource } = loadSecrets(argv.secrets);
  const { nodes } = placing(
    () => source,
    () => secretsSource,
    () => deriveCluster(profile),
  );
  const names = argv.node ?? [];
  for (const name of names) requireNode(name, nodes);
  const renewed = names.length > 0 ? renewNodes(secrets, names, issuedAt) : renewAll(secrets, issuedAt);
  replaceFile(argv.secrets, text(renewed), 0o600);
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

function text(secrets: Secrets): string {
  return `# Secrets of a cluster, made by nodeseed. Whoever reads this file owns the cluster.\n${toYaml(formatSecrets(secrets))}`;
}
