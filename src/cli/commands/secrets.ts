/** `nodeseed secrets`: the one file of a cluster that is secret. */
import { randomBytes } from 'node:crypto';
import { isInstant } from '../../pki/time.ts';
import { addMissing, createSecrets, missingSecrets } from '../../secrets/create.ts';
import { formatSecrets } from '../../secrets/format.ts';
import { requiredSecrets } from '../../secrets/required.ts';
import type { Secrets } from '../../secrets/secrets.ts';
import { toYaml } from '../../shared/emit.ts';
import { exitCodes, UsageError } from '../exit.ts';
import { readAuthorities, readServiceAccount } from '../import-folder.ts';
import { loadProfile, loadSecrets, placing } from '../input.ts';
import { replaceFile } from '../replace-file.ts';
import { writeNew } from './init.ts';

interface NewOptions {
  readonly profile: string;
  readonly out: string;
  readonly issuedAt?: string | undefined;
}

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));

export function secretsNew(argv: NewOptions): number {
  const { profile } = loadProfile(argv.profile);
  const secrets = createSecrets(requiredSecrets(profile), { issuedAt: instant(argv.issuedAt), random });
  writeNew(argv.out, text(secrets), 0o600);
  process.stdout.write(`${argv.out}: secrets of ${profile.clusterName}; keep it, and keep it to yourself\n`);
  return exitCodes.done;
}

export function secretsImport(argv: NewOptions & { readonly from: string }): number {
  const { profile } = loadProfile(argv.profile);
  const required = requiredSecrets(profile);
  const authorities = readAuthorities(argv.from, required.authorities);
  const { serviceAccountKey: signs, ...rest } = required;
  const serviceAccountKey = signs && readServiceAccount(argv.from);
  const others = createSecrets({ ...rest, authorities: [] }, { issuedAt: instant(argv.issuedAt), random });
  writeNew(
    argv.out,
    text({ ...others, authorities, ...(serviceAccountKey && { serviceAccountKey }) }),
    0o600,
  );
  process.stdout.write(`${argv.out}: ${Object.keys(authorities).join(', ')} from ${argv.from}\n`);
  return exitCodes.done;
}

export function secretsAdd(argv: { readonly profile: string; readonly secrets: string }): number {
  const { profile, source } = loadProfile(argv.profile);
  const { secrets, source: secretsSource } = loadSecrets(argv.secrets);
  const required = requiredSecrets(profile);
  const missing = missingSecrets(required, secrets);
  if (missing.length > 0) {
    const complete = placing(
      () => source,
      () => secretsSource,
      () => addMissing(required, secrets, { random }),
    );
    replaceFile(argv.secrets, text(complete), 0o600);
  }
  const added = missing.map(({ what, id }) => (id === '' ? what : `${what} ${id}`));
  process.stdout.write(
    `${argv.secrets}: ${added.length > 0 ? `added ${added.join(', ')}` : 'nothing was missing'}\n`,
  );
  return exitCodes.done;
}

/** Now, or what the user says; whole seconds, UTC. */
function instant(given: string | undefined): string {
  const parsed = given === undefined ? new Date() : new Date(given);
  const isComplete =
    given === undefined ||
    (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[-+]\d\d:\d\d)$/.test(given) && isDay(given.slice(0, 10)));
  const made = Number.isNaN(parsed.getTime()) ? '' : `${parsed.toISOString().slice(0, 19)}Z`;
  if (!isComplete || !isInstant(made))
    throw new UsageError(`--issued-at takes an RFC 3339 time such as 2026-11-21T00:00:00Z, not ${given}`);
  return made;
}

/** Date takes the 30th of February for the 2nd of March. */
function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function text(secrets: Secrets): string {
  return `# Secrets of a cluster, made by nodeseed. Whoever reads this file owns the cluster.\n${toYaml(formatSecrets(secrets))}`;
}
