/** `nodeseed secrets new`, `import` and `add`: everything that a profile needs, in one file. */
import { addMissing, createSecrets, missingSecrets } from '../../secrets/create.ts';
import { requiredSecrets } from '../../secrets/required.ts';
import type { Secrets } from '../../secrets/secrets.ts';
import { exitCodes } from '../exit.ts';
import { readAuthorities, readServiceAccount } from '../import-folder.ts';
import { loadProfile, loadSecrets, placing } from '../input.ts';
import { type ChangeOptions, endingAt, random, replaceSecrets, writeNewSecrets } from '../secrets-file.ts';
import { type Clock, instantOf, tokenEnd } from '../times.ts';

interface NewOptions {
  readonly profile: string;
  readonly out: string;
  readonly issuedAt?: string | undefined;
  readonly tokenTtl: string;
}

export function secretsNew(argv: NewOptions, clock: Clock): number {
  const { profile } = loadProfile(argv.profile);
  const secrets = createSecrets(requiredSecrets(profile), making(argv, clock));
  writeNewSecrets(argv.out, secrets);
  process.stdout.write(`${argv.out}: secrets of ${profile.clusterName}; keep it, and keep it to yourself\n`);
  return exitCodes.done;
}

/** Of the same date: certificates, and the time for which a token is good. */
function making({ issuedAt, tokenTtl }: NewOptions, clock: Clock) {
  const at = instantOf('--issued-at', issuedAt, clock);
  return { issuedAt: at, random, ...endingAt(tokenEnd('--token-ttl', tokenTtl, at)) };
}

export function secretsImport(argv: NewOptions & { readonly from: string }, clock: Clock): number {
  const { profile } = loadProfile(argv.profile);
  const required = requiredSecrets(profile);
  const authorities = readAuthorities(argv.from, required.authorities);
  const { serviceAccountKey: signs, ...rest } = required;
  const serviceAccountKey = signs && readServiceAccount(argv.from);
  const others = createSecrets({ ...rest, authorities: [] }, making(argv, clock));
  writeNewSecrets(argv.out, { ...others, authorities, ...(serviceAccountKey && { serviceAccountKey }) });
  process.stdout.write(
    [
      `${argv.out}: ${Object.keys(authorities).join(', ')} from ${argv.from}`,
      ...importNotes(authorities, others.encryptionKeys.length > 0),
    ]
      .map((line) => `${line}\n`)
      .join(''),
  );
  return exitCodes.done;
}

/** What a folder like kubeadm's does not have, and what follows from that. */
function importNotes(authorities: Secrets['authorities'], hasNewEncryptionKey: boolean): string[] {
  const keyless = Object.entries(authorities).flatMap(([id, { key }]) => (key ? [] : [id]));
  return [
    ...(keyless.length > 0
      ? [
          `without private keys (an external CA): ${keyless.join(', ')}; they can be trusted, and sign nothing here${keyless.includes('cluster') ? '. Kubelets then join by token: clientCertificate: bootstrap, servingCertificate: self-signed' : ''}`,
        ]
      : []),
    ...(hasNewEncryptionKey
      ? [
          'new: the key for Secrets in etcd. If other API servers share that etcd, give them all the same: theirs under encryptionKeys in this file, or controlPlane.encryption: none where they have none',
        ]
      : []),
  ];
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
    replaceSecrets(argv.secrets, complete);
  }
  const added = missing.map(({ what, id }) => (id === '' ? what : `${what} ${id}`));
  process.stdout.write(
    `${argv.secrets}: ${added.length > 0 ? `added ${added.join(', ')}` : 'nothing was missing'}\n`,
  );
  return exitCodes.done;
}
